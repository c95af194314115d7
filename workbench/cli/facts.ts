/** Files of facts of C programs, compressed or not: a version, or a history. */
import { existsSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import { limits, readFacts, type Facts } from '../c-programs/facts.ts';
import { printable } from '../c-programs/text.ts';
import { readBytes, textOf, unreadable } from './bytes.ts';

/** Unpacks what is packed; refuses what is too large then. */
function unpacked(file: string, bytes: Buffer): Either<LoadError[], Buffer> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return right(bytes);
  try {
    return right(gunzipSync(bytes, { maxOutputLength: limits.text }));
  } catch (e) {
    const large = (e as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    return left(
      unreadable(
        file,
        large
          ? `has more than ${limits.text} bytes when it is unpacked`
          : 'cannot be unpacked: it is cut off or damaged',
      ),
    );
  }
}

/** The versions in a file of facts, `.gz` or plain; at least one. */
export function readFactsFile(file: string): Either<LoadError[], readonly Facts[]> {
  const bytes = readBytes(file, limits.text);
  const plain = isLeft(bytes) ? bytes : unpacked(file, bytes.right);
  const text = isLeft(plain) ? plain : textOf(file, plain.right);
  if (isLeft(text)) return text;
  const read = readFacts(text.right);
  if (isLeft(read))
    return left(
      read.left.map((b) => ({
        ...loadError('parse', printable(b.message), undefined, file),
        line: b.line,
        column: 1,
      })),
    );
  return read;
}

/** The versions of several files, in order: a history is of one program, and has a release once. */
export function readHistory(files: readonly string[]): Either<readonly LoadError[], readonly Facts[]> {
  const errors: LoadError[] = [];
  const found: Facts[] = [];
  const seen = new Map<string, string>();
  for (const file of files) {
    const read = readFactsFile(file);
    if (isLeft(read)) {
      errors.push(...read.left);
      continue;
    }
    for (const facts of read.right) {
      const { program, release } = facts;
      const before = seen.get(release);
      const first = found[0];
      if (before !== undefined)
        errors.push(...unreadable(file, printable(`release ${release} is there twice (also in ${before})`)));
      else if (first !== undefined && first.program !== program)
        errors.push(...unreadable(file, printable(`facts of ${program} among those of ${first.program}`)));
      else found.push(facts);
      seen.set(release, file);
    }
  }
  return errors.length > 0 ? left(errors) : right(found);
}

/** One version: a file that holds one, or FILE@RELEASE. */
export function readVersion(name: string): Either<readonly LoadError[], Facts> {
  const cut = name.lastIndexOf('@');
  const [file, release] = cut > 0 && !existsSync(name) ? [name.slice(0, cut), name.slice(cut + 1)] : [name, undefined];
  const read = readFactsFile(file);
  if (isLeft(read)) return read;
  const found = release === undefined ? read.right : read.right.filter((f) => f.release === release);
  const [only] = found;
  if (only !== undefined && found.length === 1) return right(only);
  const there = printable(read.right.map((f) => f.release).join(', '));
  return left(
    unreadable(
      file,
      release === undefined
        ? `has ${found.length} versions; ${file}@RELEASE is one of them: ${there}`
        : `has no release ${printable(release)}; it has ${there}`,
    ),
  );
}
