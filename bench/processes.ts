/** Work of a bench that is done by several processes of the same script, each one piece at a time. */
import { fork } from 'node:child_process';

/** The argument that a process of those is started with, after those of the bench. */
const mark = '--worker';

/** Whether this process is one of those that others give pieces to. */
export const isWorker: boolean = process.argv.includes(mark);

/**
 * Gives the pieces 0 to count − 1 to processes of a script.
 * @param script the path of the script; its processes get the arguments of this one.
 * @param given what each process is told before its first piece.
 * @param take gets each piece's result, as they come.
 * @returns the results, in the order of the pieces.
 * @throws Error when a process ends before its piece is done.
 */
export async function byProcesses<R>(
  script: string,
  { workers, count, given, take }: { workers: number; count: number; given: unknown; take: (result: R) => void },
): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    const child = fork(script, [...process.argv.slice(2), mark]);
    const answer = () =>
      new Promise<R>((resolve, reject) => {
        child.once('message', (r) => {
          child.removeAllListeners('exit');
          resolve(r as R);
        });
        child.once('exit', (code) => {
          reject(new Error(`a process ended with ${code}`));
        });
      });
    child.send({ given });
    for (let k = next++; k < count; k = next++) {
      const answered = answer();
      child.send({ piece: k });
      const r = await answered;
      results[k] = r;
      take(r);
    }
    child.removeAllListeners('exit');
    child.disconnect();
  };
  await Promise.all(Array.from({ length: Math.max(1, workers) }, one));
  return results;
}

/**
 * Does pieces for another process, until that lets go.
 * @param prepare gets what is given before the first piece, and says what is to be done of a piece.
 */
export function work<G, R>(prepare: (given: G) => (piece: number) => Promise<R> | R): void {
  let does: ((piece: number) => Promise<R> | R) | undefined;
  process.on('message', (m: { readonly given: G } | { readonly piece: number }) => {
    if ('given' in m) does = prepare(m.given);
    else void Promise.resolve(does?.(m.piece)).then((r) => process.send?.(r));
  });
}
