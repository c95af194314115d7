/**
 * The command line as built, called in a folder of the test's own. A start of it loads everything anew; so calls are done one
 * after the other by a thread that has it loaded, and test/command-line.test.ts holds what they come to against processes.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { afterAll, beforeAll, expect } from 'vitest';
import { casesIn, root } from './support.ts';

export const main = join(root, 'dist/workbench/cli/main.js');
/** The folder in which calls are made: one for each file of tests that says {@link inFolder}. */
export let dir = '';
/** Gives the file of tests that calls it a folder of its own. */
export function inFolder(): void {
  beforeAll(() => {
    if (!existsSync(main)) throw new Error('the command line is not built: npm run build');
    dir = mkdtempSync(join(tmpdir(), 'mutandis-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
}

/** What a call came to: its exit code, and what it printed. */
export interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Where and with what a call is made: by default in the folder of the test, without input, with the environment of the tests. */
export interface Circumstances {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly env?: NodeJS.ProcessEnv;
  /** All calls of the test are about the same calculus of one's own: a thread may keep it. */
  readonly keepsCalculi?: boolean;
  /** Where the command line was built, the same in all calls of the test. */
  readonly dist?: string;
  /** Milliseconds that the thread has for its answer. */
  readonly waits?: number;
}

/** A call in a process of its own: for what is about processes, memory or depth, and for what changes what is loaded. */
export function inProcess(
  words: readonly string[],
  { cwd = dir, input, env, dist = join(root, 'dist') }: Circumstances = {},
): Answer {
  const r = spawnSync(process.execPath, [join(dist, 'workbench/cli/main.js'), ...words], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...(input === undefined ? {} : { input }),
    ...(env === undefined ? {} : { env }),
  });
  return { code: r.status, out: r.stdout, err: r.stderr };
}

/** A thread that does calls, the way to it, and the word that becomes 1 when it has answered. */
interface Thread {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly done: Int32Array;
}

let thread: Thread | undefined;

function startThread(dist: string): Thread {
  const { port1, port2 } = new MessageChannel();
  const done = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('command-line-worker.js', import.meta.url), {
    workerData: { port: port2, done, module: pathToFileURL(join(dist, 'workbench/cli/mutandis.js')).href },
    transferList: [port2],
    // No deeper than a process is.
    resourceLimits: { stackSizeMb: 1 },
  });
  worker.unref();
  port1.unref();
  return { worker, port: port1, done };
}

/** Milliseconds that a thread has for an answer; no call takes as long where nothing else is wrong. */
const patience = 80_000;

/**
 * A call in the thread. A thread that does not answer is given up, so that no later call gets its answer, and the call is
 * made in a process of its own: what does not end there either fails by the time-out of the test.
 */
export function inThread(words: readonly string[], circumstances: Circumstances = {}): Answer {
  const { cwd = dir, input = '', env, dist = join(root, 'dist'), waits = patience } = circumstances;
  // A calculus that a file makes known stays known to whoever loaded it.
  if (words.includes('--calculus') && circumstances.keepsCalculi !== true) return inProcess(words, circumstances);
  const { worker, port, done } = (thread ??= startThread(dist));
  const before = process.cwd();
  process.chdir(cwd);
  try {
    port.postMessage({ words, input, env });
    if (Atomics.wait(done, 0, 0, waits) === 'timed-out') {
      thread = undefined;
      void worker.terminate();
      if (waits === patience) console.warn(`no answer of the thread in ${patience} ms: mutandis ${words.join(' ')}`);
      return inProcess(words, circumstances);
    }
    Atomics.store(done, 0, 0);
  } finally {
    process.chdir(before);
  }
  const answer = receiveMessageOnPort(port)?.message as Answer | { readonly thrown: unknown } | undefined;
  // Of a thread whose answer is not there the next answer would be taken for another's: it is given up, too.
  if (answer === undefined) {
    thread = undefined;
    void worker.terminate();
    console.warn(`the answer of the thread is not there: mutandis ${words.join(' ')}`);
    return inProcess(words, circumstances);
  }
  if ('thrown' in answer) throw answer.thrown as Error;
  return answer;
}

export const mutandis = (...words: readonly string[]): Answer => inThread(words);

export const file = (name: string, text: string | Uint8Array) => {
  writeFileSync(join(dir, name), text);
  return name;
};
export const json = (out: string) => JSON.parse(out) as Record<string, never>;

export const celsius = casesIn('test/cases').find((c) => c.name === 'celsius');
/** Writes the program and the update of the case celsius into the folder. */
export const setUp = () => {
  if (!celsius) throw new Error('the case celsius');
  file('celsius.proteus', celsius.text);
  file('celsius.1.update', celsius.updates[0]?.text ?? '');
};

/** Commands that read a program, or a derivation. */
const readers = ['check', 'translate', 'analyse', 'run', 'derive', 'replay', 'explain', 'diff'];

/** Each command refuses a file that is none of its kind: with a message that names the file, exit code 1, and no stack trace. */
export function refusedByAll(name: string): void {
  for (const command of readers) {
    const r = mutandis(command, name, ...(command === 'diff' ? [name] : []));
    expect(r.code, `${command}: ${r.err}`).toBe(1);
    const text = r.err + r.out;
    expect(text, command).toMatch(new RegExp(`^${name}(:\\d+:\\d+)?: .`, 'm'));
    expect(text, command).not.toMatch(/ {4}at |internal error|RangeError|undefined/);
    if (command !== 'run' && command !== 'replay') continue;
    const j = mutandis(command, name, '--json');
    expect(j.code).toBe(1);
    const { errors } = json(j.out) as unknown as { errors: Record<string, unknown>[] };
    expect(Object.keys(errors[0] ?? {}).sort()).toEqual(['column', 'file', 'kind', 'line', 'message', 'rule']);
  }
}
