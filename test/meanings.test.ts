/** What is known of metafunctions agrees with their code: each equation, and each theory, on generated arguments. */
import { describe, expect, test } from 'vitest';
import { meaningOf, type MeaningEquation } from '../semantics/meaning.ts';
import { isCall, isMeta, type AnyMetafunction, type Metavariable, type Pattern } from '../semantics/symbols.ts';
import { equal } from '../semantics/terms.ts';
import type { Grammar, Term } from '../semantics/grammar.ts';
import { mapOperations } from '../semantics/maps.ts';
import { developmentFor } from '../proofs/developments.ts';
import { proteus } from '../rules/proteus/system.ts';
import { stlc } from '../rules/stlc/system.ts';
import { chooser } from './arbitrary.ts';

const seed = 20251;
const wanted = 60;

/** Ground terms of any sort; what proofs speak of has known latents. */
function grower(g: Grammar, pick: (n: number) => number) {
  const unknown = (tag: string) => tag.endsWith('Unknown');
  const names = ['a', 'b', 'c', '@1', '@2'];
  const grow = (sort: string, depth: number): unknown => {
    if (sort === 'name') return names[pick(names.length)];
    if (sort === 'int') return BigInt(pick(3));
    if (sort === 'names') return ['a', 'b', 'c'].filter(() => pick(2) === 0);
    const value = g.maps[sort];
    if (value !== undefined) {
      const entries = names.filter(() => pick(3) === 0).map((k) => [k, grow(value, depth - 1)] as const);
      return mapOperations<string, unknown>(sort).of(entries);
    }
    const all = [...g.constructors.values()].filter((c) => c.sort === sort && !unknown(c.tag));
    const small = all.filter((c) => c.fields.every(([, s]) => s !== sort && !(s in g.maps) && (depth > -3 || ['name', 'int', 'names'].includes(s)))); // prettier-ignore
    const from = depth <= 0 && small.length > 0 ? small : all;
    const c = from[pick(from.length)]!;
    return g.makers.get(c.tag)!(...c.fields.map(([, s]) => grow(s, depth - 1)));
  };
  return grow;
}

type Env = Map<string, unknown>;
const undef = Symbol('undefined');

function value(g: Grammar, p: Pattern, env: Env): unknown {
  if (isMeta(p)) return env.get(p.meta);
  if (isCall(p)) {
    const args = p.args.map((a) => value(g, a, env));
    if (args.includes(undef)) return undef;
    return (p.call.compute as unknown as (...a: unknown[]) => unknown)(...args) ?? undef;
  }
  if (typeof p !== 'object' || Array.isArray(p)) return p;
  const { tag, ...fields } = p as Term & Record<string, Pattern>;
  if (tag === '⊥') return undef;
  const info = g.constructors.get(tag)!;
  const parts = info.fields.map(([f]) => value(g, fields[f]!, env));
  if (parts.includes(undef)) return undef;
  return parts.length === 0 && !g.makers.has(tag) ? p : g.makers.get(tag)!(...parts);
}

/** Whether a ground term fits a pattern; calls inside are compared. */
function fits(g: Grammar, p: Pattern, x: unknown, env: Env): boolean {
  if (x === undef) return false;
  if (isMeta(p)) {
    if (env.has(p.meta)) return equal(env.get(p.meta), x);
    env.set(p.meta, x);
    return p.restriction?.holds(x) ?? true;
  }
  if (isCall(p) || typeof p !== 'object' || Array.isArray(p)) return equal(value(g, p, env), x);
  const { tag, ...fields } = p as Term & Record<string, Pattern>;
  return (x as Term).tag === tag && Object.entries(fields).every(([f, q]) => fits(g, q, (x as Record<string, unknown>)[f], env)); // prettier-ignore
}

const holds = (g: Grammar, e: MeaningEquation, env: Env): boolean =>
  e.conditions.every((c) => (isCall(c) ? value(g, c, env) === true : fits(g, c.pattern, value(g, c.value, env), env)));

const metasIn = (p: Pattern, found = new Map<string, Metavariable>()): Map<string, Metavariable> => {
  if (isMeta(p)) found.set(p.meta, p);
  else if (isCall(p)) p.args.forEach((a) => metasIn(a, found));
  else if (typeof p === 'object' && !Array.isArray(p)) Object.values(p).forEach((q) => metasIn(q as Pattern, found));
  return found;
};

/** Instances of an equation that no earlier one of the same form takes; its two sides. */
function tried(
  g: Grammar,
  f: AnyMetafunction,
  e: MeaningEquation,
  before: readonly MeaningEquation[],
  pick: (n: number) => number,
) {
  // prettier-ignore
  const grow = grower(g, pick);
  let count = 0;
  for (let i = 0; i < 6000 && count < wanted; i++) {
    const env: Env = new Map();
    for (const m of metasIn(e.left).values()) env.set(m.meta, grow(m.sort, pick(4)));
    if ([...metasIn(e.left).values()].some((m) => m.restriction && !m.restriction.holds(env.get(m.meta)))) continue;
    // An earlier equation fits the same arguments, read as the terms that this one's left side is made of.
    const args = e.left.args.map((a) => value(g, a, env));
    if (args.includes(undef)) continue;
    const earlier = before.some((b) => {
      const bound: Env = new Map();
      const fit = b.left.args.every((q, k) => {
        const own = e.left.args[k]!;
        if (isCall(q)) return isCall(own) && own.call === q.call && q.args.every((r, n) => fits(g, r, value(g, own.args[n]!, env), bound)); // prettier-ignore
        return fits(g, q, args[k], bound);
      });
      return fit && holds(g, b, bound);
    });
    if (earlier || !holds(g, e, env)) continue;
    count++;
    const [l, r] = [value(g, e.left, env), value(g, e.right, env)];
    expect(l === r || equal(l, r), `${f.info.name}: ${JSON.stringify([...env], (_, v: unknown) => (typeof v === 'bigint' ? `${v}` : v))}`).toBe(true); // prettier-ignore
  }
  return count;
}

describe.each([
  ['the lambda calculus', stlc],
  ['Proteus', proteus],
] as const)('%s', (_, system) => {
  // prettier-ignore
  const d = developmentFor(system)!;
  test(`every equation agrees with the code (seed ${seed})`, () => {
    const pick = chooser(seed);
    const never: string[] = [];
    let equations = 0;
    for (const f of d.functions.values()) {
      if (f.info.meaning === undefined) continue;
      const { equations: own, observed } = meaningOf(f);
      for (const [list, fn] of [
        [own, f],
        [observed, undefined],
      ] as const)
        // prettier-ignore
        list.forEach((e, i) => {
          const about = fn ?? e.left.call;
          const before = list.slice(0, i).filter((b) => b.left.call === e.left.call);
          equations++;
          if (tried(system.grammar, about, e, before, pick) === 0) never.push(`${f.info.name} ${i}`);
        });
    }
    expect(equations).toBeGreaterThan(4);
    expect(never).toEqual([]);
  });
  test('where no equation applies, the result is what is said', () => {
    const pick = chooser(seed + 1);
    const grow = grower(system.grammar, pick);
    for (const f of d.functions.values()) {
      const { equations, otherwise } = meaningOf(f);
      if (f.info.meaning === undefined || typeof otherwise !== 'string') continue;
      for (let i = 0; i < 300; i++) {
        const args = f.info.args.map((s) => grow(s, pick(4)));
        const applies = equations.some((e) => {
          const env: Env = new Map();
          return e.left.args.every((p, k) => !isCall(p) && fits(system.grammar, p, args[k], env)) && holds(system.grammar, e, env); // prettier-ignore
        });
        if (applies || equations.some((e) => e.left.args.some(isCall))) continue;
        const got = (f.compute as unknown as (...a: unknown[]) => unknown)(...args);
        expect(got, f.info.name).toBe({ undefined: undefined, false: false, true: true }[otherwise]);
      }
    }
  });
});
