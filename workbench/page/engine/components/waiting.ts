/** Who waits for whom in a configuration, and where that goes round in a circle: nobody of a circle ever goes on. */
import { entries, get, keys } from '../../../../semantics/maps.ts';
import { listOf } from '../../../../semantics/components/configs.ts';
import type { Config } from '../../../../semantics/components/grammar.ts';

/** Who waits; each of those it waits for, and why, in words. */
export type Waiting = ReadonlyMap<string, readonly { readonly for: string; readonly why: string }[]>;

/** A thread waits for the mediator that it is blocked at, and a mediator for threads: earlier ones, or those inside. */
export function waitingIn(K: Config): Waiting {
  const all = new Map<string, { for: string; why: string }[]>();
  for (const [o, { entry }] of entries(K.objects)) {
    if (entry.tag !== 'Med') continue;
    const waits: { for: string; why: string }[] = [];
    const { tag } = entry.phase;
    if (tag === 'Forward')
      for (const [t, Θ] of entries(K.threads))
        if ((Θ.tag === 'Live' || Θ.tag === 'Blocked') && Θ.g < entry.g)
          waits.push({ for: t, why: `${o} waits for ${t}, which started before its mediator` });
    if (tag === 'Block')
      for (const t of keys(entry.inside)) waits.push({ for: t, why: `${o} waits for ${t}, which is inside` });
    all.set(o, waits);
    for (const t of listOf(entry.blocked))
      if (get(K.threads, t)?.tag === 'Blocked') all.set(t, [{ for: o, why: `${t} is blocked at ${o}` }]);
  }
  return all;
}

/** A circle of waiting, as sentences in its order; undefined where there is none. */
export function circleIn(waiting: Waiting): { readonly who: readonly string[]; readonly why: string } | undefined {
  const known = new Set<string>();
  const search = (
    at: string,
    way: readonly { readonly who: string; readonly why: string }[],
  ): typeof way | undefined => {
    const from = way.findIndex((w) => w.who === at);
    if (from >= 0) return way.slice(from);
    if (known.has(at)) return undefined;
    known.add(at);
    for (const w of waiting.get(at) ?? []) {
      const found = search(w.for, [...way, { who: at, why: w.why }]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const who of waiting.keys()) {
    const found = search(who, []);
    if (found !== undefined) return { who: found.map((w) => w.who), why: found.map((w) => w.why).join('; ') };
  }
  return undefined;
}
