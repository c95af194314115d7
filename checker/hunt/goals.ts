/** Goals made from the patterns of a theorem: what is not known of them is left to generation. */
import type { Term } from '../../semantics/grammar.ts';
import { isCall, isMeta, type Metavariable, type Pattern } from '../../semantics/symbols.ts';
import { isGround } from '../../semantics/matching.ts';
import { partsOfValue } from '../generate/values.ts';
import type { Form } from '../../rules/judgement.ts';
import type { Rule } from '../../rules/rule.ts';
import type { System } from '../../rules/system.ts';
import type { Generator } from '../generate/generator.ts';
import { compatible } from '../generate/glances.ts';
import { Open, Symbolic, type Unknown } from '../generate/symbolic.ts';

/** The patterns of a goal with unknowns for their metavariables, the same metavariable the same unknown. */
export class Goal {
  readonly unknowns = new Map<string, Unknown>();
  private readonly g: Generator;
  private readonly known: (meta: string) => unknown;

  /** @param known the value of a metavariable, where it has one. */
  constructor(g: Generator, known: (meta: string) => unknown = () => undefined) {
    this.g = g;
    this.known = known;
  }

  /** @returns undefined where a call in it has no value. */
  build(p: Pattern): unknown {
    if (isMeta(p)) return this.known(p.meta) ?? this.unknownFor(p);
    if (isCall(p)) {
      const args = p.args.map((a) => this.build(a));
      return args.includes(undefined) ? undefined : this.g.compute(p.call, args, p.call.info.result);
    }
    if (isGround(p)) return p;
    const { grammar } = this.g;
    const info = grammar.constructors.get((p as Term).tag);
    const parts = (info?.fields ?? []).map(([f]) =>
      this.build((p as unknown as Record<string, Pattern>)[f] as Pattern),
    );
    if (info === undefined || parts.includes(undefined)) return undefined;
    return parts.some((x) => x instanceof Symbolic) ? new Open(info, parts) : grammar.makers.get(info.tag)?.(...parts);
  }

  private unknownFor(m: Metavariable): Unknown {
    let u = this.unknowns.get(m.meta);
    if (u === undefined) this.unknowns.set(m.meta, (u = unknownLike(this.g, m)));
    return u;
  }
}

/** An unknown for a metavariable: of one that stands for values, it is seen early what is none. */
export function unknownLike(
  g: Generator,
  { meta, sort, restriction }: Metavariable,
  role = [...meta][0] as string,
): Unknown {
  return restriction?.name === 'value'
    ? g.unknownOf(sort, role, { parts: (tag) => partsOfValue(g.grammar, tag), holds: restriction.holds })
    : g.unknown(sort, role);
}

/** The arguments of a goal for generation. */
export function unknownsFor(g: Generator, patterns: readonly Pattern[]): readonly unknown[] {
  const goal = new Goal(g);
  return patterns.map((p) => goal.build(p));
}

/** The rules that may conclude a judgement of such arguments, as far as constructors show. */
export const rulesFor = (system: System, form: Form, args: readonly Pattern[]): readonly Rule[] =>
  [...system.rules.values()].filter(
    ({ conclusion, chosen }) =>
      conclusion.judgement.name === form.name &&
      chosen.length === 0 &&
      args.every((a, i) => compatible(system.grammar, a, conclusion.args[i] as Pattern)),
  );

/**
 * What the main input of a judgement has to look like for a rule to conclude it: the patterns of the rules whose
 * other arguments fit, where each of them says more than that it is there.
 * @param args the arguments that are wanted; the main one is not looked at.
 */
export function shapesFor(system: System, form: Form, args: readonly Pattern[]): readonly Pattern[] {
  const any: Pattern = { meta: 'any', sort: form.inputs[form.main] as string, restriction: undefined };
  const wanted = args.map((a, i) => (i === form.main ? any : a));
  const shapes = rulesFor(system, form, wanted).map(({ conclusion }) => conclusion.args[form.main] as Pattern);
  return shapes.every((p) => !isMeta(p) && !isCall(p) && saysMore(p)) ? shapes : [];
}

/** Whether something in it besides its own constructor is known. */
const saysMore = (p: Pattern): boolean =>
  typeof p === 'object' &&
  !Array.isArray(p) &&
  Object.values(p).some((q) => typeof q === 'object' && !isMeta(q as Pattern) && !isCall(q as Pattern));
