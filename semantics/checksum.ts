/** The checksums that files carry: replay does not look at them. */
import { hex, prime, start } from './hash.ts';

/** Sixteen other digits, which files carry of their own text. */
export function checksumText(text: string): string {
  let a = start;
  let b = 0x1b873593;
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), prime);
    b = Math.imul(b ^ text.charCodeAt(i), 0x85ebca6b) ^ (a >>> 15);
  }
  return hex(a) + hex(b);
}
