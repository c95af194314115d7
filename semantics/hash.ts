/**
 * Hashes of texts, by one function: FNV-1a. None of them is meant to withstand an adversary; what names content whoever wrote it
 * (caches, jobs of a queue) is a SHA-256 (workbench/sha256.ts). Tuples of numbers, in interning and in state spaces, are hashed where
 * they lie: making texts of them would cost more than the table saves.
 */

export const start = 0x811c9dc5;
export const prime = 0x01000193;

/** A number of 32 bits (signed) by the code units of a text. Texts that differ at their end alone have numbers near each other. */
export function hashText(text: string, seed = start): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), prime);
  return h;
}

/** A hash with its bits spread, so that near numbers are far from each other (signed, 32 bits). */
export function spread(h: number): number {
  const m = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return m ^ (m >>> 13);
}

const hex = (n: number): string => (n >>> 0).toString(16).padStart(8, '0');

/** Sixteen hexadecimal digits that change when a text does: digests of rules, checksums of files. */
export const digestText = (text: string): string =>
  hex(spread(hashText(text))) + hex(spread(hashText(text, 0x1b873593)));
