/** Hunting while a file with a variant is written: whenever it is saved, the hunt begins anew. */
import { existsSync } from 'node:fs';
import { watch } from 'chokidar';
import { loadError } from '../../semantics/errors.ts';
import { huntUntil, superseded, type HuntCommand } from './hunt.ts';
import { fail, write, wrongCall } from './output.ts';

export interface WatchCommand extends HuntCommand {
  /** The file with the variant. */
  readonly watch: string;
}

/** Milliseconds in which a file that is being saved does not change any more. */
const settled = 100;

/** Hunts the variant of a file again and again, until it is interrupted. @returns the exit code of the last hunt. */
export async function watchCommand({ watch: file, ...options }: WatchCommand): Promise<number> {
  if (options.variant !== undefined) return wrongCall('--watch names the file of the variant: --variant is not needed', options); // prettier-ignore
  if (!existsSync(file)) return fail([loadError('parse', 'does not exist', undefined, file)], options);
  let abort = new AbortController();
  let interrupted = false;
  let saved: boolean;
  let wake: () => void = () => {};
  const watcher = watch(file, {
    ignoreInitial: true,
    awaitWriteFinish: { stabilityThreshold: settled, pollInterval: settled / 4 },
  });
  watcher.on('all', () => {
    saved = true;
    abort.abort(superseded);
    wake();
  });
  const stop = (): void => {
    interrupted = true;
    abort.abort();
    wake();
  };
  process.on('SIGINT', stop);
  try {
    await new Promise<void>((ready) => watcher.once('ready', () => ready()));
    for (;;) {
      saved = false;
      abort = new AbortController();
      const code = await huntUntil({ ...options, variant: file }, abort);
      // A call that makes no sense makes none after the next time it is saved either.
      if (interrupted || code === 2) return code;
      if (!saved) write(`mutandis: waiting for ${file} to be saved\n`, 2);
      while (!saved && !interrupted) await new Promise<void>((woken) => (wake = woken));
      if (interrupted) return code;
      write(`mutandis: ${file} was saved\n`, 2);
    }
  } finally {
    process.removeListener('SIGINT', stop);
    await watcher.close();
  }
}
