/** From text to terms: tokens, groups, phrases, and the terms built from the innermost groups outwards. */
import { left, type Either } from 'fp-ts/lib/Either.js';
import type { IRecognitionException, IToken } from 'chevrotain';
import { EOF } from '../../chevrotain.ts';
import { loadError, type LoadError } from '../../errors.ts';
import { at, newSource, type Position } from '../../positions.ts';
import { make, type Expr, type Item, type Items, type Program, type Type } from '../grammar.ts';
import { beginsItem, endOf, found, group, type GroupToken } from './groups.ts';
import { ProteusParser } from './items.ts';
import type { Build, Construct, Nonterminal, Reader, Task } from './phrases.ts';
import { lex } from './tokens.ts';
import { checkExpr, checkProgram, checkType, checkUpdate } from './scope.ts';
import { listOfItems } from '../programs.ts';

export interface ReadOptions {
  /** Allow con, abs, `ref[τ]`, `@n` and `update[Δ]`. */
  readonly annotated?: boolean;
  /** What an extension adds to the grammar; the same array each time. */
  readonly constructs?: readonly Construct[];
}

const noConstructs: readonly Construct[] = [];
const parsers = new Map<readonly Construct[], ProteusParser>();

function parserOf(constructs: readonly Construct[]): ProteusParser {
  let parser = parsers.get(constructs);
  if (parser === undefined) parsers.set(constructs, (parser = new ProteusParser(constructs)));
  return parser;
}

/**
 * How sure it is that an error is one of its own: `certain` always; `likely` if it is the first of its item, since what
 * follows a mistake is read in another way than it was meant; `last` if it is the only one of its item.
 */
type Weight = 'certain' | 'likely' | 'last';

interface Mistake {
  readonly message: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly weight: Weight;
}

class Reading implements Reader {
  private readonly errors: Mistake[] = [];
  /** Where items and the last expression begin, in order. */
  boundaries: readonly number[] = [];
  private readonly tasks: Task[] = [];
  readonly top: IToken[];
  readonly end: IToken;
  private readonly file: string;
  private readonly annotated: boolean;

  private readonly constructs: readonly Construct[];

  constructor(text: string, file: string, options: ReadOptions) {
    newSource();
    this.file = file;
    this.annotated = options.annotated ?? false;
    this.constructs = options.constructs ?? noConstructs;
    const { tokens, errors, end } = lex(
      text,
      this.constructs.map((c) => c.word),
    );
    this.end = endOf(text.slice(0, end));
    for (const e of errors) this.errors.push({ ...e, weight: 'likely' });
    const grouped = group(tokens, this.end);
    for (const e of grouped.errors) this.mistake(e.message, e.token, 'likely');
    this.top = grouped.tokens;
  }

  // Bound: the parser calls them on their own.
  place = <X extends object>(term: X, token: IToken): X => at(term, this.position(token));

  position(token: IToken): Position {
    return {
      file: this.file,
      line: token.startLine as number,
      column: token.startColumn as number,
      offset: token.startOffset,
      end: token.startOffset + token.image.length,
    };
  }

  mistake(message: string, token: IToken, weight: Weight = 'certain'): void {
    this.errors.push({
      weight,
      message,
      offset: token.startOffset,
      line: token.startLine as number,
      column: token.startColumn as number,
    });
  }

  annotatedOnly(what: string, token: IToken): void {
    if (!this.annotated) this.mistake(`${what} belongs to annotated programs`, token);
  }

  defer(g: GroupToken, as: Nonterminal): Task {
    return this.task(g.content, g.close, as);
  }

  task(content: readonly IToken[], close: IToken, as: Nonterminal): Task {
    const task: Task = { content, close, as };
    this.tasks.push(task);
    return task;
  }

  /** Parses every task, the ones that parsing finds included; then builds, the last ones first. */
  run(): void {
    const parser = parserOf(this.constructs);
    parser.reader = this;
    try {
      for (let i = 0; i < this.tasks.length; i++) {
        const task = this.tasks[i] as Task;
        parser.input = task.content as IToken[];
        const rule = parser[task.as] as () => Build<unknown>;
        task.build = rule.call(parser);
        const error = parser.errors[0];
        if (error) this.report(error, task);
      }
      if (this.errors.length > 0) return;
      for (let i = this.tasks.length - 1; i >= 0; i--) {
        const task = this.tasks[i] as Task;
        task.result = task.build?.();
        task.build = undefined;
      }
    } finally {
      parser.forget();
    }
  }

  private report(error: IRecognitionException, task: Task): void {
    const { token } = error;
    if (token.tokenType !== EOF) return this.mistake(error.message, token, 'likely');
    // The end of a group is its closer.
    this.mistake(error.message.replace(/found .*$/, `found ${found(task.close)}`), task.close, 'likely');
  }

  /** The parse errors, sorted, one for each place, without those that follow from others. */
  failures(): LoadError[] {
    const byOffset = new Map<number, Mistake>();
    for (const e of this.errors) if (!byOffset.has(e.offset)) byOffset.set(e.offset, e);
    // What is found where an item begins is an error of the item before, unless it is about the beginning itself.
    const begins = (at: number, e: Mistake) => at < e.offset || (at === e.offset && e.weight === 'certain');
    const items = new Map<number, Mistake[]>();
    let item = 0;
    for (const e of [...byOffset.values()].sort((a, b) => a.offset - b.offset)) {
      while (item < this.boundaries.length && begins(this.boundaries[item] as number, e)) item++;
      const list = items.get(item);
      if (list) list.push(e);
      else items.set(item, [e]);
    }
    return [...items.values()]
      .flatMap((all) => {
        const own = all.filter((e, i) => e.weight === 'certain' || (e.weight === 'likely' && first(all, i)));
        return own.length > 0 ? own : all.slice(0, 1);
      })
      .map((e) => loadError('parse', e.message, { ...e, file: this.file, end: e.offset }, this.file));
  }
}

/** Whether nothing before it in its item is an error for sure or likely. */
const first = (all: readonly Mistake[], i: number): boolean => all.findIndex((e) => e.weight !== 'last') === i;

/** Cuts the tokens of a file before each word that begins a definition; `add fun` is one beginning. */
function segments(tokens: readonly IToken[]): { head: IToken[]; items: IToken[][] } {
  const head: IToken[] = [];
  const items: IToken[][] = [];
  tokens.forEach((t, i) => {
    const before = tokens[i - 1]?.image;
    const goesOn = before === 'add' ? t.image !== 'and' && t.image !== 'add' : before === 'and' && t.image === 'fun';
    const starts = beginsItem(tokens, i) && !goesOn;
    if (starts) items.push([t]);
    else (items[items.length - 1] ?? head).push(t);
  });
  return { head, items };
}

/** Where the items of a file begin, and the expression behind the last one. */
function boundaries(items: readonly IToken[][]): number[] {
  const last = items[items.length - 1]?.find(isIn);
  return [...items.map((i) => i[0] as IToken), ...(last ? [last] : [])].map((t) => t.startOffset);
}

/** `and` goes on with functions. */
function checkAnd(reading: Reading, items: readonly IToken[][]): void {
  items.forEach((tokens, i) => {
    const [first, second] = items[i - 1] ?? [];
    const word = first?.image === 'add' ? second?.image : first?.image;
    const functions = (word === 'fun' || word === 'and') && items[i - 1]?.some(isIn) === false;
    const start = tokens[0] as IToken;
    if (start.image === 'and' && !functions) reading.mistake(`'and' stands behind a function only`, start);
  });
}

const isIn = (t: IToken) => t.image === 'in' && !('content' in t);

const finish = <R>(
  reading: Reading,
  build: () => R,
  check: (r: R) => Either<LoadError[], R>,
): Either<LoadError[], R> => {
  reading.run();
  const failures = reading.failures();
  return failures.length > 0 ? left(failures) : check(build());
};

/**
 * Reads a program. Unknown latents are `?`; types left out are Omitted; names that are no locals are external.
 * @returns the program, or its errors in the order of their places: of each item those that do not follow from others.
 */
export function parseProgram(text: string, file: string, options: ReadOptions = {}): Either<LoadError[], Program> {
  const reading = new Reading(text, file, options);
  const { head, items } = segments(reading.top);
  checkAnd(reading, items);
  reading.boundaries = boundaries(items);
  let body = head;
  let bodyEnd = reading.end;
  const tasks: Task[] = [];
  const behind = (i: number): IToken => items[i + 1]?.[0] ?? reading.end;
  if (items.length > 0 && head.length > 0)
    reading.mistake(`expected a definition, found ${found(head[0] as IToken)}`, head[0] as IToken, 'likely');
  items.forEach((tokens, i) => {
    const cut = tokens.findIndex(isIn);
    const item = cut < 0 ? tokens : tokens.slice(0, cut);
    if (item[0]?.image === 'add') reading.mistake(`'add' belongs to updates`, item[0]);
    const by = item[0]?.image === 'type' ? item.find((t) => t.image === 'by') : undefined;
    if (by) reading.mistake(`'by' belongs to updates`, by);
    tasks.push(reading.task(item, cut < 0 ? behind(i) : (tokens[cut] as IToken), 'item'));
    if (i < items.length - 1) {
      const extra = cut < 0 ? undefined : tokens[cut + 1];
      if (extra) reading.mistake(`expected a definition, found ${found(extra)}`, extra, 'likely');
      return;
    }
    body = cut < 0 ? [] : tokens.slice(cut + 1);
    if (cut < 0) reading.mistake(`expected 'in' and an expression, found ${found(reading.end)}`, reading.end, 'likely');
  });
  const stray = items.length === 0 ? head.find(isIn) : undefined;
  if (stray) {
    reading.mistake(`unexpected 'in'`, stray, 'likely');
    body = head.slice(0, head.indexOf(stray));
    bodyEnd = stray;
  }
  const main = reading.task(body, bodyEnd, 'expr');
  return finish(
    reading,
    () => make.Program.Program(listOfItems(tasks.map((t) => t.result as Item)), main.result as Expr),
    (p) => checkProgram(p, file),
  );
}

/** Reads an update: its items, the added ones wrapped. What exists is not known here: no name is unknown. */
export function parseUpdate(text: string, file: string, options: ReadOptions = {}): Either<LoadError[], Items> {
  const reading = new Reading(text, file, options);
  const { head, items } = segments(reading.top);
  checkAnd(reading, items);
  reading.boundaries = boundaries(items);
  const start = head[0];
  if (start?.image !== 'update')
    reading.mistake(`expected 'update', found ${found(reading.top[0] ?? reading.end)}`, reading.top[0] ?? reading.end);
  else if (head[1]) reading.mistake(`expected a definition, found ${found(head[1])}`, head[1], 'likely');
  const tasks: { readonly task: Task; readonly added: IToken | undefined; readonly start: IToken }[] = [];
  let added: IToken | undefined;
  items.forEach((tokens, i) => {
    const start = tokens[0] as IToken;
    // `add` before `fun f … and g …` applies to all of them.
    if (start.image === 'add') added = start;
    else if (start.image !== 'and') added = undefined;
    const task = reading.task(tokens, items[i + 1]?.[0] ?? reading.end, 'item');
    tasks.push({ task, added, start });
    checkBy(reading, tokens, added);
  });
  return finish(
    reading,
    () =>
      listOfItems(
        tasks.map(({ task, added: add, start }) => {
          const item = task.result as Item;
          return add !== undefined && start.image === 'and' ? at(make.Item.AddItem(item), undefined) : item;
        }),
      ),
    (items) => checkUpdate(items, file),
  );
}

/** A changed type needs a transformer, an added one has none. */
function checkBy(reading: Reading, tokens: readonly IToken[], added: IToken | undefined): void {
  if (!tokens.slice(0, 2).some((t) => t.image === 'type')) return;
  const by = tokens.find((t) => t.image === 'by');
  if (added && by) reading.mistake(`an added type has no transformer: unexpected 'by'`, by);
  // A lone `type` is told as what it is.
  if (!added && !by && tokens.length > 1) {
    const last = tokens[tokens.length - 1] as IToken;
    const behind = 'close' in last ? (last as GroupToken).close : last;
    reading.mistake(`a changed type needs a transformer: expected 'by' behind ${found(behind)}`, behind, 'last');
  }
}

/** Reads an expression; names for which `externals` holds are external unless bound. */
export function parseExpr(
  text: string,
  file: string,
  options: ReadOptions & { readonly externals?: (name: string) => boolean } = {},
): Either<LoadError[], Expr> {
  const reading = new Reading(text, file, options);
  const task = reading.task(reading.top, reading.end, 'expr');
  return finish(
    reading,
    () => task.result as Expr,
    (e) => checkExpr(e, file, (x) => ((options.externals?.(x) ?? true) ? 'external' : 'local')),
  );
}

export function parseType(text: string, file: string): Either<LoadError[], Type> {
  const reading = new Reading(text, file, {});
  const task = reading.task(reading.top, reading.end, 'type');
  return finish(
    reading,
    () => task.result as Type,
    (τ) => checkType(τ, file),
  );
}
