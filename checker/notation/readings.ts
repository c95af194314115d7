/** What a sentence says: the readings of its chart, the best of them, and where several are left. */
import { isCall, isMeta, type AnyMetafunction, type Pattern } from '../../semantics/symbols.ts';
import { chartOf, type Chart, type Lattice } from './chart.ts';
import { isInstance } from '../../rules/judgement.ts';
import type { Phrase, Phrases } from './phrases.ts';
import { isWhere } from '../../rules/rule.ts';
import { letterIn, type Token } from './spelling.ts';

/** A token that stands where a term of another sort is expected. */
export interface Wrong {
  readonly token: number;
  readonly expected: string;
}

export interface Reading {
  readonly value: unknown;
  /** Equal keys, equal readings; equal shapes, equal but for functions that read alike. Numbers of this sentence. */
  readonly key: number;
  readonly shape: number;
  /** How many metafunctions are called. */
  readonly calls: number;
  /** How many terms stand where another sort is expected, as `n` for the expression that it is. */
  readonly conversions: number;
  /** How often a metafunction is called where a term is matched, or an equation computes nothing. */
  readonly unusual: number;
  /** Of functions that read alike, those with the lower ranks are meant. */
  readonly rank: number;
  /** Every function that is called is one that is likely to be. */
  readonly likely: boolean;
  readonly by: Phrase | undefined;
  /** The functions that are called by their names. */
  readonly named: readonly AnyMetafunction[];
  readonly wrong: readonly Wrong[];
}

export interface Context {
  readonly phrases: Phrases;
  /** Names that are meant themselves in this rule. */
  readonly said: ReadonlySet<string>;
  /** Of functions that read alike, the ones with the lower rank are meant. */
  readonly rank: (f: AnyMetafunction) => number;
  /** Functions that are meant where their call reads like a term that calls nothing. */
  readonly likely: ReadonlySet<AnyMetafunction>;
}

const sortOf = ({ system }: Phrases, letter: string): string => {
  const entry = system.metas[letter];
  return typeof entry === 'object' ? entry.sort : (entry as string);
};

/** The sort of a metavariable or number, in words: undefined for other tokens. */
export const sortOfToken = (phrases: Phrases, token: Token): string | undefined => {
  if (token.kind === 'number') return 'int';
  const letter = token.kind === 'word' ? letterIn(phrases.words, token.text) : undefined;
  return letter === undefined ? undefined : sortOf(phrases, letter);
};

/** @param anySort lets metavariables and numbers stand where any sort is expected. */
export function latticeOf({ phrases, said }: Context, tokens: readonly Token[], anySort = false): Lattice {
  const { literals, variables } = phrases;
  return tokens.map((token, i) => {
    const found: [number, number][] = [];
    for (const [terminal, rest] of literals.get(token.text) ?? [])
      if (rest.every((text, k) => tokens[i + k + 1]?.text === text && tokens[i + k]?.end === tokens[i + k + 1]?.start))
        found.push([terminal, 1 + rest.length]);
    const sort = sortOfToken(phrases, token);
    if (sort === undefined) return found;
    const itself = said.has(token.text);
    if (token.kind === 'number') found.push([variables.number, 1]);
    else if (itself) found.push([variables.itself, 1]);
    if (anySort) for (const terminal of variables.ofSort.values()) found.push([terminal, 1]);
    else if (token.kind === 'word' && !itself) {
      const own = variables.ofSort.get(sort);
      if (own !== undefined) found.push([own, 1]);
      if (sort === 'name') found.push([variables.ofLetter.get([...token.text][0] as string) as number, 1]);
    }
    return found;
  });
}

const nothing = { calls: 0, conversions: 0, unusual: 0, rank: 0, likely: true, by: undefined, named: [] } as const;

/** So many readings are kept of a part, of those that call as many functions: two are too many in the end. */
const most = 3;
/** So many phrases are put together for a sentence, at most; some hundred are enough for one that can be understood. */
const mostWork = 20_000;

/**
 * The best of readings that call as many functions: those with the fewest conversions; of functions that read alike
 * those that are meant.
 */
function best(readings: readonly Reading[]): readonly Reading[] {
  if (readings.length < 2) return readings;
  const cost = (r: Reading) => (r.wrong.length * 100 + r.unusual) * 100 + r.conversions;
  const found = new Map<number, Reading>();
  const kept = new Map<number, number>();
  for (const r of readings) {
    const rivals = readings.filter((o) => o.calls === r.calls && cost(o) <= cost(r));
    if (rivals.some((o) => cost(o) < cost(r) || (o.shape === r.shape && o.rank < r.rank))) continue;
    const others = kept.get(r.calls) ?? 0;
    if (found.has(r.key) || others === most) continue;
    found.set(r.key, r);
    kept.set(r.calls, others + 1);
  }
  return [...found.values()];
}

/**
 * The readings that are left in the end. One that calls a function is taken before one that does not (`n1 + n2` for the
 * sum, and not for an application) only when all that it calls is likely.
 */
function final(readings: readonly Reading[]): readonly Reading[] {
  const cost = (r: Reading) => r.wrong.length * 100 + r.unusual;
  const least = Math.min(...readings.map(cost));
  const left = readings.filter((r) => cost(r) === least);
  const calls = Math.max(...left.map((r) => r.calls));
  const computed = left.filter((r) => r.calls === calls);
  return computed.every((r) => r.likely) ? computed : left;
}

export interface Readings {
  readonly readings: readonly Reading[];
  readonly chart: Chart<Phrase>;
  /** There are so many ways to read the parts that not all were looked at. */
  readonly tooMuch: boolean;
}

/** The readings of tokens as something that a nonterminal reads. */
export function readingsOf(context: Context, start: number, tokens: readonly Token[], lattice: Lattice): Readings {
  const { phrases } = context;
  const { syntax } = phrases;
  const chart = chartOf(syntax, start, lattice);
  const sorts = new Map([...phrases.variables.ofSort].map(([sort, terminal]) => [terminal, sort]));
  const memory = new Map<string, readonly Reading[]>();
  const numbers = new Map<string, number>();
  const number = (name: string): number => {
    const known = numbers.get(name) ?? numbers.size;
    numbers.set(name, known);
    return known;
  };
  let work = 0;

  const leaf = (terminal: number, i: number): Reading => {
    const token = tokens[i] as Token;
    const { text, kind } = token;
    const itself = terminal === phrases.variables.itself;
    const value = kind === 'number' ? BigInt(text) : itself ? text : phrases.metas[text];
    const name = number(itself ? `'${text}` : text);
    const expected = sorts.get(terminal);
    const wrong = expected === undefined || expected === sortOfToken(phrases, token) ? [] : [{ token: i, expected }];
    return { ...nothing, value, key: name, shape: name, wrong };
  };

  const assemble = (p: Phrase, parts: readonly Reading[]): Reading | undefined => {
    if (p.passes) {
      const [part] = parts as readonly [Reading];
      return p.right.length > 1 ? { ...part, by: p } : part;
    }
    const args: (Reading | undefined)[] = new Array<undefined>(p.arity).fill(undefined);
    let k = 0;
    for (const at of p.fills) {
      if (at === undefined) continue;
      const part = parts[k++] as Reading;
      // An argument that the template shows twice is the same both times.
      if (args[at] !== undefined && args[at].key !== part.key) return undefined;
      args[at] = part;
    }
    if (p.toTheLeft && parts.at(-1)?.by === p) return undefined;
    const values: unknown[] = args.map((a) => a?.value);
    for (const [at, value] of p.fixed) values[at] = value;
    if (values.includes(undefined)) return undefined;
    const hidden = new Map(p.fixed.map(([at, , key]) => [at, key]));
    const inner = (of: 'key' | 'shape') =>
      p.arity === 0 ? '' : `(${args.map((a, at) => a?.[of] ?? hidden.get(at)).join(',')})`;
    const sum = (of: (r: Reading) => number) => parts.reduce((n, r) => n + of(r), 0);
    return {
      value: p.made(values),
      key: number(`${p.key}${inner('key')}`),
      shape: number(`${p.shape}${inner('shape')}`),
      calls: sum((r) => r.calls) + (p.calls === undefined ? 0 : 1),
      unusual: sum((r) => r.unusual) + unusual(p, args),
      conversions: sum((r) => r.conversions) + (p.converts ? 1 : 0),
      rank: sum((r) => r.rank) + (p.calls === undefined ? 0 : context.rank(p.calls)),
      likely: parts.every((r) => r.likely) && (p.calls === undefined || context.likely.has(p.calls)),
      by: p,
      named: [...parts.flatMap((r) => r.named), ...(p.byName && p.calls !== undefined ? [p.calls] : [])],
      wrong: parts.flatMap((r) => r.wrong),
    };
  };

  const unusual = (p: Phrase, args: readonly (Reading | undefined)[]): number => {
    const calls = args.map((a) => (a !== undefined && a.calls > 0 ? 1 : 0));
    const count = (some: readonly number[]) => some.reduce((n: number, x) => n + x, 0);
    if (p.equation) return 1 - (calls[0] ?? 0) + (calls[1] ?? 0);
    if (p.form === undefined) return 0;
    const inputs = p.form.inputs.length;
    return count(start === phrases.conclusion ? calls.slice(0, inputs) : calls.slice(inputs));
  };

  const derive = (nonterminal: number, i: number, j: number): readonly Reading[] => {
    const name = `${nonterminal} ${i} ${j}`;
    const known = memory.get(name);
    if (known !== undefined) return known;
    // A sort that is read as itself, by way of others, has no more readings for it.
    memory.set(name, []);
    const found: Reading[] = [];
    for (const index of chart.spanning(nonterminal, i, j)) {
      const p = syntax.productions[index] as Phrase;
      const walk = (dot: number, at: number, parts: readonly Reading[]): void => {
        if (work > mostWork) return;
        if (dot === p.right.length) {
          const made = at === j && work++ < mostWork ? assemble(p, parts) : undefined;
          if (made !== undefined) found.push(made);
          return;
        }
        const symbol = p.right[dot] as number;
        if (symbol >= 0) {
          for (const [terminal, length] of lattice[at] ?? [])
            if (terminal === symbol)
              walk(dot + 1, at + length, p.fills[dot] === undefined ? parts : [...parts, leaf(terminal, at)]);
          return;
        }
        // Each symbol behind it reads a token at least.
        const behind = p.right.length - dot - 1;
        for (const end of behind === 0 ? [j] : chart.ends(symbol, at)) {
          if (end > j - behind || chart.spanning(symbol, at, end).length === 0) continue;
          for (const part of derive(symbol, at, end)) walk(dot + 1, end, [...parts, part]);
        }
      };
      walk(0, i, []);
    }
    const kept = best(found);
    memory.set(name, kept);
    return kept;
  };
  if (chart.spanning(start, 0, tokens.length).length === 0) return { readings: [], chart, tooMuch: false };
  // From the inside out: however deep a sentence is, the native stack is not.
  for (const span of chart.complete) derive(...span);
  const readings = final(derive(start, 0, tokens.length));
  return { readings, chart, tooMuch: work > mostWork };
}

/** A pattern by its constructors: `App(Num(n1), Plus)`. */
export function described(p: unknown): string {
  const list = (parts: readonly unknown[]) => (parts.length === 0 ? '' : `(${parts.map(described).join(', ')})`);
  if (typeof p !== 'object' || p === null) return String(p);
  if (isInstance(p)) return `${p.judgement.name}${list(p.args)}`;
  if (isWhere(p)) return `${described(p.value)} = ${described(p.pattern)}`;
  if (isMeta(p)) return p.meta;
  if (isCall(p)) return `${p.call.info.name}${list(p.args)}`;
  if (Array.isArray(p)) return `{${p.join(', ')}}`;
  const { tag, ...fields } = p as { readonly tag: string };
  return `${tag.endsWith('.empty') ? '∅' : tag}${list(Object.values(fields))}`;
}

/** The smallest parts in which two readings differ. */
export function difference(a: unknown, b: unknown): readonly [string, string] {
  const [x, y] = [partsOf(a), partsOf(b)];
  if (x !== undefined && y !== undefined && x.head === y.head && x.parts.length === y.parts.length) {
    const differ = x.parts.flatMap((p, i) => (described(p) === described(y.parts[i]) ? [] : [i]));
    const [only] = differ;
    if (differ.length === 1 && only !== undefined) return difference(x.parts[only], y.parts[only]);
  }
  return [described(a), described(b)];
}

function partsOf(p: unknown): { readonly head: unknown; readonly parts: readonly unknown[] } | undefined {
  if (typeof p !== 'object' || p === null || isMeta(p) || Array.isArray(p)) return undefined;
  if (isInstance(p)) return { head: p.judgement, parts: p.args };
  if (isWhere(p)) return { head: '=', parts: [p.value, p.pattern] };
  if (isCall(p)) return { head: p.call, parts: p.args };
  const { tag, ...fields } = p as { readonly tag: string } & Record<string, Pattern>;
  return { head: tag, parts: Object.values(fields) };
}

/** Whether patterns, premises or conclusions are the same: metavariables by name, metafunctions and judgements as such. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isMeta(a) && isMeta(b)) return a.meta === b.meta && a.sort === b.sort && a.restriction === b.restriction;
  const each = (p: readonly unknown[], q: readonly unknown[]) =>
    p.length === q.length && p.every((x, i) => same(x, q[i]));
  if (Array.isArray(a) && Array.isArray(b)) return each(a, b);
  const [x, y] = [partsOf(a), partsOf(b)];
  return x !== undefined && y !== undefined && x.head === y.head && each(x.parts, y.parts);
}
