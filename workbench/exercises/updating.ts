/**
 * Exercises about programs and updates: one that is refused, a place for update points, a transformer. They are of any calculus that has
 * updates, and takes its programs apart (`Editing`).
 */
import { isLeft, right, type Either } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../semantics/errors.ts';
import type { Reason, Waiting } from '../../checker/runs.ts';
import { calculi } from '../../proofs/calculi.ts';
import type { Editing, Language, RunReport, Updating } from '../../proofs/calculus.ts';
import type { PointExercise, RefusedExercise, TransformerExercise } from './format.ts';
import { notYet, solved, unreadable, type Finding, type Outcome } from './outcome.ts';

type Of = RefusedExercise | PointExercise | TransformerExercise;
type Errors = readonly LoadError[];

/** As many reductions are made of a run. */
const maxSteps = 100_000;

/** The language of an exercise, and what it says of updates: that it has some was asked when the exercise was read. */
interface Means extends Language<unknown> {
  readonly updates: Updating<unknown>;
  readonly editing: Editing<unknown>;
}

function meansOf({ calculus }: Of): Means {
  const language = calculi.find((c) => c.name === calculus)?.language;
  const updates = language?.updates;
  if (language === undefined || updates?.editing === undefined)
    throw new Error(`no updates are written in ${calculus}`);
  return { ...language, updates, editing: updates.editing };
}

const runOf = (x: Of, program: unknown, queue: readonly Waiting[], check = x.check): RunReport =>
  meansOf(x).run(program, { queue, check, choices: x.choices, maxSteps });

const reasonFinding = (r: Reason, where: string): Finding => ({
  code: r.code,
  message: `${where}${r.code}: ${r.message}`,
  ...(r.line === undefined || r.column === undefined || !/^(answer|update)/.test(r.file ?? '')
    ? {}
    : { line: r.line, column: r.column }),
});

const ofForm = (r: Reason): boolean => r.code.startsWith('U-');

const reasonsAt = (reasons: readonly Reason[], where: string): Finding[] => reasons.map((r) => reasonFinding(r, where));

/** The texts of the exercise are known to load: that is what `solvable` asks first. */
function given(x: Of): unknown {
  const loaded = meansOf(x).load(x.program, 'program');
  if (isLeft(loaded)) throw new Error('the program of the exercise does not load');
  return loaded.right;
}

/** An update that is refused, at the update points and for the reasons that are asked. */
export function gradeRefused(x: RefusedExercise, answer: string): Outcome {
  const { updates, editing } = meansOf(x);
  const read = updates.read(answer, 'answer');
  if (isLeft(read)) return unreadable(read.left);
  const findings: Finding[] = [];
  const changed = editing.changes(read.right);
  for (const t of x.changes)
    if (!changed.includes(t)) findings.push({ code: 'changes', message: `the update has to change the type ${t}` });
  const loaded = given(x);
  const queue = [read.right];
  const run = runOf(x, loaded, queue);
  const [update] = run.updates;
  const at = x.at ?? 1;
  const refusals = update?.refusals ?? [];
  const wanted = x.at === null ? refusals : refusals.filter((r) => r.point === x.at);
  const { applied } = update ?? { applied: null };
  if (applied !== null && (x.at === null || applied.point <= at))
    findings.push({ code: 'applied', message: `it is applied at update point ${applied.point}` });
  else if (wanted.length === 0)
    findings.push({
      code: 'points',
      message: `the run has ${run.points} update points: it does not come to point ${at}`,
    });
  for (const r of wanted) {
    const form = r.reasons.filter(ofForm);
    const asked = r.reasons.some((q) => (x.because.length === 0 ? !ofForm(q) : x.because.includes(q.code)));
    if (x.because.length === 0 && form.length > 0) findings.push(...reasonsAt(form, ''));
    else if (!asked) findings.push(...reasonsAt(r.reasons, `refused at update point ${r.point}, but because of `));
    if (findings.length > 0) break;
  }
  if (findings.length === 0 && x.admitted !== null) {
    const other = runOf(x, loaded, queue, x.admitted).updates[0];
    if (!other?.applied)
      findings.push(
        { code: 'admitted', message: `the ${x.admitted} check has to admit it somewhere` },
        ...reasonsAt(other?.refusals.at(-1)?.reasons ?? [], `under the ${x.admitted} check: `),
      );
  }
  return findings.length === 0 ? solved : notYet(findings);
}

/** What of an answer is not as it was given. */
function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Finding[] {
  const told = (name: string, what: string): Finding => ({ code: 'changed', message: `${name} ${what}` });
  return [
    ...[...before].flatMap(([name, text]) =>
      after.get(name) === text ? [] : [told(name, after.has(name) ? 'has to stay as it is' : 'is missing')],
    ),
    ...[...after.keys()].filter((name) => !before.has(name)).map((name) => told(name, 'was not there')),
  ];
}

/** What came of the updates of a run, and of its value. */
function runFindings(run: RunReport, value: string | null, what: string): Finding[] {
  const findings: Finding[] = [];
  for (const u of run.updates) {
    if (u.applied) continue;
    const last = u.refusals.at(-1);
    if (last === undefined)
      findings.push({
        code: 'not-tried',
        message: `${what}${u.update} is not tried: the run comes to no update point for it`,
      });
    else findings.push(...reasonsAt(last.reasons, `${what}${u.update} is refused at update point ${last.point}: `));
    return findings;
  }
  if (run.outcome === 'out-of-fuel')
    findings.push({ code: 'endless', message: `${what}the run does not end within ${maxSteps} steps` });
  else if (run.outcome === 'stuck') findings.push({ code: 'stuck', message: `${what}the run gets stuck` });
  else if (run.outcome === 'deadlock')
    findings.push({ code: 'deadlock', message: `${what}in the end all wait for one another` });
  else if (value !== null && run.value !== value)
    findings.push({ code: 'value', message: `${what}the value is ${run.value ?? 'none'}, not ${value}` });
  return findings;
}

function readQueue(x: PointExercise): Either<Errors, Waiting[]> {
  const queue: Waiting[] = [];
  for (const [i, text] of x.updates.entries()) {
    const read = meansOf(x).updates.read(text, `update ${i + 1}`);
    if (isLeft(read)) return read;
    queue.push(read.right);
  }
  return right(queue);
}

/** A program to which update points were added, at which the updates are applied. */
export function gradePoint(x: PointExercise, answer: string): Outcome {
  const { load, editing } = meansOf(x);
  const loaded = load(answer, 'answer');
  if (isLeft(loaded)) return unreadable(loaded.left);
  const before = editing.outline(given(x));
  const after = editing.outline(loaded.right);
  const findings = differences(before.parts, after.parts);
  const added = after.points - before.points;
  if (findings.length === 0 && added <= 0 && x.most > 0)
    findings.push({ code: 'points', message: 'no update point is added' });
  if (added > x.most)
    findings.push({ code: 'points', message: `${added} update points are added; at most ${x.most} may be` });
  if (findings.length > 0) return notYet(findings);
  const queue = readQueue(x);
  if (isLeft(queue)) throw new Error('an update of the exercise cannot be read');
  const of = runFindings(runOf(x, loaded.right, queue.right), x.value, '');
  return of.length === 0 ? solved : notYet(of);
}

/** The program of an exercise with another expression. */
function withMain(x: TransformerExercise, text: string | null): Either<Errors, unknown> {
  const { load, editing } = meansOf(x);
  const loaded = load(x.program, 'program');
  return isLeft(loaded) || text === null ? loaded : editing.withMain(loaded.right, text);
}

/** An update whose transformer does what is asked, in each of the runs. */
export function gradeTransformer(x: TransformerExercise, answer: string): Outcome {
  const { updates, editing } = meansOf(x);
  const read = updates.read(answer, 'answer');
  if (isLeft(read)) return unreadable(read.left);
  const start = updates.read(x.update, 'update');
  if (isLeft(start)) throw new Error('the update of the exercise cannot be read');
  const without = (all: ReadonlyMap<string, string>) =>
    new Map([...all].filter(([name]) => x.write.length > 0 && !x.write.includes(name)));
  const findings = differences(without(editing.parts(start.right)), without(editing.parts(read.right)));
  if (findings.length > 0) return notYet(findings);
  for (const r of x.runs.length > 0 ? x.runs : [{ in: null, value: null }]) {
    const loaded = withMain(x, r.in);
    if (isLeft(loaded)) throw new Error('a run of the exercise does not load');
    const of = runFindings(runOf(x, loaded.right, [read.right]), r.value, r.in === null ? '' : `with ${r.in}: `).map(
      (f) => ({ ...f, message: f.message.replace('answer is', 'the update is') }),
    );
    if (of.length > 0) return notYet(of);
  }
  return solved;
}

/** What is wrong with the texts that an exercise gives; its `file` is the field. */
export function givenProblems(x: Of): Errors {
  const inField = (field: string, errors: Errors) => errors.map((e) => ({ ...e, file: field }));
  const { load, updates } = meansOf(x);
  const program = load(x.program, 'program');
  const out: LoadError[] = isLeft(program) ? inField('program', program.left) : [];
  if (x.kind === 'point')
    for (const [i, text] of x.updates.entries()) {
      const read = updates.read(text, 'update');
      if (isLeft(read)) out.push(...inField(`updates.${i}`, read.left));
    }
  else {
    // The text that one begins with may be unfinished where all of it is to be written.
    const read = updates.read(x.update, 'update');
    if (isLeft(read) && x.kind === 'transformer') out.push(...inField('update', read.left));
  }
  if (x.kind === 'transformer' && out.length === 0)
    for (const [i, r] of x.runs.entries()) {
      const loaded = withMain(x, r.in);
      if (isLeft(loaded)) out.push(...inField(`runs.${i}.in`, loaded.left));
    }
  return out;
}
