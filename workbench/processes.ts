/**
 * Processes of one script that do pieces of work for this one. Each has its memory to itself: threads of one process wait for each other where
 * they take and give back pages.
 */
import { fork, type ChildProcess } from 'node:child_process';

/** A piece that is given, and who waits for what comes of it. */
interface Piece<P, R> {
  readonly piece: P;
  readonly resolve: (result: R) => void;
  readonly reject: (error: Error) => void;
}
type Answer<R> = { readonly result: R } | { readonly error: string };

export interface ProcessOptions {
  readonly count: number;
  /** Arguments of the script. */
  readonly args?: readonly string[];
  /** Options of Node for the processes; those of this one unless given. */
  readonly node?: readonly string[];
  /** How many pieces a process has at once: with more than one it finds the next when it has done one. 1 unless given. */
  readonly atOnce?: number;
}

/** What is given and what comes back is copied by structured clone. */
export class Processes<P, R> {
  private readonly processes: { readonly child: ChildProcess; readonly given: Piece<P, R>[] }[];
  private readonly queue: Piece<P, R>[] = [];
  private readonly atOnce: number;

  /** @param script the path of a script that calls {@link serve}. */
  constructor(script: string, { count, args = [], node, atOnce = 1 }: ProcessOptions) {
    this.atOnce = atOnce;
    this.processes = Array.from({ length: Math.max(1, count) }, () => {
      const child = fork(script, args, {
        serialization: 'advanced',
        ...(node === undefined ? {} : { execArgv: [...node] }),
      });
      const one = { child, given: [] as Piece<P, R>[] };
      child.on('message', (answer: Answer<R>) => {
        const piece = one.given.shift();
        if ('error' in answer) piece?.reject(new Error(answer.error));
        else piece?.resolve(answer.result);
        this.give();
      });
      const ended = (how: string) => {
        const at = this.processes.indexOf(one);
        if (at < 0) return;
        this.processes.splice(at, 1);
        const left = this.processes.length === 0 ? this.queue.splice(0) : [];
        for (const { reject } of [...one.given.splice(0), ...left]) reject(new Error(`a process ended with ${how}`));
      };
      child.once('exit', (code, signal) => {
        ended(signal ?? String(code));
      });
      // It cannot be started, or what is given it does not arrive.
      child.on('error', (e) => {
        ended(e.message);
      });
      return one;
    });
  }

  /** Has a piece done. @throws Error (the promise) with the words of what is thrown there, or when its process ends. */
  run(piece: P): Promise<R> {
    return new Promise((resolve, reject) => {
      if (this.processes.length === 0) {
        reject(new Error('no process is left'));
        return;
      }
      this.queue.push({ piece, resolve, reject });
      this.give();
    });
  }

  /** Ends the processes, whatever they do. */
  close(): void {
    for (const { child } of this.processes) child.kill('SIGKILL');
  }

  /** Gives what waits to those that have least to do. */
  private give(): void {
    while (this.queue.length > 0) {
      let least = this.processes[0];
      for (const p of this.processes) if (p.given.length < (least?.given.length ?? 0)) least = p;
      if (least === undefined || least.given.length >= this.atOnce) return;
      const piece = this.queue.shift() as Piece<P, R>;
      least.given.push(piece);
      // Of a process that has ended its end is told.
      least.child.send({ piece: piece.piece }, () => undefined);
    }
  }
}

/** Does the pieces that another process gives this one, one after the other, until that lets go or ends. */
export function serve<P, R>(does: (piece: P) => R | Promise<R>): void {
  if (process.send === undefined) throw new Error('this script does what another process gives it');
  // Whoever interrupts the command means the process that gives the work: that ends this one.
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => process.exit());
  let last: Promise<void> = Promise.resolve();
  process.on('message', ({ piece }: { readonly piece: P }) => {
    last = last.then(async () => {
      let answer: Answer<R>;
      try {
        answer = { result: await does(piece) };
      } catch (e) {
        answer = { error: e instanceof Error ? e.message : String(e) };
      }
      // Nobody may be there any more who wants it.
      process.send?.(answer, undefined, undefined, (e) => {
        if (e !== null) process.exit();
      });
    });
  });
}
