/**
 * Sweeps, explorations, proofs and statistics of hunts on several workers: what is printed is, byte for byte, what is printed without them.
 * One design carries all kinds of jobs; what is no job is refused, of each kind.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { proteus } from '../rules/proteus/system.ts';
import { stlc } from '../rules/stlc/system.ts';
import { Coordinator, headOf } from '../workbench/cluster/coordinator.ts';
import { nameOf } from '../workbench/cluster/jobs.ts';
import type { ExploreJob } from '../workbench/cluster/kinds/explore.ts';
import type { HuntJob } from '../workbench/cluster/kinds/hunt.ts';
import { kinds } from '../workbench/cluster/kinds/index.ts';
import type { ProveJob } from '../workbench/cluster/kinds/prove.ts';
import type { SweepJob } from '../workbench/cluster/kinds/sweep.ts';
import { perform } from '../workbench/cluster/perform.ts';
import { inFolder, inThread } from './command-line.ts';
import { hasRedis, TestRedis, until } from './redis.ts';
import { root } from './support.ts';

inFolder();

const example = (name: string) => ({ file: name, text: readFileSync(join(root, 'examples', name), 'utf8') });
const huntJob: HuntJob = {
  ...{ kind: 'hunt', ...headOf(stlc, null), theorems: null, seed: 1, size: null, statistics: true },
  ...{ from: 0, to: 16 },
};
const sweepJob: SweepJob = {
  ...{ kind: 'sweep', ...headOf(proteus, null), program: example('gauge.proteus'), update: example('gauge.1.update') },
  ...{ annotated: false, maxSteps: 1000, from: 0, to: 2 },
};
const exploreJob: ExploreJob = {
  ...{ kind: 'explore', ...headOf(proteus, null), program: example('gauge.proteus'), updates: [], fresh: [] },
  ...{ properties: [{ file: '--property', text: 'F done' }], choices: {}, limit: 1000, reduce: false },
  ...{ symmetric: false, observe: null, own: null },
};
const proveJob: ProveJob = {
  ...{ kind: 'prove', ...headOf(stlc, null), theorem: 'Progress', case: 'T-App', goals: 2000, first: null },
};
const jobs = { hunt: huntJob, sweep: sweepJob, explore: exploreJob, prove: proveJob };
const refusal = async (data: unknown): Promise<string> => {
  const done = await perform(data);
  return isLeft(done) ? done.left : 'it is done';
};

describe('a job of each kind', () => {
  test('is there to be tried', () => {
    expect(kinds.map((k) => k.name).sort()).toEqual(Object.keys(jobs).sort());
  });
  test.each(kinds)('$name is done, and its answer arrives as it was sent', async (kind) => {
    const done = await perform(jobs[kind.name as keyof typeof jobs]);
    if (isLeft(done)) throw new Error(done.left);
    expect(done.right.amount).toBeGreaterThan(0);
    const sent = JSON.stringify(done.right.answer);
    const arrived = kind.decodeAnswer(JSON.parse(sent));
    expect(isRight(arrived) && JSON.stringify(arrived.right)).toBe(sent);
    expect(isLeft(kind.decodeAnswer({})), 'nothing is an answer').toBe(true);
  });
  // What every kind refuses, whatever else it is asked for.
  const forged: readonly (readonly [string, (job: object) => unknown, RegExp])[] = [
    ['code beside it', (job) => ({ ...job, code: 'process.exit()' }), /^code: no part of a job$/],
    [
      'another version',
      (job) => ({ ...job, lockstep: { ...proveJob.lockstep, version: '9.9.9' } }),
      /^the job is of Mutandis 9\.9\.9/,
    ],
    [
      'other rules',
      (job) => ({ ...job, lockstep: { ...proveJob.lockstep, digest: '0'.repeat(16) } }),
      /^the job is about other rules/,
    ],
    ['a path for a system', (job) => ({ ...job, system: '../stlc' }), /^system: /],
    ['a path for a variant', (job) => ({ ...job, variant: { name: './variant.js' } }), /^variant\.name: /],
    ['rules of a megabyte', (job) => ({ ...job, variant: { name: 'x', rules: 'e'.repeat(1e6) } }), /^variant\.rules: /],
    [
      'rules that do not read',
      (job) => ({ ...job, variant: { name: 'x', rules: '---- X\n((' } }),
      /^variant\.rules: 2:/,
    ],
  ];
  test.each(
    Object.entries(jobs).flatMap(([name, job]) =>
      forged.map(([what, forge, why]) => [name, what, forge(job), why] as const),
    ),
  )('%s is refused with %s', async (_, __, data, why) => expect(await refusal(data)).toMatch(why));
  const big = { file: 'a', text: ' '.repeat((1 << 20) + 1) };
  const deep = `in ${'('.repeat(100_000)}1${')'.repeat(100_000)}`;
  const nested = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown;
  test.each<[string, unknown, RegExp]>([
    ['a sweep of a program of more than a megabyte', { ...sweepJob, program: big }, /^program\.text: /],
    ['a sweep of all points at once', { ...sweepJob, to: 1e6 }, /^to: a range has at most 256 update points$/],
    ['a sweep backwards', { ...sweepJob, from: 3 }, /^to: /],
    ['a sweep of runs without end', { ...sweepJob, maxSteps: 1e12 }, /^maxSteps: /],
    ['a sweep of what does not load', { ...sweepJob, update: { file: 'u', text: '(' } }, /^update: u:1:/],
    ['a sweep in a calculus without updates', { ...sweepJob, ...headOf(stlc, null) }, /^system: /],
    ['an exploration of a path instead of a program', { ...exploreJob, program: '/etc/passwd' }, /^program: /],
    ['an exploration of more states than there is room for', { ...exploreJob, limit: 1e12 }, /^limit: /],
    ['an exploration of a million programs', { ...exploreJob, fresh: Array(1e6).fill(big) }, /^fresh: at most 100$/],
    ['an exploration of a property that is none', { ...exploreJob, properties: [{ file: 'p', text: 'F (' }] }, /^p:1:/],
    [
      'a proof of a case that is not there',
      { ...proveJob, case: 'T-Nothing' },
      /^case: Progress has no case T-Nothing$/,
    ],
    ['a proof of a theorem that is not there', { ...proveJob, theorem: 'P = NP' }, /^theorem: there is no P = NP$/],
    ['a proof with goals without end', { ...proveJob, goals: 1e12 }, /^goals: /],
    [
      'a proof in a calculus without any',
      { ...proveJob, ...headOf({ ...stlc, name: 'sessions' }, null) },
      /^the job is about other rules/,
    ],
    ['terms without end', { ...proveJob, first: { theorem: 'a', case: 'b', terms: 'x', node: nested } }, /^first\./],
  ])('%s is refused', async (_, data, why) => expect(await refusal(data)).toMatch(why));
  test('names of files are told and not read, and programs nested 100,000 deep do not end a worker', async () => {
    const named = await refusal({ ...exploreJob, program: { file: '/etc/passwd.proteus', text: 'in (' } });
    expect(named).toMatch(/^\/etc\/passwd\.proteus:1:\d+: /);
    expect(named).not.toContain('root');
    expect(await refusal({ ...exploreJob, program: { file: 'deep.proteus', text: deep } })).toMatch(
      /^(it is done|deep)/,
    );
  });
  test('a proof that is none is not tried for more than it is', async () => {
    const first = { theorem: 'Progress', case: 'T-App', terms: [], node: { steps: [], end: { end: 'absurd' } } };
    const [forgedFirst, without] = await Promise.all([perform({ ...proveJob, first }), perform(proveJob)]);
    expect(isRight(forgedFirst) && forgedFirst.right.answer).toEqual(isRight(without) && without.right.answer);
  });
});

describe.runIf(hasRedis)('what workers come to', () => {
  let redis: TestRedis;
  const alone = (...words: string[]) => {
    const done = inThread(words, { cwd: redis.folder });
    return { status: done.code, out: done.out, err: done.err };
  };
  beforeAll(async () => {
    redis = new TestRedis();
    await redis.start();
    for (const name of ['gauge.proteus', 'gauge.1.update', 'compose.stlc', 'ill-typed.stlc'])
      writeFileSync(join(redis.folder, name), example(name).text);
    writeFileSync(join(redis.folder, 'ring.session'), example('sessions/ring-reversed.session').text);
    // More points than a job takes.
    writeFileSync(
      join(redis.folder, 'loop.proteus'),
      'fun f (n : int) : int = if n = 0 then 0 else (update; f (n - 1))\nin f 20\n',
    );
    writeFileSync(
      join(redis.folder, 'loop.update'),
      'update\nfun f (n : int) : int = if n = 0 then 1 else f (n - 1)\n',
    );
  });
  afterEach(() => redis.clear());
  afterAll(() => redis.end());

  test('is what one process prints, whatever the number of workers and though one of them is killed', async () => {
    const tl = ['--system', 'stlc', '--variant', 'tl-head'];
    const calls = [
      ['sweep', 'loop.proteus', '--update', 'loop.update', '--json'],
      ['sweep', 'loop.proteus', '--update', 'loop.update', '--max-points', '11'],
      ['explore', 'gauge.proteus', 'ill-typed.stlc', 'ring.session', 'compose.stlc', '--json'],
      [
        'explore',
        'gauge.proteus',
        '--update',
        'gauge.1.update',
        '--property',
        'F updated',
        '--observe',
        'temp',
        '--json',
      ],
      ['prove', ...tl, '--theorem', 'Preservation', '--json'],
    ];
    const a = redis.worker('a', '--patience', '2');
    const first = calls.map((call) => redis.run(...call).finished);
    await until('a job that is done', async () => (await redis.count('completed')) >= 3);
    a.child.kill('SIGKILL');
    redis.worker('b', '--patience', '2');
    redis.worker('c', '--patience', '2');
    const found = await Promise.all(first);
    for (const [i, call] of calls.entries()) {
      const { status, out } = alone(...call);
      expect([found[i]?.status, found[i]?.out], call.join(' ')).toEqual([status, out]);
      expect(out.length).toBeGreaterThan(100);
    }
    // Points 1 to 8, 9 to 16, 17 to 20: the answers of several jobs are one sweep.
    expect((JSON.parse(found[0]?.out ?? '') as { points: { point: number }[] }).points.map((p) => p.point)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    expect((JSON.parse(found[2]?.out ?? '') as object[]).map((r) => 'errors' in r)).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  test('are statistics as well: the file is the same', async () => {
    redis.worker('a');
    redis.worker('b');
    const call = ['hunt', '--system', 'stlc', '--seed', '5', '--runs', '600', '--fresh', '--out', '.', '--stats'];
    expect((await redis.run(...call, 'many.json').finished).status).toBe(0);
    expect(alone(...call, 'one.json', '--workers', '1').status).toBe(0);
    const [many, one] = ['many.json', 'one.json'].map((f) => readFileSync(join(redis.folder, f), 'utf8'));
    expect(many).toBe(one);
    expect((JSON.parse(one ?? '') as { episodes: number }).episodes).toBe(600);
  });

  test('is taken up again by a coordinator that follows one that was killed', async () => {
    const call = ['prove', '--system', 'stlc', '--json'];
    const w = redis.worker('a');
    const first = redis.run(...call);
    await until('some cases', async () => (await redis.count('completed')) >= 5);
    first.child.kill('SIGKILL');
    await first.finished;
    const again = await redis.run(...call).finished;
    expect([again.status, again.out]).toEqual([0, alone(...call).out]);
    const cases = await redis.count('completed');
    w.child.kill('SIGTERM');
    // No case was proved twice.
    expect((await w.finished).err).toContain(`worker a: ${cases} jobs, 0 refused`);
  });

  test('is checked: a proof that is none is not believed, nor what is no answer taken', async () => {
    const coordinator = new Coordinator(redis.options);
    try {
      const proof = { theorem: 'Progress', case: 'T-App', terms: [], node: { steps: [], end: { end: 'absurd' } } };
      const { proveElsewhere } = await import('../workbench/cluster/proving.ts');
      const { developmentFor } = await import('../proofs/developments.ts');
      const { Worker } = await import('bullmq');
      const answers: unknown[] = [{ nothing: true }, { proof, steps: 1, open: null }];
      const liar = new Worker('mutandis', () => Promise.resolve(answers.shift() ?? { proof, steps: 1, open: null }), {
        connection: redis.options as never,
      });
      const d = developmentFor(stlc);
      if (d === undefined) throw new Error('stlc is proved');
      const asked = proveElsewhere(coordinator, d, null, { theorem: 'Progress', case: 'T-App' });
      await expect(asked).rejects.toThrow(/^the proof that a worker answers of Progress, T-App is none: /);
      expect(answers).toEqual([]);
      await liar.close();
    } finally {
      await coordinator.close();
    }
  });

  test('refused jobs are told by whoever asks, those that are too large before they are sent', async () => {
    const w = redis.worker('a');
    const forged = { ...sweepJob, code: 'process.exit()' };
    const ids = ['hunt', 'sweep', 'explore', 'prove'].map((name) => `forged-${name}`);
    await redis.queue(async (queue) => {
      for (const [i, job] of [huntJob, forged, exploreJob, proveJob].entries())
        await queue.add('x', { ...job, code: 'process.exit()' }, { jobId: ids[i] as string });
      await until('refusals', async () => (await queue.getFailedCount()) === ids.length);
      const failed = await Promise.all(ids.map((id) => queue.getJob(id)));
      expect(failed.map((j) => j?.failedReason)).toEqual(ids.map(() => 'refused: code: no part of a job'));
    });
    const many = await redis.run('explore', 'gauge.proteus', '--limit', '1000000000000').finished;
    expect([many.status, many.err]).toEqual([
      1,
      expect.stringMatching(/^mutandis: the exploration of gauge\.proteus cannot be asked of others: limit: /m),
    ]);
    const code = await redis.run('sweep', 'gauge.proteus', '--update', 'gauge.1.update', '--variant', 'if-union')
      .finished;
    expect(code.status).toBe(0);
    expect(w.child.exitCode).toBeNull();
  });

  test('options of one machine are wrong calls, and a job is not done for ever', async () => {
    for (const option of [['--dot'], ['--workers', '2'], ['-o', 'runs.json']]) {
      const call = await redis.run('explore', 'gauge.proteus', ...option).finished;
      expect([call.status, call.err]).toEqual([
        2,
        expect.stringContaining('is for one program that is explored on this machine'),
      ]);
    }
    redis.worker('a', '--longest', '1');
    const endless = 'fun f (n : int) : int = (update; f (n + 1))\nin f 0\n';
    writeFileSync(join(redis.folder, 'endless.proteus'), endless);
    writeFileSync(join(redis.folder, 'endless.update'), 'update\nfun f (n : int) : int = f (n + 1)\n');
    const long = await redis.run('sweep', 'endless.proteus', '--update', 'endless.update', '--max-steps', '9000000')
      .finished;
    expect([long.status, long.err]).toEqual([1, expect.stringContaining('refused: it takes longer than 1 s')]);
  });
});

test('jobs that ask the same have one name, and what differs in anything has another', () => {
  const all = [huntJob, sweepJob, exploreJob, proveJob, { ...sweepJob, from: 1 }, { ...proveJob, case: 'T-Lam' }];
  expect(new Set(all.map(nameOf)).size).toBe(all.length);
  expect(nameOf({ ...proveJob })).toBe(nameOf(proveJob));
  for (const kind of kinds) expect(isRight(kind.decode(jobs[kind.name as keyof typeof jobs])), kind.name).toBe(true);
});
