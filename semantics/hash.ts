/** Hashes of texts: FNV-1a, and what is made with it. None of them is meant to withstand an adversary. */

export const start = 0x811c9dc5;
export const prime = 0x01000193;

/** A number of 32 bits (signed) by the code units of a text. Texts that differ at their end alone have numbers near each other. */
export function hashText(text: string, seed = start): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), prime);
  return h;
}

export const hex = (n: number): string => (n >>> 0).toString(16).padStart(8, '0');

/** Sixteen hexadecimal digits that change when a text does. */
export function digestText(text: string): string {
  const half = (seed: number): string => {
    const h = hashText(text, seed);
    const m = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    return hex(m ^ (m >>> 13));
  };
  return half(start) + half(0x1b873593);
}
