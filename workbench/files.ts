/**
 * Files out: a file is written whole or not at all (beside it, then renamed), and whether it can be is asked before the
 * work that fills it.
 */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { loadError, type LoadError } from '../semantics/errors.ts';

/** The exit code where what a command came to could not be written: it says nothing of what was asked. */
export const unwrittenCode = 3;

const codeOf = (e: unknown): string => (e as NodeJS.ErrnoException).code ?? String(e);

/** What is told of a file that cannot be written. */
export const unwritten = (file: string, e: unknown): LoadError =>
  loadError('output', `cannot be written (${codeOf(e)})`, undefined, file);

/** Why a file cannot be written, as far as that can be known before; undefined when it can. */
export function unwritable(file: string): LoadError | undefined {
  try {
    if (!existsSync(file)) {
      const folder = dirname(file);
      if (!existsSync(folder)) return unwritten(file, { code: 'ENOENT' });
      if (!statSync(folder).isDirectory()) return unwritten(file, { code: 'ENOTDIR' });
      accessSync(folder, constants.W_OK);
    } else {
      if (statSync(file).isDirectory()) return unwritten(file, { code: 'EISDIR' });
      accessSync(file, constants.W_OK);
    }
    return undefined;
  } catch (e) {
    return unwritten(file, e);
  }
}

/** Why files cannot be put into a folder, which is made where it is not there; undefined when they can. */
export function unwritableFolder(folder: string): LoadError | undefined {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (e) {
    // Something that is no folder stands there, or on the way.
    return loadError('output', `is no folder that can be written into (${codeOf(e)})`, undefined, folder);
  }
}

function put(fd: number, pieces: Iterable<string>): void {
  let waiting = '';
  const flush = () => {
    const bytes = Buffer.from(waiting);
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
    waiting = '';
  };
  for (const piece of pieces) {
    waiting += piece;
    if (waiting.length > 1 << 20) flush();
  }
  flush();
}

/**
 * Writes a file, of a text or of pieces of one. What is no ordinary file (a device, a pipe) is written as it stands.
 * @returns why it could not be written; the file is then as it was before.
 */
export function writeWhole(file: string, text: string | Iterable<string>): LoadError | undefined {
  const pieces = typeof text === 'string' ? [text] : text;
  let beside: string | undefined;
  let fd: number | undefined;
  try {
    const there = existsSync(file);
    const target = there ? realpathSync(file) : file;
    if (there && !statSync(target).isFile()) {
      fd = openSync(target, 'w');
      put(fd, pieces);
      closeSync(fd);
      return undefined;
    }
    const wanted = join(dirname(target), `.${process.pid}.${Date.now()}.part`);
    fd = openSync(wanted, 'wx', there ? statSync(target).mode : 0o666);
    beside = wanted;
    put(fd, pieces);
    closeSync(fd);
    fd = undefined;
    renameSync(beside, target);
    return undefined;
  } catch (e) {
    try {
      if (fd !== undefined) closeSync(fd);
    } catch {
      // What could not be written need not be closed.
    }
    if (beside !== undefined) rmSync(beside, { force: true });
    return unwritten(file, e);
  }
}
