/** Calls from the page to the engine in the worker. Long work runs there; the page never waits for it. */
import type { Engine } from './engine/index.ts';

export type Method = keyof Engine;
type Answer<M extends Method> = Awaited<ReturnType<Engine[M]>>;
/** What the engine is asked: everything but the callback for progress, which comes last. */
type Asked<M extends Method> = Parameters<Engine[M]> extends [infer A, ...unknown[]] ? A : undefined;

export interface Request {
  readonly id: number;
  readonly method: Method;
  readonly argument: unknown;
}
export type Reply =
  | { readonly id: number; readonly ok: true; readonly answer: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string }
  | { readonly id: number; readonly progress: unknown };

interface Pending {
  readonly kind: Kind;
  readonly resolve: (x: never) => void;
  readonly reject: (e: Error) => void;
  readonly progress: ((x: never) => void) | undefined;
}

let next = 0;
const pending = new Map<number, Pending>();
/** Two workers: one for what has to be there at once, one for searches that take seconds. */
type Kind = 'quick' | 'slow';
const workers: Record<Kind, Worker | undefined> = { quick: undefined, slow: undefined };

/** How long the quick worker may be silent, in milliseconds: a program can make numbers without end. */
const patience = 20_000;
let watch: number | undefined;

function make(kind: Kind): Worker {
  const w = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  w.onmessage = ({ data }: MessageEvent<Reply>) => {
    const p = pending.get(data.id);
    if (kind === 'quick') listen();
    if (p === undefined) return;
    if ('progress' in data) return p.progress?.(data.progress as never);
    pending.delete(data.id);
    if (data.ok) p.resolve(data.answer as never);
    else p.reject(new Error(data.message));
  };
  w.onerror = (e) => end(kind, e.message || 'the engine could not be started');
  return w;
}

/** Ends a worker; who waits for it is told. */
function end(kind: Kind, message: string): void {
  workers[kind]?.terminate();
  workers[kind] = undefined;
  for (const [id, p] of pending)
    if (p.kind === kind) {
      pending.delete(id);
      p.reject(new Error(message));
    }
}

/** Waits anew for a sign of life. */
function listen(): void {
  clearTimeout(watch);
  watch = window.setTimeout(() => {
    if ([...pending.values()].some((p) => p.kind === 'quick'))
      end('quick', `no answer within ${patience / 1000} s: the program computes too much`);
  }, patience);
}

/**
 * Asks the engine.
 * @param progress told now and then, by methods that tell.
 * @returns the answer; rejected with the message when the engine fails or `stop` ends it.
 */
export function ask<M extends Method>(
  method: M,
  argument: Asked<M>,
  options: { readonly progress?: (x: never) => void; readonly slow?: boolean } = {},
): Promise<Answer<M>> {
  const kind = options.slow ? 'slow' : 'quick';
  const worker = (workers[kind] ??= make(kind));
  const id = next++;
  return new Promise((resolve, reject) => {
    pending.set(id, { kind, resolve, reject, progress: options.progress });
    if (kind === 'quick') listen();
    worker.postMessage({ id, method, argument } satisfies Request);
  });
}

/** Ends the slow worker, whatever it is doing. */
export const stop = (): void => end('slow', 'stopped');
