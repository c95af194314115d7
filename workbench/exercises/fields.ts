/** The fields of a YAML file, with the places of what is wrong. */
import { LineCounter, isMap, isScalar, isSeq, parseDocument, type Document, type Node } from 'yaml';
import { loadError, type LoadError } from '../../semantics/errors.ts';

/** Said to somebody who is on the wrong way: always, or when what is wrong has this code (`T-Con`, `U-Trans`, `T7`, …). */
export interface Hint {
  readonly when: string | null;
  readonly say: string;
}

/** Reads fields by their paths (`goal.type`, `hints.0`), and gathers what is wrong with them. */
export class Fields {
  readonly errors: LoadError[] = [];
  private readonly used = new Set<string>();
  private readonly doc: Document.Parsed;
  private readonly lines: LineCounter;
  private readonly file: string;
  private readonly text: string;

  constructor(text: string, file: string) {
    this.file = file;
    this.text = text;
    this.lines = new LineCounter();
    this.doc = parseDocument(text, { lineCounter: this.lines, prettyErrors: false, uniqueKeys: true, schema: 'core' });
    const deep = this.doc.errors.find((e) => e.message.includes('call stack'));
    // What else is told of what is nested too deeply to be read is told a thousand times.
    for (const e of deep === undefined ? this.doc.errors : [deep])
      this.tell(
        e === deep ? 'is nested too deeply' : e.code === 'MULTIPLE_DOCS' ? 'a file is one exercise' : e.message,
        e.pos[0],
      );
    if (this.errors.length === 0 && !isMap(this.doc.contents)) this.tell('an exercise is a list of `field: value`', 0);
  }

  tell(message: string, offset: number): void {
    const { line, col } = this.lines.linePos(offset);
    const [l, c] = [Math.max(line, 1), Math.max(col, 1)];
    const position = { file: this.file, line: l, column: c, offset, end: offset };
    this.errors.push(loadError('parse', message, position, this.file));
  }

  node(path: string): Node | undefined {
    this.used.add(path.split('.')[0] as string);
    const keys = path.split('.').map((k) => (/^[0-9]+$/.test(k) ? Number(k) : k));
    return (this.doc.getIn(keys, true) as Node | undefined) ?? undefined;
  }

  wrong(path: string, message: string): void {
    let at: Node | undefined;
    for (let p = path; at === undefined && p !== ''; p = p.includes('.') ? p.slice(0, p.lastIndexOf('.')) : '')
      at = this.node(p);
    this.tell(`${path}: ${message}`, at?.range?.[0] ?? 0);
  }

  value(path: string): unknown {
    const n = this.node(path);
    return n === undefined ? undefined : (n as { toJSON(): unknown }).toJSON();
  }

  textOf(path: string): string | null {
    const x = this.value(path);
    if (x === undefined || x === null) return null;
    const n = this.node(path);
    // Numbers as they are written.
    if (isScalar(n) && (typeof x === 'number' || typeof x === 'string'))
      return typeof x === 'string' ? x : (n.source ?? String(x));
    this.wrong(path, 'a text is expected');
    return null;
  }

  required(path: string): string {
    const x = this.textOf(path);
    if (x === null) {
      if (this.node(path) === undefined || this.value(path) === null) this.wrong(path, 'is missing');
      return '';
    }
    return x;
  }

  texts(path: string): readonly string[] {
    const n = this.node(path);
    if (n === undefined) return [];
    if (isScalar(n)) return n.value === null ? [] : [this.required(path)];
    if (isSeq(n)) return n.items.map((_, i) => this.required(`${path}.${i}`));
    this.wrong(path, 'a text or a list of texts is expected');
    return [];
  }

  count(path: string, otherwise: number, least = 0): number {
    const x = this.value(path);
    if (x === undefined || x === null) return otherwise;
    if (Number.isSafeInteger(x) && (x as number) >= least) return x as number;
    this.wrong(path, `a whole number from ${least} is expected`);
    return otherwise;
  }

  oneOf<T extends string>(path: string, choices: readonly T[], otherwise: T): T {
    const x = this.textOf(path);
    if (x === null) return otherwise;
    const found = choices.find((c) => c === x);
    if (found === undefined) this.wrong(path, `${choices.join(' or ')} is expected, not ${x}`);
    return found ?? otherwise;
  }

  map(path: string): Readonly<Record<string, string>> {
    const n = this.node(path);
    if (n === undefined) return {};
    if (!isMap(n)) {
      this.wrong(path, 'a list of `name: text` is expected');
      return {};
    }
    return Object.fromEntries(n.items.map(({ key }) => [String(key), this.required(`${path}.${String(key)}`)]));
  }

  list(path: string): number {
    const n = this.node(path);
    if (n === undefined) return 0;
    if (isSeq(n)) return n.items.length;
    this.wrong(path, 'a list is expected');
    return 0;
  }

  hints(): readonly Hint[] {
    return Array.from({ length: this.list('hints') }, (_, i): Hint => {
      const path = `hints.${i}`;
      if (!isMap(this.node(path))) return { when: null, say: this.required(path) };
      return { when: this.required(`${path}.when`), say: this.required(`${path}.say`) };
    });
  }

  /** Fields that nobody asked for are mistakes. */
  unknown(): void {
    const { contents } = this.doc;
    if (!isMap(contents)) return;
    for (const { key } of contents.items)
      if (!this.used.has(String(key)))
        this.tell(`an exercise of this kind has no field ${String(key)}`, (key as Node).range?.[0] ?? 0);
  }

  place(path: string, line: number, column: number): { line: number; column: number } {
    const n = this.node(path);
    const from = n?.range?.[0];
    if (!isScalar(n) || from === undefined) return { line, column };
    const start = this.lines.linePos(from);
    if (n.type !== 'BLOCK_LITERAL' && n.type !== 'BLOCK_FOLDED')
      return line === 1
        ? { line: start.line, column: start.col + (n.type === 'PLAIN' ? 0 : 1) + column - 1 }
        : { line: start.line, column: start.col };
    const body = this.text.slice(this.text.indexOf('\n', from) + 1);
    const indent = /^(?:[ ]*\n)*([ ]*)/.exec(body)?.[1]?.length ?? 0;
    return { line: start.line + line, column: column + indent };
  }
}
