/** How histories are told. Facts come from strangers: what they call things is printed with its control characters spelled out. */
import { counts, type History, type JudgedPoint, type Step } from './history.ts';
import type { Extraction } from './extract.ts';
import type { Obstacle, ToldWay, Verdict } from './verdict.ts';

/** Text on one line, without what would move a cursor, start a colour, or turn the direction of reading. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (c) => `\\u{${(c.codePointAt(0) as number).toString(16)}}`);

/** A key in words: `vsf_session (changed)`, `handle_pasv (changed signature)`. */
export const keyInWords = (key: string, gone: ReadonlySet<string> = new Set()): string => {
  const name = key.slice(2);
  if (key.startsWith('t:')) return `${name} (changed)`;
  if (key.startsWith('g:')) return `${name} (changed type)`;
  return `${name} (${gone.has(name) ? 'deleted' : 'changed signature'})`;
};

const verb = (key: string): string => (key.startsWith('f:') ? 'called' : key.startsWith('g:') ? 'named' : 'used');

/** `vsf_session (changed) is used in main (main.c:139), after the call at main.c:138 returns` */
export function wayInWords(key: string, w: ToldWay, gone?: ReadonlySet<string>): string {
  const calls = w.steps.map((s) => `${s.file}:${s.line}`);
  const after =
    calls.length === 0
      ? ''
      : calls.length === 1
        ? `, after the call at ${calls[0]} returns`
        : `, after the calls at ${calls.join(', then ')} return`;
  return `${keyInWords(key, gone)} is ${verb(key)} in ${w.in} (${w.file}:${w.line})${after}`;
}

export const extractionInWords = (e: Extraction): string =>
  e.kind === 'loop'
    ? `the loop at ${e.file}:${e.line} in ${e.function}`
    : `what follows the call at ${e.file}:${e.line} in ${e.function}`;

/** Ways shown of each obstacle, obstacles of each point. */
const most = 3;
const mostObstacles = 12;

const obstacleLines = (o: Obstacle, gone: ReadonlySet<string>): string[] => [
  ...o.ways.slice(0, most).map((w) => wayInWords(o.key, w, gone)),
  ...(o.ways.length > most
    ? [`and ${o.ways.length - most} more places where ${o.key.slice(2)} is ${verb(o.key)}`]
    : []),
];

/** A point's verdict and what is in the way, without indentation of the first line. */
export function pointLines(p: Verdict & Partial<JudgedPoint>, gone: ReadonlySet<string> = new Set()): string[] {
  const may = `${p.mayChange.length} of ${p.mayChange.length + p.mayNotChange.length} types may change`;
  const lines = [`${p.file}:${p.line} in ${p.function}: ${p.verdict}; ${may}`];
  for (const o of p.obstacles.slice(0, mostObstacles)) lines.push(...obstacleLines(o, gone).map((l) => `  ${l}`));
  if (p.obstacles.length > mostObstacles) lines.push(`  and ${p.obstacles.length - mostObstacles} more keys`);
  if (p.proposal)
    lines.push(`  it would be admitted with ${p.proposal.extract.map(extractionInWords).join(' and ')} extracted`);
  if (p.skipped.length > 0) lines.push(`  could not be read, and may be on the stack: ${p.skipped.join(', ')}`);
  if (p.storage !== null && p.storage.length > 0)
    lines.push(`  storage: frames that remain hold ${p.storage.join(', ')} by value`);
  for (const pin of p.pinned)
    lines.push(
      `  pinned: ${pin.type}: ${pin.why} (${pin.file}:${pin.line}${pin.places > 1 ? `, and ${pin.places - 1} more` : ''})`,
    );
  return lines;
}

const sums = (s: Step): string => {
  const [ta, td, tc, th, fa, fd, fm, fs, fb, ga, gd, gt, gi] = counts(s.changes) as number[];
  const part = (what: string, list: readonly (readonly [number | undefined, string])[]): string[] => {
    const told = list.flatMap(([n, word]) => (n ? [`${n} ${word}`] : []));
    return told.length === 0 ? [] : [`${what} ${told.join(', ')}`];
  };
  const parts = [
    ...part('types', [
      [ta, 'added'],
      [td, 'deleted'],
      [tc, 'changed'],
      [th, 'changed by what they hold'],
    ]),
    ...part('functions', [
      [fa, 'added'],
      [fd, 'deleted'],
      [fm, 'moved'],
      [fs, 'signatures'],
      [fb, 'bodies'],
    ]),
    ...part('globals', [
      [ga, 'added'],
      [gd, 'deleted'],
      [gt, 'types'],
      [gi, 'initialisers'],
    ]),
  ];
  return parts.length === 0 ? 'nothing changed' : parts.join('; ');
};

/** For each function with a point: in how many steps it is admitted, and with the proposed extractions. */
export interface Tally {
  readonly function: string;
  readonly steps: number;
  readonly admitted: number;
  /** With the proposals carried out. */
  readonly withExtraction: number;
  /** What is extracted, told without lines, and how often. */
  readonly places: readonly (readonly [string, number])[];
}

/** Counts steps, a function with several points is admitted where all of them are. */
export function tally(h: History): Tally[] {
  const found = new Map<
    string,
    { steps: number; admitted: number; withExtraction: number; places: Map<string, number> }
  >();
  for (const s of h.steps)
    for (const name of new Set(s.points.map((p) => p.function))) {
      const entry = found.get(name) ?? { steps: 0, admitted: 0, withExtraction: 0, places: new Map<string, number>() };
      found.set(name, entry);
      const points = s.points.filter((p) => p.function === name);
      entry.steps++;
      if (points.every((p) => p.verdict === 'admitted')) entry.admitted++;
      if (points.every((p) => p.verdict === 'admitted' || p.proposal !== null)) entry.withExtraction++;
      const places = new Set(
        points.flatMap((p) =>
          (p.proposal?.extract ?? []).map(
            (e) => `${e.kind === 'loop' ? 'a loop' : 'what follows a call'} in ${e.function}`,
          ),
        ),
      );
      for (const place of places) entry.places.set(place, (entry.places.get(place) ?? 0) + 1);
    }
  return [...found].map(([name, { places, ...rest }]) => ({ function: name, ...rest, places: [...places] }));
}

/** The history in lines, as text. */
export function historyLines(h: History): string[] {
  const lines = h.versions.map(
    (v) =>
      `${h.program} ${v.release}: ${v.types} types, ${v.functions} functions, ${v.globals} globals, ${v.points} update points${v.errors > 0 ? `; ${v.errors} declarations could not be read` : ''}`,
  );
  for (const s of h.steps) {
    const gone = new Set(s.changes.functions.deleted);
    lines.push(`${s.from} → ${s.to}: ${sums(s)}`);
    for (const p of s.points) lines.push(...pointLines(p, gone).map((l) => `  ${l}`));
    if (s.points.length === 0) lines.push('  no update point');
  }
  for (const t of tally(h)) {
    const more =
      t.withExtraction > t.admitted
        ? `; in ${t.withExtraction} with extractions: ${t.places.map(([what, n]) => `${what} (${n === 1 ? 'once' : `${n} times`})`).join(', ')}`
        : '';
    lines.push(`${t.function}: admitted in ${t.admitted} of ${t.steps} steps${more}`);
  }
  return lines;
}
