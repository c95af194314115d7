/**
 * clang's tree, as JSON from `-ast-dump=json`, cut into its declarations while it arrives: a tree can be longer than the longest text.
 * One declaration is held at a time.
 */
import { left, right, type Either } from 'fp-ts/lib/Either.js';

/** A node of the tree, as far as this project looks at it. Lines are put in by `Places`. */
export interface TreeNode {
  readonly id?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly inner?: readonly TreeNode[];
  readonly type?: { readonly qualType?: string; readonly desugaredQualType?: string };
  readonly [key: string]: unknown;
}

/** A part of a node; an empty one where there is none. */
export const child = (n: TreeNode, i = 0): TreeNode => n.inner?.[i] ?? {};

/** A declaration longer than this is none that anybody wrote. */
export const longestDeclaration = 256 * 1024 * 1024;

const [beginning, ending, last] = ['\n    {\n', '\n    }', '\n}'].map((t) => Buffer.from(t)) as [
  Buffer,
  Buffer,
  Buffer,
];

/**
 * Cuts a stream of bytes into the declarations of a translation unit. clang lays its tree out, a declaration four columns in; texts in it
 * have no line breaks, so that nothing has to be parsed to find where one ends.
 */
export class Splitter {
  /** What has come and is not cut yet: from, up to but without. One buffer, so that nothing is left behind for each piece. */
  private buffer = Buffer.allocUnsafe(1 << 20);
  private from = 0;
  private to = 0;
  private began = false;
  /** Takes a declaration; its bytes are there until it returns. */
  private readonly emit: (declaration: Buffer) => void;
  constructor(emit: (declaration: Buffer) => void) {
    this.emit = emit;
  }

  private room(length: number): void {
    const held = this.to - this.from;
    if (this.to + length <= this.buffer.length) return;
    if (held + length > this.buffer.length / 2) {
      const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, 2 * (held + length)));
      this.buffer.copy(larger, 0, this.from, this.to);
      this.buffer = larger;
    } else this.buffer.copyWithin(0, this.from, this.to);
    this.from = 0;
    this.to = held;
  }

  /** @returns what is wrong, if the stream cannot be a tree. */
  push(chunk: Buffer): string | undefined {
    if (!this.began && chunk.length > 0) {
      if (chunk[0] !== 0x7b) return 'clang did not print a tree';
      this.began = true;
    }
    this.room(chunk.length);
    // A mark may lie across two pieces.
    let look = Math.max(this.from, this.to - ending.length + 1);
    chunk.copy(this.buffer, this.to);
    this.to += chunk.length;
    const here = this.buffer.subarray(0, this.to);
    for (let end = here.indexOf(ending, look); end >= 0; end = here.indexOf(ending, look)) {
      look = end + ending.length;
      const begin = here.indexOf(beginning, this.from);
      if (begin >= 0 && begin < look) this.emit(here.subarray(begin + 1, look));
      this.from = look;
    }
    return this.to - this.from > longestDeclaration
      ? `clang’s tree has a declaration of more than ${longestDeclaration} bytes`
      : undefined;
  }

  /** @returns what is wrong, if the tree is not whole. */
  end(): string | undefined {
    if (!this.began) return 'clang printed nothing';
    const rest = this.buffer.subarray(this.from, this.to);
    const at = rest.lastIndexOf(last);
    const whole =
      at >= 0 &&
      rest
        .subarray(at + last.length)
        .toString()
        .trim() === '';
    return whole && rest.indexOf(beginning) < 0 ? undefined : 'clang’s tree is cut off';
  }
}

/** Reads the text of a declaration. */
export function parseNode(text: string): Either<string, TreeNode> {
  try {
    return right(JSON.parse(text) as TreeNode);
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
  private readonly begins = new WeakMap<TreeNode, Place>();
  private readonly ends = new WeakMap<TreeNode, Place>();

  private place(loc: Loc | undefined): Place | undefined {
    if (loc === undefined) return undefined;
    if (loc.spellingLoc !== undefined || loc.expansionLoc !== undefined) {
      this.place(loc.spellingLoc);
      return this.place(loc.expansionLoc);
    }
    if (loc.file !== undefined) this.file = loc.file;
    if (loc.line !== undefined) this.line = loc.line;
    return (loc as { offset?: number }).offset === undefined
      ? undefined
      : { file: this.file.startsWith('./') ? this.file.slice(2) : this.file, line: this.line };
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
    this.file = file;
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
      if (where !== undefined) this.begins.set(node, where);
      if (end !== undefined) this.ends.set(node, end);
      const { inner } = node;
      if (inner !== undefined) for (let i = inner.length - 1; i >= 0; i--) stack.push(inner[i] as TreeNode);
    }
  }

  /** The name of a declaration, the beginning of anything else. */
  of(node: TreeNode): Place | undefined {
    return this.begins.get(node);
  }
  endOf(node: TreeNode): Place | undefined {
    return this.ends.get(node) ?? this.begins.get(node);
  }
}
