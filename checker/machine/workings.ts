/** What a machine is told of a calculus. All else it reads from the rules and from the lines of the grammar. */
import type { AnyMetafunction } from '../../semantics/symbols.ts';
import type { Form } from '../../rules/judgement.ts';
import type { Rule } from '../../rules/rule.ts';
import type { Store } from './store.ts';

export interface Workings {
  /**
   * The judgement on a redex. Its main input is the redex; its first output is what becomes of it or, where the sorts
   * differ, of the sort that {@link Workings.outcome} makes. Other inputs that come back as outputs (a heap) are changed,
   * those that do not are left as they are.
   */
  readonly reduces: Form;
  /**
   * The judgement on whole configurations, where it is another one: one rule of it puts a reduction in its place in a
   * configuration, silently; where its other rules may apply is a point at which the machine can be stopped.
   */
  readonly steps?: Form;
  /** Finds the place of the next redex in a configuration. */
  readonly focus?: AnyMetafunction;
  /** The constructor of what a reduction leads to, where that is not a term. Others of its sort end the run. */
  readonly outcome?: string;
  /** Puts what becomes of a part in the place of the part ↦ the field of that part. */
  readonly places?: ReadonlyMap<AnyMetafunction, string>;
  /** e[v/x] for closed values v. */
  readonly substitute: AnyMetafunction;
  /** A judgement that says of terms that they are values, and the rules by which it says it of those of the grammar. */
  readonly values?: { readonly form: Form; readonly rules: readonly Rule[] };
  /** Predicates that hold of every value, and of the list of parts of one. */
  readonly ofValues?: ReadonlySet<AnyMetafunction>;
  /** Metafunctions on the store, as they are done in place. Others are given the store as a term. */
  readonly inPlace?: ReadonlyMap<AnyMetafunction, InPlace>;
  /** The rules that call a function, and the metavariable of its name. */
  readonly calls?: Readonly<Record<string, string>>;
}

/** A metafunction whose first argument is the store: it looks something up in it, or makes another store of it. */
export type InPlace =
  | { readonly kind: 'reads'; readonly run: (store: Store, ...args: never[]) => unknown }
  /** Changes the store, or returns false and has not: where the metafunction is not defined. */
  | { readonly kind: 'writes'; readonly run: (store: Store, ...args: never[]) => boolean };
