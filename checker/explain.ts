/**
 * explain: why a judgement does not hold, from what a failed search kept: the rules that came nearest, how far each
 * got, and the premise or side condition that failed. Failures are recorded while searching; nothing is run again.
 */
import type { Pattern } from '../semantics/symbols.ts';
import type { Premise } from '../rules/rule.ts';
import type { Attempt, Failure } from './derive.ts';

/** One goal on the way to the failure, and the rule that came nearest to it; none when no rule fits its inputs. */
export interface Level {
  readonly goal: Failure;
  readonly attempt: Attempt | undefined;
}

/** How far an attempt got: to which premise, and whether it began to derive it. */
const reach = (a: Attempt): number => 2 * a.premise + (a.cause === undefined ? 0 : 1);

/** The attempt that got furthest; of several, the last one. */
export const nearest = (f: Failure): Attempt | undefined =>
  f.attempts.reduce<Attempt | undefined>(
    (best, a) => (best !== undefined && reach(best) > reach(a) ? best : a),
    undefined,
  );

/** From the goal asked to the one that fails for itself, following the nearest rules. */
export function chain(failure: Failure): Level[] {
  const levels: Level[] = [];
  for (let f: Failure | undefined = failure; f !== undefined;) {
    const attempt = nearest(f);
    levels.push({ goal: f, attempt });
    f = attempt?.cause;
  }
  return levels;
}

/** The premise an attempt failed at; undefined when an output of its conclusion is not defined. */
export const failedPremise = (a: Attempt): Premise | undefined => a.rule.premises[a.premise]?.premise;

/** What a metavariable of the attempted rule stood for. */
export const valueOf = (a: Attempt, meta: string): unknown => a.env[a.rule.metas.indexOf(meta)];

/** How values and patterns are to be shown. */
export interface TermTexts {
  /** A ground value of a sort, on one line. */
  value(sort: string, x: unknown): string;
  /** A pattern with the metavariables that have values replaced by them. */
  pattern(p: Pattern | Premise, lookup: (meta: string) => unknown): string;
}

/** An explanation as a tree, for people and for JSON. */
export interface Explanation {
  readonly judgement: string;
  readonly goal: string;
  /** The rules that came nearest, the nearest one first. */
  readonly rules: readonly {
    readonly rule: string;
    /** Which premise failed, from 1, and how many there are. */
    readonly premise: number;
    readonly of: number;
    readonly failed: string;
    readonly got: string | null;
    readonly because: Explanation | null;
  }[];
  /** Levels of the same judgement left out between this goal and the next one. */
  readonly skipped: number;
}

/**
 * The explanation of a failure. Between the first and the last level of a run of the same judgement, levels are left
 * out (and counted), so that a deep term does not repeat the same sentence.
 */
export function explain(failure: Failure, termTexts: TermTexts): Explanation {
  const levels = chain(failure);
  const kept = levels.filter((l, i) => {
    const same = (k: number) => levels[k]?.goal.judgement === l.goal.judgement;
    return i === 0 || i === levels.length - 1 || !same(i - 1) || !same(i + 1);
  });
  let inner: Explanation | null = null;
  for (let i = kept.length - 1; i >= 0; i--) {
    const level = kept[i] as Level;
    const next = kept[i + 1];
    const skipped = next ? levels.indexOf(next) - levels.indexOf(level) - 1 : 0;
    inner = explainLevel(level, skipped, inner, termTexts);
  }
  return inner as Explanation;
}

function explainLevel(
  { goal, attempt }: Level,
  skipped: number,
  because: Explanation | null,
  termTexts: TermTexts,
): Explanation {
  // Rules that failed at once, where another got further, say nothing.
  const others = goal.attempts.filter((a) => a !== attempt && (a.premise > 0 || attempt?.premise === 0));
  const ordered = attempt ? [attempt, ...others] : [];
  return {
    judgement: goal.judgement,
    goal: goal.inputs.map((x) => termTexts.value('', x)).join('; '),
    rules: ordered.map((a) => {
      const premise = failedPremise(a);
      const lookup = (meta: string) => valueOf(a, meta);
      return {
        rule: a.rule.rule.name,
        premise: a.premise + 1,
        of: a.rule.premises.length,
        failed: premise === undefined ? 'the conclusion is not defined' : termTexts.pattern(premise, lookup),
        got: a.got ? a.got.map((x) => termTexts.value('', x)).join('; ') : null,
        because: a === attempt ? because : null,
      };
    }),
    skipped,
  };
}

/** An explanation as lines of text, each level indented. */
export function lines(x: Explanation, indent = ''): string[] {
  const out = [`${indent}${x.judgement}: ${x.goal}`];
  if (x.rules.length === 0) out.push(`${indent}  no rule concludes this`);
  for (const r of x.rules) {
    const got = r.got === null ? '' : ` (got ${r.got})`;
    out.push(`${indent}  ${r.rule}: premise ${r.premise} of ${r.of} fails: ${r.failed}${got}`);
    if (r.because === null) continue;
    if (x.skipped > 0) out.push(`${indent}    … ${x.skipped} more of ${x.judgement} …`);
    out.push(...lines(r.because, `${indent}    `));
  }
  return out;
}
