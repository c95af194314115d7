/** Extension, on a small one: `spawn e`, which is 0 and drops what it spawns. It runs, derives, replays, types, prints, generates and hunts. */
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { con, extendGrammar, type ExtendedSorts, type SortOf } from '../semantics/grammar.ts';
import {
  make as base,
  proteus as grammar,
  type Config,
  type ProteusMaps,
  type ProteusSorts,
} from '../semantics/proteus/grammar.ts';
import { conFree } from '../semantics/proteus/heaps.ts';
import { metaTable } from '../semantics/proteus/metas.ts';
import { substitute } from '../semantics/proteus/substitution.ts';
import { parseExpr, printExpr, printProgram, word } from '../semantics/proteus/syntax/index.ts';
import { metavariables } from '../semantics/symbols.ts';
import { extend } from '../rules/extend.ts';
import { judgement } from '../rules/judgement.ts';
import { configurationOk } from '../rules/proteus/heaps.ts';
import { reduces, steps } from '../rules/proteus/reduction.ts';
import { proteus } from '../rules/proteus/system.ts';
import { infers } from '../rules/proteus/translation.ts';
import { types } from '../rules/proteus/typing.ts';
import { ruleMaker, type Rule } from '../rules/rule.ts';
import { vary, type System } from '../rules/system.ts';
import { derive } from '../checker/derive.ts';
import { decode, encode } from '../checker/format.ts';
import { RandomChooser } from '../checker/generate/choose.ts';
import { Generator } from '../checker/generate/generator.ts';
import { Hunter } from '../checker/hunt/episodes.ts';
import { ruleAsText } from '../checker/notation/typeset.ts';
import { proteusHuntingGround } from '../checker/proteus/hunting-ground.ts';
import { load } from '../checker/proteus/load.ts';
import { replay } from '../checker/replay.ts';
import { preservation, progress } from '../proofs/proteus/theorems.ts';

const more = {
  sorts: { Expr: { Spawn: con([['e', 'Expr']], 'spawn {e@5}', { latex: '\\mathsf{spawn}\\;{e@5}', level: 5 }) } },
  maps: {},
};
interface Sorts extends ExtendedSorts<ProteusSorts, typeof more.sorts> {}
interface Declaration {
  readonly sorts: Sorts;
  readonly maps: ProteusMaps;
}
const spawning = extendGrammar<Declaration>('spawning', grammar, more);
type Expr = SortOf<Declaration, 'Expr'>;
const { Spawn, Num } = spawning.make.Expr;

const metas = metavariables({ ...metaTable, a: 'int' }) as never as Record<string, never>;
const rule = ruleMaker(metas);

/** Reduction also says how many threads it dropped: a position more. */
const counting = judgement<never[]>({
  ...reduces.form,
  outputs: [...reduces.form.outputs, 'int'],
  text: '{0}, {1} → {2}, {3} ({4} dropped)',
  latex: '{0}, {1} \\to {2}, {3}\\;({4})',
});
const spawn = (e: unknown) => Spawn(e as Expr) as never;
const int = base.Type.Int() as never;
const zero = Num(0n) as never;
const ISpawn = rule('I-Spawn', ({ Ω, Σ, Γ, e, e1, τ }) => ({
  given: [infers(Ω!, Σ!, Γ!, e!, τ!, e1!)],
  infer: infers(Ω!, Σ!, Γ!, spawn(e), int, spawn(e1)),
}));
const TSpawn = rule('T-Spawn', ({ Ω, Σ, Γ, Δ, Δ1, μ, e, τ }) => ({
  given: [types(Ω!, Σ!, Γ!, Δ!, μ!, e!, τ!, Δ1!)],
  infer: types(Ω!, Σ!, Γ!, Δ!, μ!, spawn(e), int, Δ!),
}));
const RSpawn = rule('R-Spawn', ({ H, e }) => ({
  given: [],
  infer: counting(H!, spawn(e), H!, zero, 1n as never),
}));
const lift = [
  { of: reduces, to: counting, positions: [0, 1, 2, 3, { conclusion: 0n, premise: metas.a as never }] },
] as const;
const parts = { name: 'spawning', grammar: spawning, metas: { a: 'int' }, lift, add: [ISpawn, TSpawn, RSpawn] };
const system = extend(proteus, parts);
const constructs = [{ word: word('spawn'), before: 'prefix', make: (e: unknown) => spawn(e) }] as const;
const text = 'var w : int = 1\nfun f (x : int) : int = let _ = spawn (w := x) in x + !w\nin f 2';
const loaded = (within: System = system) => {
  const r = load(text, 'spawn.proteus', { system: within, constructs: constructs as never });
  if (isLeft(r)) throw new Error(JSON.stringify(r.left));
  return r.right;
};

describe('an extension', () => {
  test('has the very rules of its base where it changes nothing, and those with a position more where it does', () => {
    expect(system.rules.get('T-Let')).toBe(proteus.rules.get('T-Let'));
    expect(system.rules.get('R-Let')).not.toBe(proteus.rules.get('R-Let'));
    expect(ruleAsText(system, system.rules.get('R-Let') as Rule)).toContain('(0 dropped)');
    expect(ruleAsText(system, system.rules.get('R-Ctx') as Rule)).toContain('(a dropped)');
    expect(ruleAsText(system, RSpawn)).toMatch(/H, spawn e → H, 0 \(1 dropped\)/);
    expect(system.rules.size).toBe(proteus.rules.size + 3);
  });

  test('is read, translated, typed, run and replayed', () => {
    const { config, program, type } = loaded();
    expect(type.tag).toBe('Int');
    expect(printProgram(program)).toContain('spawn (w := x)');
    let K: Config = config;
    const derivations = [];
    const rules = new Set<string>();
    for (let i = 0; i < 20; i++) {
      const r = derive(system, steps.form, [K, base.Action.Silent()]);
      if (isLeft(r)) break;
      derivations.push(r.right.derivation);
      rules.add(r.right.derivation.premises[0]?.rule.name ?? '');
      K = r.right.outputs[0] as Config;
    }
    // What was spawned is gone: w is still 1.
    expect(printExpr(K.e)).toBe('3');
    expect([...rules]).toEqual(expect.arrayContaining(['R-Call', 'R-Spawn', 'R-Let', 'R-Op']));
    const typed = derive(system, configurationOk.form, [config]);
    if (isRight(typed)) derivations.push(typed.right.derivation);
    const file = JSON.parse([...encode(system, derivations)].join('')) as unknown;
    const d = decode(file, (name) => (name === 'spawning' ? system : undefined));
    if (isLeft(d)) throw new Error(d.left);
    expect(replay(system, d.right.proof)).toMatchObject({ ok: true });
    // As terms of the base they are none.
    const wrong = decode({ ...(file as object), system: 'proteus' }, () => proteus);
    expect(isLeft(wrong) && wrong.left).toMatch(/unknown constructor Spawn/);
  });

  test('metafunctions of the base walk its terms', () => {
    const e = parseExpr('spawn (x + spawn con[t] 1)', 'e', {
      annotated: true,
      constructs: constructs as never,
      externals: () => false,
    });
    if (isLeft(e)) throw new Error(JSON.stringify(e.left));
    expect(printExpr(substitute.compute(e.right, base.Expr.Num(7n), 'x'))).toBe('spawn (7 + spawn con[t] 1)');
    expect(conFree.compute(e.right, ['t'])).toBe(false);
    expect(conFree.compute(e.right, ['s'])).toBe(true);
  });

  const hints = { ...proteusHuntingGround.hints, weights: { ...proteusHuntingGround.hints.weights, 'T-Spawn': 12 } };
  const generated = (within: System) => {
    const chooser = new RandomChooser(11);
    const g = new Generator(within, hints, chooser);
    const found = [];
    for (let i = 0; i < 300; i++) {
      chooser.reseed(11, i);
      found.push(...g.findSeveral('configurationOk', [g.unknown('Config'), g.unknown('Type')], i % 9, 4));
    }
    return found;
  };

  test('is generated: configurations with spawn in them, which are well typed', () => {
    const found = generated(system);
    const own = found.filter((args) => hasSpawn(args[0]));
    expect(own.length).toBeGreaterThan(10);
    for (const [K, τ] of own) {
      const r = derive(system, configurationOk.form, [K], { record: false });
      expect(isRight(r) && r.right.outputs[0]).toEqual(τ);
    }
  });

  test('is hunted: nothing falls; where T-Spawn has the type of what it drops, preservation does', () => {
    const hunt = (within: System, most: number) => {
      const hunter = new Hunter(within, { ...proteusHuntingGround, hints }, [preservation, progress], 3, {
        movers: [preservation],
        base: system,
      });
      const cases = new Map<string, number>();
      for (let i = 0; i < most; i++) {
        const tally = hunter.episode(i);
        const [fall] = tally.falls;
        if (fall) return { fall, cases };
        for (const [c, n] of tally.cases.get('T7') ?? []) cases.set(c, (cases.get(c) ?? 0) + n);
      }
      return { fall: undefined, cases };
    };
    const sound = hunt(system, 1_500);
    expect(sound.fall).toBeUndefined();
    expect(sound.cases.get('R-Spawn') ?? 0).toBeGreaterThan(0);
    const faulty = vary(system, {
      name: 'spawn-typed',
      replace: [
        rule('T-Spawn', ({ Ω, Σ, Γ, Δ, Δ1, μ, e, τ }) => ({
          given: [types(Ω!, Σ!, Γ!, Δ!, μ!, e!, τ!, Δ1!)],
          infer: types(Ω!, Σ!, Γ!, Δ!, μ!, spawn(e), τ!, Δ!),
        })),
      ],
    });
    expect(hunt(faulty, 1_500).fall).toMatchObject({ theorem: 'T7', case: 'R-Spawn' });
  });

  test('is refused where it does not fit, with what is wrong', () => {
    const making = (changes: object) => () => extend(proteus, { ...parts, ...changes });
    expect(making({ add: [...parts.add, TSpawn, proteus.rules.get('T-Int')] })).toThrow(/rule T-Spawn exists/);
    expect(making({ replace: [RSpawn] })).toThrow(/no rule R-Spawn to replace/);
    expect(making({ remove: ['T-Nothing'] })).toThrow(/no rule T-Nothing/);
    expect(making({ metas: { e: 'int' } })).toThrow(/metavariables e are those of proteus/);
    expect(making({ grammar: grammar, lift: [] })).not.toThrow(/lacks/);
    expect(making({ lift: [{ ...lift[0], positions: [0, 1, 2, 3] }] })).toThrow(/positions of reduces/);
    // A new input of what a rule concludes has to be determined in its premises as well.
    expect(making({ lift: [{ ...lift[0], positions: [0, 1, 2, 3, metas.a] }] })).toThrow(
      /rule R-Proj of proteus, lifted: a is not determined/,
    );
    const again = () => extendGrammar('again', grammar, { sorts: { Expr: { Spawn: con([], 'spawn') } }, maps: {} });
    expect(again).toThrow(/another extension of proteus has a constructor Spawn/);
    const own = () => extendGrammar('own', grammar, { sorts: { Expr: { Let: con([], 'let') } }, maps: {} });
    expect(own).toThrow(/constructor Let is one of proteus/);
  });
});

function hasSpawn(x: unknown): boolean {
  const stack = [x];
  while (stack.length > 0) {
    const at = stack.pop() as { tag?: string } | null;
    if (typeof at !== 'object' || at === null) continue;
    if (at.tag === 'Spawn') return true;
    stack.push(...Object.values(at));
  }
  return false;
}
