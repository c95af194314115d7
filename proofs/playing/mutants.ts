/** Proofs with one thing changed: what a checker has to refuse, unless it is a proof all the same. */
import type { Development } from '../check.ts';
import type { ProofData } from '../format.ts';

type Json = Record<string, unknown>;
export interface Mutant {
  readonly kind: string;
  readonly data: ProofData;
}

interface Place {
  readonly holder: Json | unknown[];
  readonly key: string | number;
}
const placesIn = (x: unknown, f: (x: unknown) => boolean): Place[] => {
  const found: Place[] = [];
  const work = [x];
  for (let y = work.pop(); y !== undefined; y = work.pop()) {
    if (typeof y !== 'object' || y === null) continue;
    for (const key of Object.keys(y)) {
      const z = (y as Json)[key];
      if (f(z)) found.push({ holder: y as Json, key });
      work.push(z);
    }
  }
  return found;
};
const get = ({ holder, key }: Place): unknown => (holder as Json)[key];
const put = ({ holder, key }: Place, x: unknown): void => {
  (holder as Json)[key] = x;
};
const has = (key: string, value?: string) => (x: unknown): boolean =>
  typeof x === 'object' && x !== null && key in x && (value === undefined || (x as Json)[key] === value); // prettier-ignore

/** What is changed, by name: it says false where the proof has no such place. */
const kinds: Readonly<Record<string, (data: Json, d: Development, pick: (n: number) => number) => boolean>> = {
  'other lemma': (data, d, pick) => {
    const uses = placesIn(data, has('step', 'use')).filter((p) => (get(p) as Json).kind !== 'every');
    return some(uses, pick, (p) => {
      (get(p) as Json).of = any([...d.statements.keys()], pick);
    });
  },
  'lemma for hypothesis, hypothesis for lemma': (data, _, pick) =>
    some(placesIn(data, has('step', 'use')), pick, (p) => {
      const use = get(p) as Json;
      use.kind = use.kind === 'lemma' ? 'hypothesis' : 'lemma';
    }),
  'other claim': (data, _, pick) => {
    const lists = placesIn(data, (x) => Array.isArray(x)).filter((p) => p.key === 'premises' || p.key === 'claims');
    const names = lists.flatMap((p) => (get(p) as unknown[]).filter((x) => typeof x === 'string'));
    return some(lists.filter((p) => (get(p) as unknown[]).length > 0), pick, (p) => {
      const list = get(p) as unknown[];
      list[pick(list.length)] = any(names, pick);
    }); // prettier-ignore
  },
  'premises swapped': (data, _, pick) => {
    const lists = placesIn(data, (x) => Array.isArray(x) && x.length > 1).filter((p) => p.key === 'premises' || p.key === 'claims'); // prettier-ignore
    return some(lists, pick, (p) => (get(p) as unknown[]).reverse());
  },
  'branches swapped': (data, _, pick) =>
    some(placesIn(data, (x) => has('yes')(x) || (has('nodes')(x) && ((x as Json).nodes as unknown[]).length > 1)), pick, (p) => {
      const end = get(p) as { yes?: unknown; no?: unknown; nodes?: { node: unknown }[] };
      if (end.nodes === undefined) [end.yes, end.no] = [end.no, end.yes];
      else [end.nodes[0]!.node, end.nodes[1]!.node] = [end.nodes[1]!.node, end.nodes[0]!.node];
    }), // prettier-ignore
  'branch left out': (data, _, pick) =>
    some(placesIn(data, (x) => Array.isArray(x) && x.length > 0).filter((p) => p.key === 'nodes'), pick, (p) => {
      const list = get(p) as unknown[];
      list.splice(pick(list.length), 1);
    }), // prettier-ignore
  'branch said to be absurd': (data, _, pick) =>
    some(placesIn(data, has('end')).filter((p) => p.key === 'end'), pick, (p) => put(p, { end: 'absurd' })), // prettier-ignore
  'other term': (data, _, pick) => {
    const maps = placesIn(data, (x) => typeof x === 'object' && x !== null && !Array.isArray(x) && Object.keys(x).length > 0).filter((p) => p.key === 'instance' || p.key === 'witnesses'); // prettier-ignore
    return some(maps, pick, (p) => {
      const instance = get(p) as Json;
      instance[any(Object.keys(instance), pick)] = pick((data.terms as unknown[]).length);
    });
  },
  'other variable': (data, _, pick) =>
    some(placesIn(data.terms, has('meta')), pick, (p) => {
      (get(p) as Json).n = pick(1 + (data.terms as unknown[]).length);
    }),
  'other number': (data, _, pick) => {
    const maps = placesIn(data.node, (x) => typeof x === 'object' && x !== null && !Array.isArray(x) && Object.keys(x).length > 0).filter((p) => p.key === 'metas' || p.key === 'exists' || p.key === 'vars'); // prettier-ignore
    return some(maps, pick, (p) => {
      const numbers = get(p) as Json;
      numbers[any(Object.keys(numbers), pick)] = pick(1 + (data.terms as unknown[]).length);
    });
  },
  'other case': (data, d, pick) => {
    const before = data.case;
    data.case = any([...d.system.rules.keys()], pick);
    return data.case !== before;
  },
  'other theorem': (data, d, pick) => {
    const before = data.theorem;
    data.theorem = any([...d.statements.keys()], pick);
    return data.theorem !== before;
  },
  'other rule': (data, d, pick) =>
    some(placesIn(data.node, has('rule')), pick, (p) => {
      (get(p) as Json).rule = any([...d.system.rules.keys()], pick);
    }),
  'forged position': (data, d, pick) =>
    some(placesIn(data.node, (x) => typeof x === 'string' && /\.\d+$/.test(x)), pick, (p) => {
      const name = get(p) as string;
      const at = name.lastIndexOf('.');
      const other = `${name.slice(0, at)}.${pick(6)}`;
      put(p, [other, `${name}/${any([...d.system.rules.keys()], pick)}.${pick(4)}`, name.slice(0, name.indexOf('/') + 1 || undefined)][pick(3)]);
    }), // prettier-ignore
  'step left out': (data, _, pick) =>
    some(placesIn(data.node, (x) => Array.isArray(x) && x.length > 0).filter((p) => p.key === 'steps'), pick, (p) => {
      const list = get(p) as unknown[];
      list.splice(pick(list.length), 1);
    }), // prettier-ignore
  'step twice': (data, _, pick) =>
    some(placesIn(data.node, (x) => Array.isArray(x) && x.length > 0).filter((p) => p.key === 'steps'), pick, (p) => {
      const list = get(p) as unknown[];
      list.push(structuredClone(list[pick(list.length)]));
    }), // prettier-ignore
  'steps swapped': (data, _, pick) =>
    some(placesIn(data.node, (x) => Array.isArray(x) && x.length > 1).filter((p) => p.key === 'steps'), pick, (p) => {
      const list = get(p) as unknown[];
      const i = pick(list.length - 1);
      [list[i], list[i + 1]] = [list[i + 1], list[i]];
    }), // prettier-ignore
  'part of a term': (data, _, pick) =>
    some(placesIn(data.terms, (x) => Array.isArray(x) && x.length > 1).filter((p) => p.holder === data.terms), pick, (p) => {
      const term = get(p) as unknown[];
      const i = 1 + pick(term.length - 1);
      if (typeof term[i] === 'number') term[i] = pick(Math.max(1, Number(p.key)));
    }), // prettier-ignore
};
function some(places: readonly Place[], pick: (n: number) => number, f: (p: Place) => void): boolean {
  if (places.length === 0) return false;
  f(places[pick(places.length)]!);
  return true;
}
const any = <T>(list: readonly T[], pick: (n: number) => number): T => list[pick(list.length)]!;

/** The names of what is changed. */
export const mutations: readonly string[] = Object.keys(kinds);

/** A proof with one thing changed; undefined where the proof has no place for it, or is the same afterwards. */
export function mutant(d: Development, proof: ProofData, pick: (n: number) => number): Mutant | undefined {
  const kind = mutations[pick(mutations.length)]!;
  const before = JSON.stringify(proof);
  const data = JSON.parse(before) as Json;
  if (!kinds[kind]!(data, d, pick) || JSON.stringify(data) === before) return undefined;
  return { kind, data: data as unknown as ProofData };
}

/**
 * A proof but for how its variables are numbered and its claims are named, for what no step speaks of, and for the order
 * of branches: two proofs with one text are the same proof.
 */
export function textOf(proof: ProofData): string {
  const names = new Map<string, string>();
  const numbers = new Map<string, number>();
  const named = (x: string): string => {
    // Claims are named by where they come from: the name of the step, then inversions and places.
    const [, own, rest] = /^([a-z]*\d*(?:_\d+)*)(.*)$/s.exec(x) as unknown as [string, string, string];
    if (!/\d/.test(own)) return x;
    if (!names.has(own)) names.set(own, `s${names.size}`);
    return names.get(own)! + rest;
  };
  const number = (meta: string, n: unknown): string => {
    if (n === 0) return `${meta}0`;
    const key = `${meta}#${String(n)}`;
    if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
    return `${meta}${numbers.get(key)}`;
  };
  const term = (i: unknown): string => {
    const t = proof.terms[i as number];
    if (Array.isArray(t)) return `(${t.map((x) => (typeof x === 'number' ? term(x) : String(x))).join(' ')})`;
    return typeof t === 'object' && t !== null ? number((t as Json).meta as string, (t as Json).n) : JSON.stringify(t);
  };
  const walk = (x: unknown, key: string): unknown => {
    if (typeof x === 'string') return key === 'as' || key === 'premises' || key === 'claims' || (key === 'of' && /\d/.test(x)) ? named(x) : x; // prettier-ignore
    if (typeof x === 'number') return term(x);
    if (Array.isArray(x)) {
      const list = x.map((y) => walk(y, key));
      return key === 'nodes' ? list.map((y) => JSON.stringify(y)).sort() : list;
    }
    const o = x as Json;
    const entries = Object.keys(o).sort().map((k) => [k, ['metas', 'exists', 'vars'].includes(k) ? Object.entries(o[k] as Json).sort().map(([m, n]) => number(m, n)) : walk(o[k], k)]); // prettier-ignore
    return Object.fromEntries(entries);
  };
  return `${proof.theorem}, ${proof.case}: ${JSON.stringify(walk(proof.node, ''))}`;
}
