/**
 * clang's tree, as JSON from `-ast-dump=json`, cut into its declarations while it arrives: a tree can be longer than the longest text.
 * One declaration is held at a time.
 */
import { posix } from 'node:path';
import { left, right, type Either } from 'fp-ts/lib/Either.js';

/** A node of the tree, as far as this project looks at it. Lines are put in by `Places`. */
export interface TreeNode {
  readonly id?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly inner?: readonly TreeNode[];
  readonly type?: { readonly qualType?: string; readonly desugaredQualType?: string };
  /** Where it stands, and where it ends: put in by `Places`. */
  begins?: Place;
  ends?: Place;
  readonly [key: string]: unknown;
}

/** A part of a node; an empty one where there is none. */
export const child = (n: TreeNode, i = 0): TreeNode => n.inner?.[i] ?? {};

/** A declaration longer than this is none that anybody wrote. */
export const longestDeclaration = 256 * 1024 * 1024;

const [beginning, ending, last] = ['\n    {\n', '\n    }', '\n  ]\n}'].map((t) => Buffer.from(t)) as [
  Buffer,
  Buffer,
  Buffer,
];

/** What a cutter gives its pieces to. */
export interface Pieces {
  /** A declaration; its bytes are there until this returns. */
  declaration(bytes: Buffer): void;
  /** A tree is whole. */
  whole(): void;
}

/**
 * Cuts a stream of bytes into the declarations of translation units, which come one after the other. clang lays its trees out, a
 * declaration four columns in; texts in it have no line breaks, so that nothing has to be parsed to find where one ends.
 */
export class Splitter {
  /** What has come and is not cut yet: from, up to but without. One buffer, so that nothing is left behind for each piece. */
  private buffer = Buffer.allocUnsafe(1 << 20);
  private from = 0;
  private to = 0;
  private began = false;
  private trees = 0;
  private readonly pieces: Pieces;
  constructor(pieces: Pieces) {
    this.pieces = pieces;
  }

  /** Where the next bytes may be put, at least as many as said; `filled` says how many came. */
  room(length: number): Buffer {
    const held = this.to - this.from;
    if (this.to + length > this.buffer.length) {
      if (held + length > this.buffer.length / 2) {
        const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, 2 * (held + length)));
        this.buffer.copy(larger, 0, this.from, this.to);
        this.buffer = larger;
      } else this.buffer.copyWithin(0, this.from, this.to);
      this.from = 0;
      this.to = held;
    }
    return this.buffer.subarray(this.to);
  }

  /** @returns what is wrong, if the stream cannot be a tree. */
  push(chunk: Buffer): string | undefined {
    chunk.copy(this.room(chunk.length));
    return this.filled(chunk.length);
  }

  /** So many bytes were put into the room there was. @returns what is wrong, if the stream cannot be a tree. */
  filled(length: number): string | undefined {
    // A mark may lie across two pieces.
    let look = Math.max(this.from, this.to - ending.length - last.length);
    this.to += length;
    const here = this.buffer.subarray(0, this.to);
    for (;;) {
      if (!this.began) {
        while (here[this.from] === 0x0a) this.from++;
        if (this.from === this.to) return undefined;
        if (here[this.from] !== 0x7b) return 'clang did not print a tree';
        this.began = true;
        look = Math.max(look, this.from);
      }
      const end = here.indexOf(ending, look);
      if (end < 0) break;
      const after = end + ending.length;
      // Behind a declaration comes another, or the end of the tree.
      const over = here[after] !== 0x2c;
      if (over && this.to < after + last.length) break;
      look = after;
      const begin = here.indexOf(beginning, this.from);
      if (begin >= 0 && begin < after) this.pieces.declaration(here.subarray(begin + 1, after));
      this.from = after;
      if (over && here.subarray(after, after + last.length).equals(last)) {
        this.from = look = after + last.length;
        this.began = false;
        this.trees++;
        this.pieces.whole();
      }
    }
    return this.to - this.from > longestDeclaration
      ? `clang’s tree has a declaration of more than ${longestDeclaration} bytes`
      : undefined;
  }

  /** @returns what is wrong, if the last tree is not whole. */
  end(): string | undefined {
    if (this.began) return 'clang’s tree is cut off';
    return this.trees === 0 ? 'clang printed nothing' : undefined;
  }
}

/**
 * A file as it is named here, however it was included: `./a.h` and `x/../a.h` are `a.h`. What clang calls a header that several files
 * include depends on which of them it read first.
 */
export const fileName = (path: string): string =>
  path.startsWith('./') || path.includes('/../') || path.includes('/./') ? posix.normalize(path) : path;

/** Where a type without a name is, in what clang prints of it. */
const unnamed = /(\((?:anonymous|unnamed)[^()"]* at )([^()":]+)(?=:\d+:\d+\))/g;

/** Reads the text of a declaration. */
export function parseNode(text: string): Either<string, TreeNode> {
  const named =
    text.includes('(unnamed') || text.includes('(anonymous')
      ? text.replace(unnamed, (_, before: string, path: string) => `${before}${fileName(path)}`)
      : text;
  try {
    return right(JSON.parse(named) as TreeNode);
  } catch (e) {
    return left(`clang’s tree is no JSON: ${(e as Error).message}`);
  }
}

const [fileMark, lineMark, includedMark] = ['"file": "', '"line": ', '"includedFrom": '].map((t) => Buffer.from(t)) as [
  Buffer,
  Buffer,
  Buffer,
];

interface Loc {
  readonly file?: string;
  readonly line?: number;
  readonly spellingLoc?: Loc;
  readonly expansionLoc?: Loc;
}

/** Where a node stands. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/**
 * Places of nodes. clang prints a file and a line only where they differ from those it printed last, so that every node has to be
 * passed, in the order of the text.
 */
export class Places {
  private file = '';
  private line = 0;

  private place(loc: Loc | undefined): Place | undefined {
    if (loc === undefined) return undefined;
    if (loc.spellingLoc !== undefined || loc.expansionLoc !== undefined) {
      this.place(loc.spellingLoc);
      return this.place(loc.expansionLoc);
    }
    if (loc.file !== undefined) this.file = fileName(loc.file);
    if (loc.line !== undefined) this.line = loc.line;
    return (loc as { offset?: number }).offset === undefined ? undefined : { file: this.file, line: this.line };
  }

  /**
   * Goes through a declaration that nobody has to look into, if that is one: all of it stands in files that are told to be foreign.
   * @returns whether it is.
   */
  skip(text: Buffer, foreign: (file: string) => boolean): boolean {
    let { file } = this;
    for (let at = text.indexOf(fileMark); at >= 0; at = text.indexOf(fileMark, at + 1)) {
      const brace = text.lastIndexOf(0x7b, at);
      if (text.subarray(Math.max(0, brace - includedMark.length), brace).equals(includedMark)) continue;
      const from = at + fileMark.length;
      file = text.subarray(from, text.indexOf(0x22, from)).toString('utf8');
      if (file.includes('\\') || !foreign(file)) return false;
    }
    if (!foreign(file)) return false;
    this.file = fileName(file);
    const at = text.lastIndexOf(lineMark);
    if (at >= 0)
      this.line = parseInt(text.subarray(at + lineMark.length, at + lineMark.length + 12).toString('latin1'), 10);
    return true;
  }

  /** Goes through a declaration. */
  pass(root: TreeNode): void {
    const stack: TreeNode[] = [root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      const at = this.place(node['loc'] as Loc | undefined);
      const range = node['range'] as { begin?: Loc; end?: Loc } | undefined;
      const begin = this.place(range?.begin);
      const end = this.place(range?.end);
      const where = at ?? begin;
      if (where !== undefined) node.begins = where;
      if (end !== undefined) node.ends = end;
      const { inner } = node;
      if (inner !== undefined) for (let i = inner.length - 1; i >= 0; i--) stack.push(inner[i] as TreeNode);
    }
  }

  /** The name of a declaration, the beginning of anything else. */
  of(node: TreeNode): Place | undefined {
    return node.begins;
  }
  endOf(node: TreeNode): Place | undefined {
    return node.ends ?? node.begins;
  }
}
