/** Reads trees that come one after the other, from pieces of their text. */
import { readSync } from 'node:fs';
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import type { Diagnostic, FileReader } from './declarations.ts';
import { parseNode, Splitter, type Pieces } from './tree.ts';
import type { Unit } from './unit.ts';

/** How much of a file of trees is read at once. */
const piece = 1 << 18;

export class TreeReader implements Pieces {
  private readonly splitter = new Splitter(this);
  private wrong: string | undefined;
  private done = 0;
  private readonly files: readonly FileReader[];

  /** @param files what each of the trees is read by. */
  constructor(...files: FileReader[]) {
    this.files = files;
  }

  declaration(bytes: Buffer): void {
    const file = this.files[this.done];
    if (file === undefined) this.wrong ??= 'clang printed more than a tree';
    if (this.wrong !== undefined || file === undefined || file.skips(bytes)) return;
    const node = parseNode(bytes.toString('utf8'));
    if (isLeft(node)) {
      this.wrong = node.left;
      return;
    }
    try {
      file.declaration(node.right);
    } catch (e) {
      if (!(e instanceof RangeError)) throw e;
      file.tooDeep(node.right);
    }
  }

  whole(): void {
    this.done++;
  }

  /** @returns whether more is wanted. */
  push(chunk: Buffer): boolean {
    // What is wrong with a declaration is found while it is pushed.
    const wrong = this.splitter.push(chunk);
    this.wrong ??= wrong;
    return this.wrong === undefined;
  }

  /** Reads an open file from its beginning. */
  readFrom(descriptor: number): void {
    for (let at = 0; this.wrong === undefined;) {
      const room = this.splitter.room(piece);
      const read = readSync(descriptor, room, 0, room.length, at);
      if (read === 0) return;
      at += read;
      const wrong = this.splitter.filled(read);
      this.wrong ??= wrong;
    }
  }

  /**
   * What was read, one a tree, or what is wrong with the trees.
   * @param errors that clang reported.
   */
  end(errors: readonly Diagnostic[] = []): Either<string, readonly Unit[]> {
    this.wrong ??= this.splitter.end();
    if (this.wrong === undefined && this.done < this.files.length) this.wrong = 'clang printed too few trees';
    return this.wrong === undefined ? right(this.files.map((f) => f.unit(errors))) : left(this.wrong);
  }
}
