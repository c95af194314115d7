/**
 * Statements: theorems and lemmas as they are proved. Beside what a theorem says, a premise may be for all (`every`), and
 * it is said what is inducted on, with which companions. What is universal and what existential follows from modes: a
 * metavariable in an input of a conclusion that nothing before determines is universal, one in an output existential.
 */
import { isCall, isMeta, visitMetas, type Metavariable, type Pattern, type Where } from '../semantics/symbols.ts'; // prettier-ignore
import { isInstance, type Instance } from '../rules/judgement.ts';
import { isWhere, premiseOf, type Premise } from '../rules/rule.ts';
import type { Theorem } from '../rules/theorem.ts';

/** For all of the metavariables: where the premises hold, the conclusions do. */
export interface Every {
  readonly every: readonly Metavariable[];
  readonly premises: readonly Premise[];
  readonly conclusions: readonly Premise[];
  /** What exists by the conclusions. */
  readonly existential: readonly Metavariable[];
  /** The metavariables that it speaks of and does not bind, in their order; and the text of it without their names. */
  readonly about: readonly Metavariable[];
  readonly text: string;
}
export type Part = Premise | Every;
export const isEvery = (p: unknown): p is Every => typeof p === 'object' && p !== null && 'every' in p;

export interface Statement {
  readonly name: string;
  readonly title: string;
  readonly premises: readonly Part[];
  readonly conclusions: readonly Part[];
  readonly universal: readonly Metavariable[];
  readonly existential: readonly Metavariable[];
  /** Premises whose derivations are inducted on; none: no induction. The first gives the cases. */
  readonly inductOn: readonly number[];
  /** The claim whose last rule is the case, where it is no premise: `h.1/R-Ctx.0`. */
  readonly caseAt: string | undefined;
  /** The metavariable whose term is inducted on, instead of a derivation. */
  readonly onSyntax: string | undefined;
  /** Metavariables that stay the same in every hypothesis of the induction. */
  readonly fixed: readonly string[];
  /** Statements proved by the same induction, this one among them. */
  readonly group: readonly string[];
  /** Used of its own accord, wherever its premises are at hand. */
  readonly forward: boolean;
  /** The lemmas that a search may use; all that stand before it unless they are named. */
  readonly lemmas: readonly string[] | undefined;
  /** It stands in the table of theorems. */
  readonly row: boolean;
  /** Terms that a search is to have before it. */
  readonly hints: readonly Pattern[];
}

export interface StatementOptions<M = unknown> {
  /** Terms that a search is to have before it: calls that the statement does not speak of itself. */
  hints?(metas: M): readonly unknown[];
  readonly inductOn?: readonly number[];
  readonly caseAt?: string;
  readonly onSyntax?: string;
  readonly fixed?: readonly string[];
  readonly with?: readonly string[];
  readonly forward?: boolean;
  readonly lemmas?: readonly string[];
  readonly row?: boolean;
}

type Said = Instance | Where | boolean | Every;
export interface Says {
  readonly given: readonly Said[];
  readonly infer: readonly Said[];
}

const partOf = (name: string, p: Said): Part => (isEvery(p) ? p : premiseOf(p, `${name}: a claim`));

const patternsOf = (p: Part): readonly Pattern[] => {
  if (isEvery(p)) return p.about;
  if (isInstance(p)) return p.args;
  return isWhere(p) ? [p.value, p.pattern] : [p];
};

const textOf = (p: Pattern, name: (m: Metavariable) => string): string => {
  if (isMeta(p)) return name(p);
  if (isCall(p)) return `${p.call.info.name}(${p.args.map((a) => textOf(a, name)).join()})`;
  if (typeof p !== 'object' || Array.isArray(p))
    return JSON.stringify(p, (_, v) => (typeof v === 'bigint' ? `#${v}` : v));
  const { tag, ...fields } = p as { readonly tag: string };
  return `${tag}[${Object.values(fields).map((f) => textOf(f as Pattern, name)).join()}]`; // prettier-ignore
};

/** A premise for all of some metavariables. */
export function every(bound: readonly unknown[], given: readonly Said[], infer: readonly Said[]): Every {
  const own = bound as readonly Metavariable[];
  const [premises, conclusions] = [given, infer].map((l) =>
    l.map((p) => premiseOf(p as Instance, 'a part of a premise for all')),
  );
  const about = new Map<string, Metavariable>();
  const known = new Set(own.map((m) => m.meta));
  for (const p of premises!) {
    if (isWhere(p)) visitMetas(p.pattern, (m) => known.add(m.meta));
    if (isInstance(p)) p.args.slice(p.judgement.inputs.length).forEach((a) => visitMetas(a, (m) => void m));
  }
  const exists = new Set<string>();
  for (const p of conclusions!) {
    const outputs = isInstance(p) ? p.args.slice(p.judgement.inputs.length) : isWhere(p) ? [p.pattern] : [];
    outputs.forEach((a) => visitMetas(a, (m) => exists.add(m.meta)));
  }
  for (const p of [...premises!, ...conclusions!])
    for (const q of patternsOf(p))
      visitMetas(q, (m) => void (known.has(m.meta) || exists.has(m.meta) || about.set(m.meta, m)));
  const metas = [...about.values()];
  const forAll = new Set(own.map((m) => m.meta));
  for (const p of premises!) for (const q of patternsOf(p)) visitMetas(q, (m) => forAll.delete(m.meta));
  const order = new Map<string, string>();
  const name = (m: Metavariable): string => {
    const i = metas.findIndex((a) => a.meta === m.meta);
    if (i >= 0) return `${i}`;
    // A conclusion for all of something is another one than that something exists; and so is one of restricted terms.
    const said = `${m.restriction?.name ?? ''}${forAll.has(m.meta) ? '∀' : ''}`;
    if (!order.has(m.meta)) order.set(m.meta, `_${order.size}${m.sort}${said}`);
    return order.get(m.meta)!;
  };
  const text = [premises!, conclusions!]
    .map((l) =>
      l
        .map(
          (p) =>
            `${isInstance(p) ? p.judgement.name : ''}${patternsOf(p)
              .map((q) => textOf(q, name))
              .join(';')}`,
        )
        .join('&'),
    ) // prettier-ignore
    .join('⇒');
  const outer = [...own, ...metas].map((m) => m.meta);
  const { existential } = quantified(premises!, conclusions!, outer);
  return Object.freeze({ every: own, premises: premises!, conclusions: conclusions!, existential, about: metas, text });
}

/** Metavariables of premises and conclusions, told apart by modes. */
export function quantified(premises: readonly Part[], conclusions: readonly Part[], bound: Iterable<string> = []) {
  const seen = new Set<string>(bound);
  const universal = new Map<string, Metavariable>();
  const existential = new Map<string, Metavariable>();
  const note = (into: Map<string, Metavariable>) => (p: Pattern) =>
    visitMetas(p, (m) => {
      if (!seen.has(m.meta)) into.set(m.meta, m);
      seen.add(m.meta);
    });
  for (const p of premises) patternsOf(p).forEach(note(universal));
  for (const p of conclusions) {
    const n = isInstance(p) ? p.judgement.inputs.length : isWhere(p) ? 1 : Infinity;
    patternsOf(p).forEach((q, i) => note(i < n ? universal : existential)(q));
  }
  return { universal: [...universal.values()], existential: [...existential.values()] };
}

/**
 * Traces a statement.
 * @throws Error, of all that is wrong, when it inducts on what is no premise, or fixes what it does not have.
 */
export function traceStatement<M>(
  name: string,
  title: string,
  metas: M,
  f: (metas: M) => Says,
  options: StatementOptions<M> = {},
): Statement {
  // prettier-ignore
  const said = f(metas);
  const premises = said.given.map((p) => partOf(name, p));
  const conclusions = said.infer.map((p) => partOf(name, p));
  const { universal, existential } = quantified(premises, conclusions);
  const first = premises.findIndex(isInstance);
  const inductOn = options.inductOn ?? (options.onSyntax !== undefined || first < 0 ? [] : [first]);
  const names = new Set(universal.map((m) => m.meta));
  const wrong = [
    ...inductOn.filter((i) => !isInstance(premises[i])).map((i) => `premise ${i + 1}, which is inducted on, is no judgement it has`),
    ...[...(options.fixed ?? []), options.onSyntax ?? []].flat().filter((m) => !names.has(m)).map((m) => `it has no metavariable ${m}`),
  ]; // prettier-ignore
  if (wrong.length > 0) throw new Error(`${name}: ${wrong.join('; ')}`);
  return {
    name,
    title,
    premises,
    conclusions,
    universal,
    existential,
    inductOn,
    caseAt: options.caseAt,
    onSyntax: options.onSyntax,
    fixed: options.fixed ?? [],
    group: [name, ...(options.with ?? [])],
    forward: options.forward ?? false,
    lemmas: options.lemmas,
    row: options.row ?? false,
    hints: (options.hints?.(metas) ?? []) as readonly Pattern[],
  };
}

/** A theorem of the table as a statement: it inducts on the premise of the judgement that its cases are of. */
export function statementOf(theorem: Theorem, options: StatementOptions = {}): Statement {
  const { name, title, premises, conclusions } = theorem;
  const at = premises.findIndex((p) => isInstance(p) && p.judgement.name === theorem.inductsOn);
  return traceStatement(name, title, null, () => ({ given: premises as unknown as Said[], infer: conclusions as unknown as Said[] }), { ...(at < 0 ? {} : { inductOn: [at] }), row: true, ...options }); // prettier-ignore
}
