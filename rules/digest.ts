/** A digest of a system's rules, so that a file can say which rules it was made with. */
import { equationsAsText, metafunctionsOf } from './metafunctions.ts';
import { systemAsText } from './typeset.ts';
import type { System } from './system.ts';

const cache = new WeakMap<System, string>();

/** Sixteen hexadecimal digits that change when a printed rule or equation does, or a rule calls another metafunction. Not meant to withstand an adversary. */
export function digestOf(system: System): string {
  let digest = cache.get(system);
  if (digest === undefined) {
    const functions = metafunctionsOf(system.rules.values()).flatMap((f) => [
      f.info.name,
      ...equationsAsText(system.grammar, f),
    ]);
    const text = [systemAsText(system), ...functions].join('\n');
    const half = (seed: number) => {
      let h = seed;
      for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
      h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
      return ((h ^ (h >>> 13)) >>> 0).toString(16).padStart(8, '0');
    };
    digest = half(0x811c9dc5) + half(0x1b873593);
    cache.set(system, digest);
  }
  return digest;
}
