/** `mutandis explore`: the cases of another implementation with their properties, validity and traces; runs are replayed. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { allWell, reportJson, reportOn, type Exploring, type Report } from '../workbench/explore/report.ts';
import { requestOf, type Request, type Source } from '../workbench/explore/request.ts';
import { replayRuns, runsOf } from '../workbench/explore/runs.ts';
import { reportLines } from '../workbench/explore/report-lines.ts';
import { root } from './support.ts';

interface ExpectedProperty {
  readonly verdict: string;
  readonly traceLength: number | null;
}
interface ExpectedRun {
  readonly type: string;
  readonly policy: string;
  readonly offer: string;
  readonly states: number;
  readonly edges: number;
  readonly terminal: number;
  readonly deadlock: boolean;
  readonly outcomes: readonly unknown[];
  readonly refused: readonly (readonly string[])[];
  readonly properties?: readonly ExpectedProperty[];
  readonly valid?: string;
  readonly unexpected?: string;
}
interface Expected {
  readonly name: string;
  readonly observe?: readonly string[];
  readonly runs?: readonly ExpectedRun[];
  readonly error?: { readonly kind: string; readonly line: number | null; readonly column: number };
}

const folder = `${root}test/cases-threads/`;
const cases = readdirSync(folder)
  .filter((f) => f.endsWith('.expected.json'))
  .map((f) => JSON.parse(readFileSync(folder + f, 'utf8')) as Expected);

const source = (file: string): Source => ({ file, text: readFileSync(folder + file, 'utf8') });
const ifThere = (file: string): readonly Source[] => (existsSync(folder + file) ? [source(file)] : []);

function sources(name: string, choices: Readonly<Record<string, string>>) {
  const updates: Source[] = [];
  for (let i = 1; existsSync(`${folder}${name}.${i}.update`); i++) updates.push(source(`${name}.${i}.update`));
  return {
    program: source(`${name}.proteus`),
    updates,
    fresh: ifThere(`${name}.new.proteus`),
    properties: ifThere(`${name}.properties`),
    choices,
  };
}

const requested = (s: Parameters<typeof requestOf>[0]): Request => {
  const request = requestOf(s);
  if (isLeft(request)) throw new Error(request.left.map((e) => e.message).join('; '));
  return request.right;
};

const whole = { limit: 200_000, reduce: false, symmetric: false, observe: undefined } as const;
const report = (request: Request, options: Partial<Exploring> = {}): Promise<Report> =>
  reportOn(request, {
    ...whole,
    ...options,
    explore: async (space) => {
      space.explore();
      await Promise.resolve();
    },
  });

/** Spaces that printers put around fields. */
const tight = (x: unknown): unknown =>
  JSON.parse(JSON.stringify(x).replace(/\{ /g, '{').replace(/ \}/g, '}')) as unknown;
const sorted = (outcomes: readonly unknown[]): string[] =>
  (tight(outcomes) as Record<string, unknown>[])
    .map((o) => JSON.stringify(Object.fromEntries(Object.entries(o).sort(([a], [b]) => (a < b ? -1 : 1)))))
    .sort();

describe('the cases of another implementation', () => {
  const runs = cases.flatMap((c) => (c.runs ?? []).map((run) => ({ name: c.name, observe: c.observe, run })));
  test.each(
    runs.map(({ name, observe, run }) => [`${name}, ${run.policy}, ${run.offer}`, name, observe, run] as const),
  )('%s', async (_, name, observe, run) => {
    const { policy, offer } = run;
    const request = requested(sources(name, { policy, offer, transfer: 'lazy' }));
    const found = await report(request, { observe });
    const json = reportJson(request, found);
    expect(sorted(json.outcomes)).toEqual(sorted(run.outcomes));
    expect(json).toMatchObject({
      type: run.type,
      policy,
      offer,
      states: run.states,
      edges: run.edges,
      terminal: run.terminal,
      deadlock: run.deadlock,
      refused: run.refused,
      complete: true,
    });
    const properties = json.properties ?? [];
    expect(properties.map((p) => p.verdict)).toEqual((run.properties ?? []).map((p) => p.verdict));
    run.properties?.forEach((p, i) => {
      if (p.traceLength !== null) expect(properties[i]?.trace?.prefix).toHaveLength(p.traceLength);
    });
    expect(json.valid?.verdict).toBe(run.valid);
    expect(json.unexpected?.verdict).toBe(run.unexpected);

    // What was found is written down, and replayed from the file; a run with a step of another thread is none.
    const file = JSON.parse(JSON.stringify(runsOf(request, found, false))) as {
      runs: { prefix: { actor: string }[] }[];
    };
    const replayed = replayRuns(file, 'runs.json');
    if (isLeft(replayed)) throw new Error(replayed.left[0]?.message);
    expect(replayed.right.runs.filter((r) => r.wrong !== null)).toEqual([]);
    const first = file.runs.find((r) => r.prefix.length > 0);
    if (first === undefined) return;
    (first.prefix[0] as { actor: string }).actor = '9';
    const wrong = replayRuns(file, 'runs.json');
    if (isLeft(wrong)) throw new Error(wrong.left[0]?.message);
    expect(wrong.right.ok).toBe(false);
    expect(wrong.right.runs.find((r) => r.wrong !== null)?.wrong).toMatch(/^step 1, 9:.* is not possible there/);
  });

  test.each(cases.filter((c) => c.error).map((c) => [c.name, c] as const))('%s', (name, c) => {
    const request = requestOf(sources(name, { policy: 'all', offer: 'any', transfer: 'lazy' }));
    if (!isLeft(request)) throw new Error('it loads');
    expect(request.left[0]).toMatchObject({ kind: c.error?.kind, line: c.error?.line });
  });
});

const text = (program: string, updates: readonly string[], properties: string, choices: object = {}, fresh?: string) =>
  requested({
    program: { file: 'p.proteus', text: program },
    updates: updates.map((u, i) => ({ file: `p.${i + 1}.update`, text: u })),
    fresh: fresh === undefined ? [] : [{ file: 'p.new.proteus', text: fresh }],
    properties: properties === '' ? [] : [{ file: 'p.properties', text: properties }],
    choices: { policy: 'all', offer: 'any', transfer: 'lazy', ...choices },
  });

const gauge = `type celsius = int  var temp : celsius = 20  var out : int = 0
fun show (c : celsius) : int = c
fun warm (c : celsius) : celsius = if show c = 21 then 20 else 21
fun loop (i : int) : int = update; out := show !temp; temp := warm !temp; loop 0
in loop 0`;
const gaugeUpdate = (by: string, otherwise: string): string => `update type celsius = { deg : int } by wrap
fun show (c : celsius) : int = c.deg
fun warm (c : celsius) : celsius = ${otherwise}
add fun wrap (c : int) : { deg : int } = { deg = ${by} }`;
const gaugeNew = (
  otherwise: string,
): string => `type celsius = { deg : int }  var temp : celsius = { deg = 20 }  var out : int = 0
fun show (c : celsius) : int = c.deg
fun warm (c : celsius) : celsius = ${otherwise}
fun loop (i : int) : int = update; out := show !temp; temp := warm !temp; loop 0
in loop 0`;
const findsBack = 'if show c = 21 then { deg = 20 } else { deg = 21 }';
const keeps = 'if show c = 21 then { deg = 20 } else (if show c = 20 then { deg = 21 } else c)';
const counter = (next: string): string => `var n : int = 0
fun next (k : int) : int = ${next}
fun loop (i : int) : int = update; n := next !n; loop 0
in loop 0`;
const lockOrder = (second: string): string => `var a : int = 0  var b : int = 0
fun move (i : int) : int = ${second}
fun client (i : int) : int = update; move 0; client 0
in fork client 0; client 0`;
const ab = 'acquire a; acquire b; b := 0; a := 0';
const ba = 'acquire b; acquire a; a := 0; b := 0';
const pairs = (first: number): string => `var out : int = 0  var lock : int = 0
fun serve (i : int) : int = acquire lock; out := ${first}; out := ${first + 1}; lock := 0; update; serve 0
in fork (serve 0); serve 0`;
const pairsUpdate = `update fun serve (i : int) : int = acquire lock; out := 3; out := 4; lock := 0; update; serve 0`;

const told = async (request: Request, observe?: readonly string[]) => {
  const r = await report(request, { observe });
  return {
    verdicts: r.properties.map((p) => p.checked.verdict),
    ...(r.valid ? { valid: r.valid.verdict } : {}),
    ...(r.unexpected ? { unexpected: r.unexpected.trace ?? r.unexpected.verdict } : {}),
  };
};

describe('the examples of section 13', () => {
  test('b2: a transformer that doubles, and a program that keeps what it does not know', async () => {
    const properties = 'invariant out = 0 | out = 20 | out = 21  G F write(out) = 20';
    const found = await told(text(gauge, [gaugeUpdate('c * 2', keeps)], properties, {}, gaugeNew(keeps)), ['out']);
    expect(found).toMatchObject({ verdicts: ['fails', 'fails'], valid: 'fails' });
    expect(found.unexpected?.at(-1)).toBe('out := 40');
  });

  test('b14: the same transformer, and a program that finds back', async () => {
    const found = await told(text(gauge, [gaugeUpdate('c * 2', findsBack)], '', {}, gaugeNew(findsBack)), ['out']);
    expect(found).toMatchObject({ valid: 'holds' });
    expect(found.unexpected?.at(-1)).toBe('out := 40');
  });

  test('b3: a counter that does not find back from odd numbers', async () => {
    const next = 'if k = 2 then 0 else (if k = 3 then 1 else k + 2)';
    const update = `update fun next (k : int) : int = ${next}`;
    const found = await told(text(counter('if k = 3 then 0 else k + 1'), [update], '', {}, counter(next)), ['n']);
    expect(found).toEqual({ verdicts: [], valid: 'fails', unexpected: ['n := 1', 'n := 3'] });
  });

  test.each([
    ['barrier', ['holds', 'holds'], 'holds'],
    ['all', ['fails', 'fails'], 'fails'],
    ['interrupt', ['fails', 'fails'], 'fails'],
    ['versions', ['fails', 'fails'], 'fails'],
  ])('b5, %s: two locks, taken in another order', async (policy, verdicts, valid) => {
    const update = `update fun move (i : int) : int = ${ba}`;
    const request = text(lockOrder(ab), [update], 'invariant !deadlock  G F write(a)', { policy }, lockOrder(ba));
    expect(await told(request, ['a'])).toEqual({ verdicts, valid, unexpected: 'none' });
  });

  test.each([
    ['barrier', 'holds'],
    ['all', 'fails'],
    ['versions', 'fails'],
  ])('b6, %s: no old write after a new one', async (policy, verdict) => {
    const request = text(pairs(1), [pairsUpdate], 'G (write(out) = 3 -> G !write(out) = 1)', { policy }, pairs(3));
    const found = await told(request, ['out']);
    expect(found.verdicts).toEqual([verdict]);
    if (policy !== 'all') return;
    expect(found.valid).toBe('fails');
    expect(found.unexpected).toEqual(['out := 1', 'out := 2', 'out := 3', 'out := 4', 'out := 1']);
  });

  test('b8: fairness is what makes the waiting end', async () => {
    const wait = `var flag : int = 0  fun wait (i : int) : int = if !flag = 1 then 0 else wait 0  in fork (flag := 1); wait 0`;
    expect(await told(text(wait, [], 'F done  unfair F done'))).toEqual({ verdicts: ['holds', 'fails'] });
  });

  test('b9: a client that loads what it put is content with the old store, with the new one, and across the update', async () => {
    const client = `fun client (i : int) : int = put 7; update; (if load 0 = 7 then 0 else (bad := 1)); client 0  in client 0`;
    const old = `type entry = int  var slot : entry = 0  var bad : int = 0
fun put (x : int) : int = slot := x; 0  fun load (i : int) : int = !slot + 0  ${client}`;
    const fresh = `type entry = { val : int, hits : int }  var slot : entry = { val = 0, hits = 0 }  var bad : int = 0
fun put (x : int) : int = slot := { val = x, hits = 0 }; 0  fun load (i : int) : int = (!slot).val  ${client}`;
    const update = `update type entry = { val : int, hits : int } by lift
fun put (x : int) : int = slot := { val = x, hits = 0 }; 0
fun load (i : int) : int = (!slot).val
add fun lift (x : int) : { val : int, hits : int } = { val = x, hits = 0 }`;
    const content = 'invariant bad = 0';
    expect(await told(text(old, [], content))).toEqual({ verdicts: ['holds'] });
    expect(await told(text(fresh, [], content))).toEqual({ verdicts: ['holds'] });
    expect(await told(text(old, [update], content, {}, fresh), ['bad'])).toEqual({
      verdicts: ['holds'],
      valid: 'holds',
      unexpected: 'none',
    });
    const applied = await told(text(old, [update], 'reachable updated & at(0, load)'));
    expect(applied).toEqual({ verdicts: ['holds'] });
  });

  test('b12: every atom is true somewhere, and false somewhere', async () => {
    const atoms = [
      ...[
        'temp = 20',
        'temp != 20',
        'out < 21',
        'out > 20',
        'out <= 20',
        'out >= 21',
        'temp.deg = 21',
        'var(out) = 21',
      ],
      ...['pending(temp)', 'version >= 1', 'updated', 'threads <= 1', 'type celsius = { deg : int }', 'blocked(1)'],
      ...['finished(1)', 'at(0, update)', 'at(0, show)', 'step(0)', 'step(1)', 'rule(R-Upd)', 'write(out)', 'request'],
      ...['write(out) = 21', 'update', 'update(1)'],
    ];
    // The gauge, shown three times, and beside it a thread that waits for a lock.
    const program = `${gauge.replace('loop 0\nin loop 0', 'if i = 0 then 0 else loop (i - 1)').replace('type celsius', 'var lock : int = 1  type celsius')}
in fork (acquire lock; 0); loop 3; lock := 0`;
    const both = atoms.flatMap((a) => [`reachable ${a}`, `reachable !(${a})`]);
    const choices = { offer: 'arrive' };
    const { verdicts } = await told(text(program, [gaugeUpdate('c', findsBack)], both.join('\n'), choices));
    expect(verdicts.map((v, i) => `${both[i]}: ${v}`)).toEqual(both.map((b) => `${b}: holds`));
    // The ends that there are, and those that there are not.
    const ends = 'reachable done  reachable deadlock  reachable stuck';
    expect(await told(text(program, [], ends, choices))).toEqual({ verdicts: ['holds', 'fails', 'fails'] });
    const held = 'var lock : int = 1  in acquire lock';
    expect(await told(text(held, [], ends))).toEqual({ verdicts: ['fails', 'holds', 'fails'] });
  });

  test('b11: an update that changes nothing', async () => {
    const update = `update fun next (k : int) : int = if k = 3 then 0 else k + 1`;
    const program = counter('if k = 3 then 0 else k + 1');
    expect(await told(text(program, [update], 'invariant n <= 3', {}, program), ['n'])).toEqual({
      verdicts: ['holds'],
      valid: 'holds',
      unexpected: 'none',
    });
  });
});

const torec = `update type t = { a : int } by c  fun get (x : t) : int = x.a  add fun c (x : int) : { a : int } = { a = x }`;
const e1 = (
  threads: number,
  rounds: number,
): string => `type t = int  var v : t = 5  var n : int = 0  fun get (x : t) : int = x
fun work (i : int) : int = if i = 0 then 0 else (update; n := !n + get !v; work (i - 1))
in ${`fork work ${rounds}; `.repeat(threads - 1)}work ${rounds}`;

describe('smaller spaces', () => {
  test('E1 with three threads: the same outcomes, and at least 85 of 100 states are saved', async () => {
    const whole = await report(text(e1(3, 1), [torec], ''));
    const small = await report(text(e1(3, 1), [torec], ''), { reduce: true, symmetric: true });
    expect(whole.space.size).toBe(28_750);
    expect(small.outcomes).toEqual(whole.outcomes);
    expect(small.space.size).toBeLessThan(0.15 * whole.space.size);
  });

  test('a run of a smaller space is one of the whole space', async () => {
    const request = text(e1(2, 2), [torec], 'reachable n = 10 & done & updated  invariant n != 20');
    const small = await report(request, { reduce: true });
    expect(small.inFull).toEqual([]);
    expect(small.properties.map((p) => p.checked.verdict)).toEqual(['holds', 'fails']);
    const replayed = replayRuns(JSON.parse(JSON.stringify(runsOf(request, small, false))), 'runs.json');
    expect(replayed).toMatchObject({ right: { ok: true } });
  });

  test('what a reduction does not keep is explored in full, and said', async () => {
    const request = text(e1(2, 1), [torec], 'F done  invariant !blocked(1)');
    const found = await report(request, { reduce: true, symmetric: true });
    expect(found.space.size).toBe(894);
    expect(found.inFull).toEqual([
      '--reduce does not keep F done: fairness is not kept (unfair formulas are)',
      '--reduce does not keep !blocked(1): blocked(1) may differ between the states that it leaves out',
      '--symmetric does not keep F done: only invariants are kept',
      '--symmetric does not keep !blocked(1): blocked(1) names a thread',
    ]);
  });

  test('that a state ends a run may come later in the smaller space: what rests on it is explored in full', async () => {
    const program = 'var l : int = 1  var y : int = 0  in fork (y := 1); let x = 1 + 1 in acquire l';
    const asked =
      'late: invariant y = 1 -> deadlock  free: invariant !(y = 0 & deadlock)  end: reachable y = 1 & deadlock';
    const request = text(program, [], asked);
    const [whole, small] = [await report(request), await report(request, { reduce: true })];
    expect(whole.properties.map((p) => p.checked.verdict)).toEqual(['fails', 'holds', 'holds']);
    expect(small.properties.map((p) => p.checked.verdict)).toEqual(['fails', 'holds', 'holds']);
    expect(small.inFull).toEqual([
      '--reduce does not keep late: deadlock may differ between the states that it leaves out',
    ]);
    // Without what rests on it, the space is smaller.
    const kept = await report(text(program, [], asked.replace(/late.*(?=free)/, '')), { reduce: true });
    expect(kept.inFull).toEqual([]);
    expect(kept.space.size).toBeLessThan(whole.space.size);
    expect(kept.properties.map((p) => p.checked.verdict)).toEqual(['holds', 'holds']);
  });
});

describe('bad input, and no end', () => {
  test('an infinite space: what was found is found, the rest is unknown', async () => {
    const up = `var n : int = 0  fun up (i : int) : int = n := !n + 1; up 0  in up 0`;
    const found = await report(text(up, [], 'invariant n < 100  invariant n < 5000  G F n = 1'), { limit: 2000 });
    expect(found.space.complete).toBe(false);
    expect(found.properties.map((p) => p.checked.verdict)).toEqual(['fails', 'unknown', 'unknown']);
    expect(allWell(found)).toBe(false);
  });

  test('a thousand forks', async () => {
    const forks = `var n : int = 0  in ${'fork (n := 1); '.repeat(1000)}0`;
    const found = await report(text(forks, [], 'reachable threads > 15'), { limit: 3000 });
    expect(found.properties[0]?.checked.verdict).toMatch(/holds|unknown/);
    expect(found.space.size).toBe(3000);
  });

  test.each([
    ['invariant out = 0 | oops = 1', 'scope', 1, 21, /oops/],
    ['F at(0, nobody)', 'scope', 1, 3, /nobody/],
    ['F rule(R-Nothing)', 'scope', 1, 3, /R-Nothing/],
    ['G type degrees = int', 'scope', 1, 3, /degrees/],
    ['G F\n  out =', 'parse', 2, 8, /expected an integer/],
  ])('%s', (property, kind, line, column, message) => {
    const request = requestOf({
      program: { file: 'p.proteus', text: gauge },
      updates: [],
      fresh: [],
      properties: [{ file: 'p.properties', text: property }],
      choices: { policy: 'all', offer: 'any', transfer: 'lazy' },
    });
    if (!isLeft(request)) throw new Error('it is accepted');
    expect(request.left[0]).toMatchObject({ file: 'p.properties', kind, line, column });
    expect(request.left[0]?.message).toMatch(message);
  });

  test.each([
    [{ format: 'mutandis-runs' }, /version|program/],
    [
      {
        format: 'mutandis-runs',
        version: 1,
        program: { file: 'p.proteus', text: '0' },
        updates: [],
        choices: {},
        symmetric: false,
        runs: [7],
      },
      /runs/,
    ],
  ])('a file of runs that is none: %j', (json, message) => {
    const replayed = replayRuns(json, 'runs.json');
    if (!isLeft(replayed)) throw new Error('it is one');
    expect(replayed.left[0]?.message).toMatch(message);
  });
});

test('people see verdicts, and runs with a lane for each thread', async () => {
  const update = `update fun move (i : int) : int = ${ba}`;
  const request = text(lockOrder(ab), [update], 'calm: invariant !deadlock', {}, lockOrder(ba));
  const lines = reportLines(request, await report(request));
  expect(lines[0]).toMatch(/^p\.proteus: \d+ states, \d+ steps, complete \(policy all, offer any, transfer lazy\)$/);
  expect(lines).toContain('fails  calm: invariant !deadlock');
  expect(lines.some((l) => /^ +0 1$/.test(l))).toBe(true);
  expect(
    lines.some((l) => /^ +\d+ {2}● · {2}R-Upd update\(1\)$/.test(l) || /^ +\d+ {2}· ● {2}R-Upd update\(1\)$/.test(l)),
  ).toBe(true);
});

test('a step whose event is not the one taken there is named with its event', async () => {
  const request = text(lockOrder(ab), [`update fun move (i : int) : int = ${ba}`], 'reachable updated');
  const file = JSON.parse(JSON.stringify(runsOf(request, await report(request), false))) as {
    runs: { prefix: { event?: unknown }[] }[];
  };
  const run = file.runs[0]?.prefix ?? [];
  const at = run.findIndex((l) => l.event !== undefined);
  delete (run[at] as { event?: unknown }).event;
  const replayed = replayRuns(file, 'runs.json');
  if (isLeft(replayed)) throw new Error(replayed.left[0]?.message);
  expect(replayed.right.runs[0]?.wrong).toMatch(
    new RegExp(`^step ${at + 1}, 1:R-Upd, is not possible there \\(possible: .*1:R-Upd update\\(1\\), `),
  );
});

test('a formula that is long has its beginning in the report, and is whole in JSON', async () => {
  const formula = `${'!'.repeat(500)}done`;
  const request = text('0', [], formula);
  const found = await report(request);
  expect(reportLines(request, found)[2]).toBe(`holds  ${'!'.repeat(199)}…`);
  expect(reportJson(request, found).properties?.[0]?.formula).toBe(formula);
});

test('an update is not valid where a thread keeps to the old version for ever, though what is left of it looks like the new program', async () => {
  const program = (out: string) =>
    `var out : int = 0  fun loop (i : int) : int = out := ${out}; loop 0  in fork update; loop 0`;
  const update = 'update fun loop (i : int) : int = out := 0; loop 0';
  const verdicts = async (policy: string) => {
    const request = text(program('1 - !out'), [update], 'ltl G (updated -> F G out = 0)', { policy }, program('0'));
    const found = await report(request);
    return [found.valid?.verdict, found.properties[0]?.checked.verdict];
  };
  expect(await verdicts('all')).toEqual(['holds', 'holds']);
  expect(await verdicts('versions')).toEqual(['fails', 'fails']);
});
