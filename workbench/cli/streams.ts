/** What a call of the command line writes to, and reads from where a file is named `-`: the streams of its process, or others. */
import { readFileSync, writeSync } from 'node:fs';

export interface Streams {
  /** Writes all of a text to standard output (1) or standard error (2). */
  readonly write: (text: string, fd: number) => void;
  /** All of standard input. */
  readonly read: () => Buffer;
}

/** Standard output cannot be written. */
export class Unwritten extends Error {}

/** Those of the process; a pipe may be slower than we are, and end before we do. */
const ofProcess: Streams = {
  write: (text, fd) => {
    const bytes = Buffer.from(text);
    let at = 0;
    while (at < bytes.length) {
      try {
        at += writeSync(fd, bytes, at);
      } catch (e) {
        const { code } = e as NodeJS.ErrnoException;
        if (code === 'EPIPE') process.exit(0);
        if (code !== 'EAGAIN') throw fd === 1 ? new Unwritten(code ?? String(e)) : e;
      }
    }
  },
  read: () => readFileSync(0),
};

let current = ofProcess;
let input: Buffer | undefined;

/** Does something with other streams, and nothing else at the same time. */
export async function withStreams<A>(streams: Streams, act: () => Promise<A>): Promise<A> {
  const before = [current, input] as const;
  [current, input] = [streams, undefined];
  try {
    return await act();
  } finally {
    [current, input] = before;
  }
}

/** Writes all of a text. */
export const write = (text: string, fd = 1): void => current.write(text, fd);

/** Standard input; it is read once, and is there for whoever asks again. */
export const readInput = (): Buffer => (input ??= current.read());
