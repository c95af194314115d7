/**
 * Exercises about what a system does: a run that is to be made, a property that is to be found, an update that is to be
 * repaired. They are of any calculus whose programs are explored.
 */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import { check } from '../../checker/explore/check.ts';
import { labelText } from '../../checker/explore/export.ts';
import { parseProperties, type Property } from '../../checker/explore/parse.ts';
import { resolve } from '../../checker/explore/resolve.ts';
import { Space } from '../../checker/explore/space.ts';
import type { TransitionSystem } from '../../checker/explore/system.ts';
import { wrongWith } from '../../checker/explore/witness.ts';
import { calculusNamed, findVariant } from '../../proofs/calculi.ts';
import { choicesOf, exploring, requestOf, updatesWithin } from '../explore/request.ts';
import { endingAt, readRun } from '../explore/stepping.ts';
import { behind, linesOf } from './behind.ts';
import type { PropertyExercise, RunExercise, SystemExercise } from './format.ts';
import { notYet, solved, unreadable, type Finding, type Outcome } from './outcome.ts';

type Choices = Readonly<Record<string, string>>;
type Of = RunExercise | PropertyExercise | SystemExercise;
type Errors = readonly LoadError[];

/** States of a system that an exercise may be about: an answer is graded while somebody waits. */
const mostStates = 50_000;

const fileOf = ({ calculus }: Of): string => `program${calculusNamed(calculus)?.language?.endings[0] ?? ''}`;

/** The rules of the variant that an exercise names. */
function rulesOf({ calculus, variant }: Of) {
  const c = calculusNamed(calculus);
  return c === undefined || variant === null ? undefined : findVariant(c, variant)?.system;
}

/** A program as a system; errors are in the fields of the exercise. */
function systemOf(
  x: Of,
  updates: readonly string[],
  choices: Choices,
  updateField: string,
): Either<Errors, TransitionSystem> {
  const file = fileOf(x);
  const calculus = exploring(file);
  const rules = rulesOf(x);
  const by = rules === undefined ? { choices } : { choices, rules };
  if (calculus !== undefined && updatesWithin(calculus)) {
    const text = behind(x.program, updates);
    const r = requestOf({ program: { file, text }, updates: [], fresh: [], properties: [], ...by });
    if (!isLeft(r)) return right(r.right.updated);
    const lines = linesOf(x.program);
    const inUpdate = (e: LoadError) => updates.length > 0 && (e.line ?? 0) > lines;
    return left(
      r.left.map((e) =>
        inUpdate(e) ? { ...e, file: updateField, line: (e.line as number) - lines } : { ...e, file: 'program' },
      ),
    );
  }
  const names = updates.map((_, i) => `${updateField} ${i}`);
  const r = requestOf({
    program: { file, text: x.program },
    updates: updates.map((text, i) => ({ file: names[i] as string, text })),
    fresh: [],
    properties: [],
    ...by,
  });
  if (!isLeft(r)) return right(r.right.updated);
  return left(r.left.map((e) => ({ ...e, file: names.includes(e.file) ? updateField : 'program' })));
}

/** The properties of a text, whose names mean something in a system. */
function propertiesIn(system: TransitionSystem, text: string, file: string): Either<Errors, readonly Property[]> {
  const parsed = parseProperties(text, file, system.events);
  if (isLeft(parsed)) return parsed;
  const wrong = parsed.right.flatMap((p) => {
    const r = resolve(p.formula, system);
    return isLeft(r) ? r.left : [];
  });
  return wrong.length > 0 ? left(wrong) : parsed;
}

const none = (field: string, message: string): LoadError => ({
  ...loadError('parse', message, undefined, field),
  line: 1,
  column: 1,
});

/** What is wrong with choices: names and values that the calculus does not have. */
function choiceProblems(x: Of, field: string, choices: Choices): Errors {
  const calculus = exploring(fileOf(x));
  if (calculus === undefined) return [none('calculus', 'programs of this calculus are not explored')];
  const known = choicesOf(calculus);
  return Object.entries(choices).flatMap(([name, value]) => {
    const choice = known.find((c) => c.name === name);
    if (choice === undefined)
      return [none(field, `there is no choice ${name}; there are ${known.map((c) => c.name).join(', ')}`)];
    return choice.values?.includes(value) === false
      ? [none(field, `${name} is one of ${choice.values.join(', ')}, not ${value}`)]
      : [];
  });
}

/** What is wrong with what an exercise gives; `file` says in which field. */
export function spaceProblems(x: Of): Errors {
  const all: readonly (readonly [string, Choices])[] =
    x.kind === 'property'
      ? [...x.holds.map((c) => ['holds', c] as const), ...x.fails.map((c) => ['fails', c] as const)]
      : [['choices', x.choices]];
  const wrong = all.flatMap(([field, c]) => choiceProblems(x, field, c));
  if (wrong.length > 0) return wrong;
  if (x.variant !== null && rulesOf(x) === undefined)
    return [none('variant', `${x.calculus} has no variant ${x.variant}`)];
  const updates = x.kind === 'system' ? [] : x.updates;
  const system = systemOf(x, updates, all[0]?.[1] ?? {}, 'updates.0');
  if (isLeft(system)) return system.left;
  if (x.kind === 'property') {
    if (x.holds.length === 0 || x.fails.length === 0)
      return [none('fails', 'holds and fails have one choice each at least')];
    return [];
  }
  if (x.kind === 'system') return [];
  const goal = propertiesIn(system.right, `reachable ${x.goal}`, 'goal');
  return isLeft(goal) ? goal.left : [];
}

/** The place of a word in a text. */
function placeOf(text: string, word: number): { readonly line: number; readonly column: number } {
  const at = [...text.matchAll(/[^\s,]+/g)][word]?.index ?? 0;
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** Whether a run is one, and leads to where the goal holds. */
export function gradeRun(x: RunExercise, answer: string): Outcome {
  const system = systemOf(x, x.updates, x.choices, 'updates.0');
  if (isLeft(system)) throw new Error('the program of the exercise cannot be read');
  const run = readRun(system.right, answer);
  if (isLeft(run)) return notYet([{ code: 'step', message: run.left.message, ...placeOf(answer, run.left.word) }]);
  const goal = propertiesIn(system.right, `reachable ${x.goal}`, 'goal');
  if (isLeft(goal)) throw new Error('the goal of the exercise cannot be read');
  const trace = { prefix: run.right.steps, cycle: [] };
  if (wrongWith(system.right, goal.right[0] as Property, trace) === undefined) return solved;
  const last = run.right.states.at(-1);
  const end = last === undefined ? null : endingAt(system.right, last);
  const message =
    end === null
      ? `${x.goal} does not hold yet, and the run can go on`
      : `the run is over (${end}), and ${x.goal} does not hold`;
  return notYet([{ code: end ?? 'unfinished', message }]);
}

const chosen = (choices: Choices): string =>
  Object.entries(choices)
    .map(([k, v]) => `${k} ${v}`)
    .join(', ') || 'as usual';

/** What a property comes to in a system; a run that it fails by is told. */
function against(system: TransitionSystem, property: Property): { readonly verdict: string; readonly run: string } {
  const space = new Space(system, { limit: mostStates }).explore();
  const checked = check(space, property);
  if (isLeft(checked)) throw new Error('a property that was read means nothing');
  const { verdict, run } = checked.right;
  const labels = run === null ? [] : space.labelled([...run.path.labels, ...run.cycle.labels]);
  const told = labels.filter((l) => l.event !== undefined).map(labelText);
  return { verdict, run: told.slice(0, 12).join(', ') + (told.length > 12 ? ', …' : '') };
}

/** Whether a property holds of some systems and fails of others. */
export function gradeProperty(x: PropertyExercise, answer: string): Outcome {
  const findings: Finding[] = [];
  for (const [wanted, list] of [
    ['holds', x.holds],
    ['fails', x.fails],
  ] as const)
    for (const choices of list) {
      const system = systemOf(x, x.updates, choices, 'updates.0');
      if (isLeft(system)) throw new Error('the program of the exercise cannot be read');
      const read = propertiesIn(system.right, answer, 'answer');
      if (isLeft(read)) return unreadable(read.left);
      const [property, ...others] = read.right;
      if (property === undefined || others.length > 0)
        return notYet([{ code: 'one', message: `one property is asked for, not ${read.right.length}` }]);
      const { verdict, run } = against(system.right, property);
      if (verdict !== wanted)
        findings.push({
          code: wanted,
          message: `with ${chosen(choices)} it ${verdict === 'unknown' ? 'is unknown' : verdict}${run === '' ? '' : ` (${run})`}; it should be one that ${wanted}`,
        });
    }
  return findings.length > 0 ? notYet(findings) : solved;
}

/** Whether a program with the update that was written has all the properties. */
export function gradeSystem(x: SystemExercise, answer: string): Outcome {
  const system = systemOf(x, [answer], x.choices, 'answer');
  if (isLeft(system)) return unreadable(system.left);
  const read = propertiesIn(system.right, x.properties, 'properties');
  // An update that does not bring what the properties speak of is one that does not do what is asked.
  if (isLeft(read)) return notYet(read.left.map((e) => ({ code: 'scope', message: e.message })));
  const findings: Finding[] = read.right.flatMap((p) => {
    const { verdict, run } = against(system.right, p);
    if (verdict === 'holds') return [];
    return [{ code: p.name ?? p.kind, message: `${p.name ?? p.text}: ${verdict}${run === '' ? '' : ` (${run})`}` }];
  });
  const refused = [...new Set((system.right.refused?.() ?? []).flat())];
  const because =
    findings.length > 0 && refused.length > 0
      ? [{ code: refused[0] as string, message: `somewhere the update is refused: ${refused.join(', ')}` }]
      : [];
  if (findings.length === 0) return solved;
  const failing = read.right.filter((p) => findings.some((f) => f.code === (p.name ?? p.kind)));
  const remarks = (system.right.remarks?.() ?? [])
    .filter(({ atom }) => atom === undefined || failing.some((p) => p.text.includes(`${atom}(`)))
    .map(({ code, message }) => ({ code, message }));
  return notYet([...findings, ...because, ...remarks]);
}
