/**
 * Texts without what they repeat from far back: gzip looks back for 32 kB, and a version of a history is longer than that. A text is
 * what is new in it and, in their order, the pieces that stand in it before.
 */

/** What a text begins with that has been packed. */
export const mark = '{"format":"mutandis-repeats"}\n';

/** Shorter pieces are not worth to be named. */
const least = 32;
/** Pieces are looked for where every so-many-th of their places begins. */
const apart = 4;

/**
 * The text packed: `mark`, a line of numbers (of the text that is new, of the place of the piece relative to where the last one ended,
 * of the length of the piece; again and again), and all that is new.
 */
export function pack(text: string): string {
  const places = new Map<string, number>();
  const numbers: number[] = [];
  const fresh: string[] = [];
  let indexed = 0;
  let begun = 0;
  let expected = 0;
  for (let at = 0; at + least <= text.length;) {
    for (; indexed + least <= at; indexed += apart) places.set(text.slice(indexed, indexed + least), indexed);
    // What follows the last piece, with as much between as here, is tried first: then the number is 0.
    const follows = expected + at - begun;
    const same = follows + least <= at && text.startsWith(text.slice(at, at + least), follows);
    const from = same ? follows : places.get(text.slice(at, at + least));
    if (from === undefined) {
      at++;
      continue;
    }
    let length = least;
    while (at + length < text.length && from + length < at && text[from + length] === text[at + length]) length++;
    numbers.push(at - begun, from - follows, length);
    fresh.push(text.slice(begun, at));
    at += length;
    begun = at;
    expected = from + length;
  }
  return `${mark}${numbers.join(' ')}\n${fresh.join('')}${text.slice(begun)}`;
}

/** The text that was packed; as it is when it was not; undefined when it has more than so many UTF-16 code units, or is none that `pack` makes. */
export function unpack(packed: string, most: number): string | undefined {
  if (!packed.startsWith(mark)) return packed;
  const end = packed.indexOf('\n', mark.length);
  const line = packed.slice(mark.length, end);
  if (end < 0 || !/^(-?\d+( -?\d+)*)?$/.test(line)) return undefined;
  const numbers = line === '' ? [] : line.split(' ').map(Number);
  const fresh = packed.slice(end + 1);
  const whole = numbers.reduce((sum, n, i) => (i % 3 === 2 ? sum + n : sum), fresh.length);
  if (numbers.length % 3 !== 0 || !(whole <= most) || numbers.some((n, i) => i % 3 !== 1 && n < 0)) return undefined;
  const units = new Uint16Array(whole);
  let at = 0;
  let taken = 0;
  const take = (to: number): void => {
    while (taken < to) units[at++] = fresh.charCodeAt(taken++);
  };
  for (let i = 0, expected = 0; i < numbers.length; i += 3) {
    const [between, further, length] = numbers.slice(i, i + 3) as [number, number, number];
    const from = expected + between + further;
    if (taken + between > fresh.length) return undefined;
    take(taken + between);
    if (from < 0 || from + length > at) return undefined;
    units.copyWithin(at, from, from + length);
    at += length;
    expected = from + length;
  }
  take(fresh.length);
  return new TextDecoder('utf-16le', { ignoreBOM: true }).decode(units);
}
