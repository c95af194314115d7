/** Why a sentence cannot be read: the token, and what could stand there. */
import { nearest } from '../did-you-mean.ts';
import type { Chart, Lattice } from './chart.ts';
import type { Phrase, Phrases } from './phrases.ts';
import { difference, latticeOf, readingsOf, sortOfToken, type Context, type Reading } from './readings.ts';
import type { Token } from './spelling.ts';

export interface Complaint {
  /** The token, counted from 0; behind the last one what is missing. */
  readonly token: number;
  readonly message: string;
}

/** What a sentence is read as. */
export type Role = 'premise' | 'conclusion';

/** So many things that could stand in a place are listed. */
const most = 6;
/** With more tokens of wrong sorts, another judgement was meant. */
const mostWrong = 2;

const aOrAn = (noun: string) => (noun.endsWith('s') ? noun : `${/^[AEIOaeio]/.test(noun) ? 'an' : 'a'} ${noun}`);
const kindOf = (sort: string) =>
  sort === 'names' ? 'a set of names' : sort === 'int' ? 'an integer' : sort === 'holds' ? 'a predicate' : aOrAn(sort);
const oneOf = (things: readonly string[]) =>
  things.length < 2 ? things.join('') : `${things.slice(0, -1).join(', ')} or ${things.at(-1)}`;

/** A sort with the letters of its metavariables: `a Cap (Δ)`. */
function sortWithLetters({ system }: Phrases, sort: string): string {
  const letters = Object.entries(system.metas).flatMap(([letter, entry]) =>
    (typeof entry === 'object' ? entry.sort : entry) === sort ? [letter] : [],
  );
  return letters.length === 0 ? kindOf(sort) : `${kindOf(sort)} (${letters.join(', ')})`;
}

/** What is wrong with tokens that have no reading. */
export function complaints(
  context: Context,
  role: Role,
  tokens: readonly Token[],
  lattice: Lattice,
  chart: Chart<Phrase>,
): readonly Complaint[] {
  const { phrases } = context;
  const [strange] = unknown(phrases, tokens, lattice);
  if (strange !== undefined) return [strange];
  const start = role === 'premise' ? phrases.premise : phrases.conclusion;
  const lenient = readingsOf(context, start, tokens, latticeOf(context, tokens, true)).readings[0];
  if (lenient !== undefined && lenient.wrong.length <= mostWrong)
    return lenient.wrong.map(({ token, expected }) => ({
      token,
      message: wrongSort(phrases, tokens[token] as Token, expected),
    }));
  if (role === 'conclusion') {
    const { readings } = readingsOf(context, phrases.premise, tokens, lattice);
    if (readings.length > 0) return [{ token: 0, message: 'a side condition cannot be concluded, a judgement can' }];
  }
  const long = tokens.flatMap(({ text, kind }, token) =>
    kind === 'word' && /^\p{L}{3,}$/u.test(text) && !phrases.words.keywords.has(text)
      ? [{ token, message: `'${text}' is no word of ${phrases.system.name}` }]
      : [],
  );
  if (long.length > 0) return long.slice(0, 1);
  const found = tokens[chart.furthest];
  const seen = found === undefined ? 'the end' : `'${found.text}'`;
  const expected = expectations(phrases, chart);
  return [
    {
      token: chart.furthest,
      message:
        expected.length > 0
          ? `expected ${oneOf(expected)}, found ${seen}`
          : `no ${role === 'premise' ? 'judgement, predicate or equation' : 'judgement'} begins with ${seen}`,
    },
  ];
}

/** Words and symbols that the calculus does not have. */
function unknown({ system, words }: Phrases, tokens: readonly Token[], lattice: Lattice): readonly Complaint[] {
  const reached = new Set<number>();
  lattice.forEach((found, i) => {
    for (const [, length] of found) for (let k = 0; k < length; k++) reached.add(i + k);
  });
  return tokens.flatMap(({ text, kind }, token) => {
    if (reached.has(token) || words.keywords.has(text)) return [];
    const [letter] = [...text];
    return kind === 'word'
      ? [{ token, message: `'${text}' is no word of ${system.name}, and no metavariable starts with ${letter}` }]
      : [{ token, message: `'${text}' is no symbol of ${system.name}` }];
  });
}

function wrongSort(phrases: Phrases, token: Token, expected: string): string {
  const sort = sortOfToken(phrases, token) as string;
  const lettered = sort === 'name' ? phrases.lettered.get(expected) : undefined;
  if (lettered !== undefined) {
    const letters = lettered.map(([letter, tag]) => `${letter} for ${tag}`);
    return `${token.text} is a name: ${kindOf(expected)} that is a name starts with ${oneOf(letters)}`;
  }
  const functions = phrases.syntax.productions.flatMap((p) => (p.calls === undefined ? [] : [p.calls.info]));
  // A word that is nearly a function's name was to be one.
  const meant = nearest(
    token.text,
    functions.filter((f) => f.result === expected).map((f) => f.name),
  );
  const call = functions.find((f) => f.name === meant);
  const hint =
    call === undefined || [...token.text].length < 3 ? '' : `; did you mean ${call.name}(${call.args.join(', ')})?`;
  return `${token.text} is ${kindOf(sort)}, ${kindOf(expected)} is expected here${hint}`;
}

/** What could stand behind what was read, the outermost phrases first. */
function expectations(phrases: Phrases, { pending }: Chart<Phrase>): readonly string[] {
  const found = new Set<string>();
  for (const { production, dot } of [...pending].sort((a, b) => a.origin - b.origin)) {
    const symbol = production.right[dot] as number;
    const text = production.texts[dot] ?? '';
    if (symbol < 0) found.add(sortWithLetters(phrases, phrases.sorts.get(symbol) ?? 'premise'));
    else if (text !== '') found.add(`'${text}'`);
  }
  const all = [...found];
  return all.length > most ? [...all.slice(0, most - 1), 'something else'] : all;
}

/** That a sentence can be read in two ways. */
export function ambiguity(readings: readonly Reading[]): Complaint {
  const [a, b] = difference(readings[0]?.value, readings[1]?.value);
  return { token: 0, message: `can be read in two ways: ${a}, or ${b}` };
}
