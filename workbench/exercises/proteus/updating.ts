/** Exercises about programs and updates: one that is refused, a place for update points, a transformer. */
import { isLeft, right, type Either } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../../semantics/errors.ts';
import { keys } from '../../../semantics/maps.ts';
import { homomorphism } from '../../../semantics/structural.ts';
import {
  make,
  proteus as grammar,
  type Binding,
  type Expr,
  type Item,
  type Items,
  type Program,
} from '../../../semantics/proteus/grammar.ts';
import { metas } from '../../../semantics/proteus/metas.ts';
import { itemList, updateOf } from '../../../semantics/proteus/programs.ts';
import { children, type Node } from '../../../semantics/proteus/substitution.ts';
import { withExpression } from '../../../semantics/proteus/updates.ts';
import { expressionOf } from '../../../semantics/proteus/heaps.ts';
import { parseExpr, parseProgram, parseUpdate, printExpr, printItem } from '../../../semantics/proteus/syntax/index.ts';
import { proteus } from '../../../rules/proteus/system.ts';
import { load, loadProgram, type Loaded } from '../../../checker/proteus/load.ts';
import { innerOf } from '../../../semantics/proteus/programs.ts';
import type { Reason } from '../../../checker/runs.ts';
import { fast, runWith, type Queued, type RunOutcome } from '../../../checker/proteus/run.ts';
import type { PointExercise, RefusedExercise, TransformerExercise } from '../format.ts';
import { notYet, solved, unreadable, type Finding, type Outcome } from '../outcome.ts';

/** As many reductions are made of a run. */
const maxSteps = 100_000;

const runOf = (loaded: Loaded, queue: readonly Queued[], check: 'dynamic' | 'static'): RunOutcome =>
  runWith(proteus, fast(proteus, loaded.config), queue, { check, maxSteps, flows: loaded.flows });

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
function given(text: string): Loaded {
  const loaded = load(text, 'program');
  if (isLeft(loaded)) throw new Error('the program of the exercise does not load');
  return loaded.right;
}

/** An update that is refused, at the update points and for the reasons that are asked. */
export function gradeRefused(x: RefusedExercise, answer: string): Outcome {
  const items = parseUpdate(answer, 'answer');
  if (isLeft(items)) return unreadable(items.left);
  const findings: Finding[] = [];
  const changed = keys(updateOf.compute(items.right).changed);
  for (const t of x.changes)
    if (!changed.includes(t)) findings.push({ code: 'changes', message: `the update has to change the type ${t}` });
  const loaded = given(x.program);
  const queue = [{ file: 'answer', items: items.right }];
  const run = runOf(loaded, queue, x.check);
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
    const other = runOf(loaded, queue, x.admitted).updates[0];
    if (!other?.applied)
      findings.push(
        { code: 'admitted', message: `the ${x.admitted} check has to admit it somewhere` },
        ...reasonsAt(other?.refusals.at(-1)?.reasons ?? [], `under the ${x.admitted} check: `),
      );
  }
  return findings.length === 0 ? solved : notYet(findings);
}

const { e, τ, Δ } = metas;
/** An expression without the update points that stand before something. */
const withoutPoints = homomorphism<Expr, []>(
  grammar,
  ['Expr', 'Fields'],
  {
    name: 'withoutPoints',
    args: ['Expr'],
    text: '{0} without update points',
    sentence: 'an expression without the update points that stand before something',
  },
  (self) => [[self(make.Expr.Let('_', τ, make.Expr.Update(Δ), e)), self(e)]],
);

const countPoints = (root: Expr): number => {
  let n = 0;
  const stack: Node[] = [root];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at.tag === 'Update') n++;
    stack.push(...children(at));
  }
  return n;
};

/** A program without its update points, as text, definition by definition; and how many it has. */
function outlineOf(p: Program): { readonly parts: ReadonlyMap<string, string>; readonly points: number } {
  let points = 0;
  const parts = new Map<string, string>();
  const stripped = (body: Expr): Expr => {
    points += countPoints(body);
    return withoutPoints.compute(body);
  };
  const binding = (b: Binding): Binding => withExpression(b, stripped(expressionOf(b)));
  for (const i of itemList(p.items)) {
    if (i.tag === 'BindItem') parts.set(i.z, printItem(make.Item.BindItem(i.z, binding(i.binding))));
    else if (i.tag === 'TypeItem') parts.set(`type ${i.t}`, printItem(i));
  }
  parts.set('the expression', printExpr(stripped(p.e)));
  return { parts, points };
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
function runFindings(run: RunOutcome, value: string | null, what: string): Finding[] {
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
  else if (value !== null) {
    const got = printExpr(run.config.e);
    if (got !== value) findings.push({ code: 'value', message: `${what}the value is ${got}, not ${value}` });
  }
  return findings;
}

function readQueue(texts: readonly string[]): Either<readonly LoadError[], Queued[]> {
  const queue: Queued[] = [];
  for (const [i, text] of texts.entries()) {
    const file = `update ${i + 1}`;
    const items = parseUpdate(text, file);
    if (isLeft(items)) return items;
    queue.push({ file, items: items.right });
  }
  return right(queue);
}

/** A program to which update points were added, at which the updates are applied. */
export function gradePoint(x: PointExercise, answer: string): Outcome {
  const read = parseProgram(answer, 'answer');
  if (isLeft(read)) return unreadable(read.left);
  const loaded = loadProgram(read.right, 'answer');
  if (isLeft(loaded)) return unreadable(loaded.left);
  const before = outlineOf(given(x.program).source);
  const after = outlineOf(loaded.right.source);
  const findings = differences(before.parts, after.parts);
  const added = after.points - before.points;
  if (findings.length === 0 && added <= 0 && x.most > 0)
    findings.push({ code: 'points', message: 'no update point is added' });
  if (added > x.most)
    findings.push({ code: 'points', message: `${added} update points are added; at most ${x.most} may be` });
  if (findings.length > 0) return notYet(findings);
  const queue = readQueue(x.updates);
  if (isLeft(queue)) throw new Error('an update of the exercise cannot be read');
  const of = runFindings(runOf(loaded.right, queue.right, x.check), x.value, '');
  return of.length === 0 ? solved : notYet(of);
}

const nameOf = (i: Item): string => {
  const inner = innerOf(i);
  return inner.tag === 'BindItem' ? inner.z : inner.tag === 'AddItem' ? '' : `type ${inner.t}`;
};

const partsOf = (items: Items): ReadonlyMap<string, string> =>
  new Map(itemList(items).map((i) => [nameOf(i), printItem(i)]));

/** The program of an exercise with another expression. */
function withMain(program: string, text: string | null): Either<readonly LoadError[], Loaded> {
  const read = parseProgram(program, 'program');
  if (isLeft(read) || text === null) return isLeft(read) ? read : loadProgram(read.right, 'program');
  const main = parseExpr(text, 'in');
  return isLeft(main) ? main : loadProgram(make.Program.Program(read.right.items, main.right), 'program');
}

/** An update whose transformer does what is asked, in each of the runs. */
export function gradeTransformer(x: TransformerExercise, answer: string): Outcome {
  const items = parseUpdate(answer, 'answer');
  if (isLeft(items)) return unreadable(items.left);
  const start = parseUpdate(x.update, 'update');
  if (isLeft(start)) throw new Error('the update of the exercise cannot be read');
  const without = (all: ReadonlyMap<string, string>) =>
    new Map([...all].filter(([name]) => x.write.length > 0 && !x.write.includes(name)));
  const findings = differences(without(partsOf(start.right)), without(partsOf(items.right)));
  if (findings.length > 0) return notYet(findings);
  for (const r of x.runs.length > 0 ? x.runs : [{ in: null, value: null }]) {
    const loaded = withMain(x.program, r.in);
    if (isLeft(loaded)) throw new Error('a run of the exercise does not load');
    const of = runFindings(
      runOf(loaded.right, [{ file: 'answer', items: items.right }], x.check),
      r.value,
      r.in === null ? '' : `with ${r.in}: `,
    ).map((f) => ({ ...f, message: f.message.replace('answer is', 'the update is') }));
    if (of.length > 0) return notYet(of);
  }
  return solved;
}

/** What is wrong with the texts that an exercise gives; its `file` is the field. */
export function givenProblems(x: RefusedExercise | PointExercise | TransformerExercise): readonly LoadError[] {
  const inField = (field: string, errors: readonly LoadError[]) => errors.map((e) => ({ ...e, file: field }));
  const program = load(x.program, 'program');
  const out: LoadError[] = isLeft(program) ? inField('program', program.left) : [];
  if (x.kind === 'point')
    for (const [i, text] of x.updates.entries()) {
      const items = parseUpdate(text, 'update');
      if (isLeft(items)) out.push(...inField(`updates.${i}`, items.left));
    }
  else {
    // The text that one begins with may be unfinished where all of it is to be written.
    const items = parseUpdate(x.update, 'update');
    if (isLeft(items) && x.kind === 'transformer') out.push(...inField('update', items.left));
  }
  if (x.kind === 'transformer' && out.length === 0)
    for (const [i, r] of x.runs.entries()) {
      const loaded = withMain(x.program, r.in);
      if (isLeft(loaded)) out.push(...inField(`runs.${i}.in`, loaded.left));
    }
  return out;
}
