/** Why a judgement on code does not hold, as an error with a place: for calculi without words of their own. */
import { loadError, type LoadError } from '../semantics/errors.ts';
import type { Grammar, Term } from '../semantics/grammar.ts';
import { positionOf, type Position } from '../semantics/positions.ts';
import { isInstance } from '../rules/judgement.ts';
import type { System } from '../rules/system.ts';
import type { Attempt, Failure } from './derive.ts';
import { chain, failedPremise, valueOf, type Level, type TermTexts } from './explain.ts';

const behind = new WeakMap<LoadError, Failure>();

/** The failed search that an error tells of; undefined for errors of reading. */
export const failureBehind = (e: LoadError): Failure | undefined => behind.get(e);

/** Keeps the failed search with the error that tells of it. */
export function withFailure(e: LoadError, failure: Failure): LoadError {
  behind.set(e, failure);
  return e;
}

/** Where a term stands in the source: its own place, or that of the first of its parts, in the order of its fields, that has one. */
export function placeIn(g: Grammar, term: unknown): Position | undefined {
  const stack: unknown[] = [term];
  for (let n = 0; stack.length > 0 && n < 10_000; n++) {
    const at = stack.pop();
    const p = positionOf(at);
    if (p) return p;
    if (typeof at !== 'object' || at === null || !('tag' in at)) continue;
    const fields = g.constructors.get((at as Term).tag)?.fields ?? [];
    for (const [field] of [...fields].reverse()) stack.push((at as unknown as Record<string, unknown>)[field]);
  }
  return undefined;
}

/** An attempt that came as far as the nearest one, and failed at a premise that was derived with another result than asked. */
const otherResult = ({ goal, attempt }: Level): Attempt | undefined =>
  goal.attempts.find((a) => a.got !== undefined && a.got.length > 0 && a.premise >= (attempt?.premise ?? 0));

/**
 * The failure in a sentence: the rule that came nearest, its premise, and what was found where something else was asked.
 * Its place is that of the innermost term with one that the failed judgements are about.
 */
export function tellFailure(system: System, failure: Failure, file: string, termTexts: TermTexts): LoadError {
  const all = chain(failure);
  // Where a premise has been derived with another result, what was tried besides says nothing.
  const found = all.findIndex((l) => otherResult(l) !== undefined);
  const levels = found < 0 ? all : all.slice(0, found + 1);
  const last = levels.at(-1) as Level;
  const attempt = otherResult(last) ?? (last.attempt === undefined ? levels.at(-2) : last)?.attempt;
  const mainOf = (judgement: string, args: readonly unknown[]) =>
    args[system.judgements.find((j) => j.name === judgement)?.main ?? 0];
  const subjects = levels.map((l) => mainOf(l.goal.judgement, l.goal.inputs));
  const premise = attempt && failedPremise(attempt);
  let message = `no rule of ${failure.judgement} concludes this`;
  if (attempt !== undefined) {
    const lookup = (meta: string) => valueOf(attempt, meta);
    const said = premise === undefined ? 'the conclusion is not defined' : termTexts.pattern(premise, lookup);
    const got = attempt.got?.map((x) => termTexts.value('', x)).join('; ');
    message = got === undefined || got === '' ? `${said} does not hold` : `${said} is asked; it is ${got}`;
    // What a premise was asked of is nearer to what is wrong than what its rule concludes.
    if (premise !== undefined && isInstance(premise) && attempt.got !== undefined) {
      const main = premise.args[premise.judgement.main];
      if (typeof main === 'object' && 'meta' in main) subjects.push(lookup(main.meta));
    }
  }
  const position = subjects.reduceRight<Position | undefined>((p, x) => p ?? placeIn(system.grammar, x), undefined);
  return withFailure(loadError('type', message, position, file, attempt?.rule.rule.name ?? null), failure);
}
