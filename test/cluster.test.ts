/**
 * Hunts on several machines: processes of this one, with a Redis of the test's own. The result is that of one process,
 * whoever dies on the way; what is no job is refused. Without redis-server the tests say so and are left out.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { nameOf } from '../workbench/cluster/jobs.ts';
import { headOf } from '../workbench/cluster/coordinator.ts';
import { decodeCounts, huntKind, type HuntJob } from '../workbench/cluster/kinds/hunt.ts';
import { connectionOptions } from '../workbench/cluster/connection.ts';
import { decodeJob, perform, version } from '../workbench/cluster/perform.ts';
import { stlc } from '../rules/stlc/system.ts';
import { threads } from '../rules/threads/system.ts';
import { inFolder, inThread, mutandis } from './command-line.ts';
import { freePort, hasRedis, TestRedis, until } from './redis.ts';

inFolder();

const job: HuntJob = {
  kind: 'hunt',
  ...headOf(stlc, null),
  theorems: null,
  seed: 1,
  size: null,
  statistics: false,
  from: 0,
  to: 32,
};

/** What a hunt's job comes to, as it arrives. */
async function done(data: HuntJob) {
  const found = await perform(data);
  if (isLeft(found)) throw new Error(found.left);
  const answer = huntKind.decodeAnswer(JSON.parse(JSON.stringify(found.right.answer)));
  if (isLeft(answer)) throw new Error(answer.left);
  return { answer: answer.right, amount: found.right.amount };
}

describe('a job', () => {
  test('is done: two chunks of sixteen episodes, with instances of each theorem', async () => {
    const { answer } = await done(job);
    const { tallies } = answer;
    expect(tallies.map((t) => t.episodes)).toEqual([16, 16]);
    for (const theorem of ['Progress', 'Preservation', 'Determinism'])
      expect(tallies.reduce((n, t) => n + (t.tests[theorem] ?? 0), 0)).toBeGreaterThan(0);
  });
  test('that explores programs answers how many, which are different, and by which rules', async () => {
    const { answer } = await done({ ...job, ...headOf(threads, null), theorems: ['TT6'], to: 16 });
    const [tally] = answer.tallies.map(decodeCounts);
    expect(tally?.explored.ended).toBeGreaterThan(8);
    expect(tally?.explored.different).toEqual(new Set(answer.tallies[0]?.explored.different));
    expect(tally?.rules.get('R-Fork')).toBeGreaterThan(0);
  });
  test('that asks the same has the same name, another has another', () => {
    expect(nameOf({ ...job })).toBe(nameOf(job));
    const other: HuntJob = { ...job, to: 31 };
    expect(nameOf(other)).not.toBe(nameOf(job));
  });
  test.each<[string, unknown, RegExp]>([
    ['nothing', null, /^the job: /],
    ['code', { ...job, kind: 'eval', code: 'process.exit()' }, /^kind: /],
    ['code beside a job', { ...job, code: 'process.exit()' }, /^code: no part of a job$/],
    ['a path for a variant', { ...job, variant: { name: '../../variant.js' } }, /^variant/],
    ['a path for a system', { ...job, system: '/etc/passwd' }, /^system: /],
    ['a range without end', { ...job, to: 1e9 }, /^to: a range has at most 4096 episodes$/],
    ['a range backwards', { ...job, from: 5, to: 1 }, /^to: /],
    ['a size that explodes', { ...job, size: 1e6 }, /^size/],
    ['rules of a megabyte', { ...job, variant: { name: 'x', rules: 'e'.repeat(1e6) } }, /^variant/],
    ['more theorems than there are', { ...job, theorems: Array(1e5).fill('T') }, /^theorems: at most 100$/],
    ['another version', { ...job, lockstep: { ...job.lockstep, version: '9.9.9' } }, /^the job is of Mutandis 9\.9\.9/],
    ['other rules', { ...job, lockstep: { ...job.lockstep, digest: '0'.repeat(16) } }, /^the job is about other rules/],
    ['a system that is not there', { ...job, system: 'nope' }, /^system: there is no system nope$/],
    ['a variant that is not there', { ...job, variant: { name: 'nope' } }, /^variant: stlc has no variant nope$/],
    ['rules that do not read', { ...job, variant: { name: 'x', rules: '---- X\n((' } }, /^variant\.rules: 2:/],
    ['a theorem that is not there', { ...job, theorems: ['T99'] }, /^theorems: stlc has no theorem T99$/],
  ])('is refused when it is %s', async (_, data, message) => {
    const done = await perform(data);
    expect(isLeft(done) ? done.left : 'done').toMatch(message);
  });
  test('nested as deep as JSON goes is refused without overflow', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown;
    expect(isLeft(decodeJob({ ...job, theorems: deep }))).toBe(true);
  });
});

test.each<[string, string]>([
  ['localhost', 'localhost is no address'],
  ['http://localhost', 'redis:// or rediss:// is expected'],
  ['redis://localhost/x', 'the number of a database'],
])('an address is told to be none: %s', (url, message) => {
  const o = connectionOptions({ url });
  expect(isLeft(o) && o.left).toContain(message);
});
test('an address may have TLS, a user and a password', () => {
  const o = connectionOptions({ url: 'rediss://me:p%40ss@host:7000/2' });
  expect(isRight(o) && o.right).toMatchObject({
    host: 'host',
    port: 7000,
    username: 'me',
    password: 'p@ss',
    db: 2,
    tls: {},
  });
});

describe.runIf(hasRedis)('a cluster of processes', () => {
  let redis: TestRedis;
  const start = (...words: string[]) => redis.run(...words);
  const worker = (name: string, patience = 30) => redis.worker(name, '--patience', String(patience));
  const count = (state: 'completed' | 'active') => redis.count(state);
  const task = ['hunt', '--system', 'stlc', '--seed', '3', '--runs', '6000', '--fresh', '--json'];
  /** What a report says that does not depend on the clock. */
  const result = (out: string) => {
    const { seconds, testsPerSecond, ...rest } = JSON.parse(out) as Record<string, unknown>;
    void [seconds, testsPerSecond];
    return rest;
  };
  /** What one process said of a call. */
  const answers = new Map<string, { readonly status: number | null; readonly result: Record<string, unknown> }>();
  const alone = (...words: string[]) => {
    const known = answers.get(words.join(' '));
    if (known !== undefined) return known;
    const done = inThread([...words, '--workers', '1'], { cwd: redis.folder });
    const answer = { status: done.code, result: result(done.out) };
    answers.set(words.join(' '), answer);
    return answer;
  };

  beforeAll(async () => {
    redis = new TestRedis();
    await redis.start();
  });
  afterEach(() => redis.clear());
  afterAll(() => redis.end());

  test('finds what one process finds, though a worker is killed, one is stopped and goes on, and Redis is restarted', async () => {
    const [a, b] = [worker('a', 2), worker('b', 2)];
    worker('c', 2);
    const hunt = start(...task);
    await until('the first jobs', async () => (await count('completed')) >= 2);
    a.child.kill('SIGKILL');
    b.child.kill('SIGSTOP');
    await until('some more', async () => (await count('completed')) >= 6);
    await redis.restart();
    await until('the third to go on', async () => (await count('completed')) >= 9);
    b.child.kill('SIGCONT');
    const done = await hunt.finished;
    expect(done.status, done.err).toBe(0);
    const expected = alone(...task);
    expect(expected.status).toBe(0);
    expect(result(done.out)).toEqual(expected.result);
  });

  test('goes on where it was when the coordinator is killed and the same is asked again', async () => {
    const w = worker('a');
    const first = start(...task);
    await until('half of it', async () => (await count('completed')) >= 10);
    first.child.kill('SIGKILL');
    await first.finished;
    const again = await start(...task).finished;
    expect(result(again.out)).toEqual(alone(...task).result);
    // No range was done twice: 6,000 episodes are 24 jobs.
    w.child.kill('SIGTERM');
    expect((await w.finished).err).toMatch(/worker a: 2[34] jobs/);
  });

  test('finds the same counterexample, for variants by name and by their rules', async () => {
    worker('a');
    worker('b');
    const rules = mutandis('rules', 'T-If').out;
    writeFileSync(join(redis.folder, 'mine.rules'), rules.replace('Δ3 ∩ Δ4', 'Δ3'));
    for (const variant of ['if-union', 'mine.rules']) {
      const words = ['hunt', '--variant', variant, '--theorem', 'T7', '--seed', '5', '--fresh', '--json'];
      const done = await start(...words, '--out', 'found').finished;
      expect(done.status, done.err).toBe(1);
      const found = result(done.out) as { theorems: { T7: { counterexample: { program: string } } } };
      const one = alone(...words, '--out', 'found').result as typeof found;
      expect(found.theorems.T7.counterexample.program).toContain('update');
      const still = (r: typeof found) => {
        const { found: at, ...rest } = r.theorems.T7.counterexample as unknown as { found: { tests: number } };
        return { ...rest, tests: at.tests };
      };
      expect(still(found)).toEqual(still(one));
    }
  });

  test('refuses forged jobs, goes on with the others, and does not take a forged one for its own', async () => {
    const w = worker('a');
    const queue = new Queue('mutandis', { connection: redis.options as never });
    await queue.add('hunt', { ...job, code: 'process.exit()' }, { jobId: 'forged-code' });
    await queue.add('hunt', { ...job, lockstep: { version, digest: 'f'.repeat(16) } }, { jobId: 'forged-rules' });
    // Under the name of a job that will be asked for: another range.
    const wanted: HuntJob = { ...job, seed: 3, from: 0, to: 256 };
    await queue.add('hunt', { ...job, seed: 3, from: 7, to: 8 }, { jobId: nameOf(wanted) });
    const words = ['hunt', '--system', 'stlc', '--seed', '3', '--runs', '600', '--fresh', '--json'];
    const done = await start(...words).finished;
    expect(result(done.out)).toEqual(alone(...words).result);
    const failed = await Promise.all(['forged-code', 'forged-rules'].map((id) => queue.getJob(id)));
    expect(failed.map((j) => j?.failedReason)).toEqual([
      'refused: code: no part of a job',
      expect.stringMatching(/^refused: the job is about other rules/),
    ]);
    await queue.close();
    expect(w.child.exitCode).toBeNull();
  });

  test('says what is wrong: no Redis, a wrong password, code that would have to travel', async () => {
    const run = (...words: string[]) => inThread(words, { cwd: redis.folder });
    const none = run('worker', '--cluster', `redis://127.0.0.1:${await freePort()}`);
    expect([none.code, none.err]).toEqual([2, expect.stringMatching(/^mutandis: Redis at .* does not answer/)]);
    const denied = run('hunt', '--runs', '10', '--cluster', `redis://127.0.0.1:${redis.port}`);
    expect([denied.code, denied.err]).toEqual([2, expect.stringContaining('NOAUTH')]);
    writeFileSync(
      join(redis.folder, 'mine.mjs'),
      `import { calculi, variant } from 'mutandis';
       export default variant(calculi[0].base, { name: 'mine', sentence: 'nothing is different', expected: 'sound' });`,
    );
    const code = run('hunt', '--variant', './mine.mjs', '--cluster', redis.url);
    expect(code.err).toContain('code does not travel to other machines; write the variant as .rules');
  });
});
