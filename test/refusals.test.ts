/** Refusals: what is said against an update is said where the rules refuse it and nowhere else, whichever rules they are. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { entries } from '../semantics/maps.ts';
import {
  make,
  typesMap,
  proteus as grammar,
  type Bindings,
  type Config,
  type Update,
} from '../semantics/proteus/grammar.ts';
import { bindingsOf, conFree, signatureOf } from '../semantics/proteus/heaps.ts';
import { parseUpdate } from '../semantics/proteus/syntax/index.ts';
import { changedNames, disjoint, heapConFree, namesFit, newTypes, typesDefined } from '../semantics/proteus/updates.ts';
import { definitionsWellFormed, guarded } from '../semantics/proteus/types.ts';
import { updateOf } from '../semantics/proteus/programs.ts';
import { admitted, replacements, updateOk } from '../rules/proteus/updates.ts';
import { proteus } from '../rules/proteus/system.ts';
import { proteusVariants } from '../rules/proteus/variants.ts';
import { threads } from '../rules/threads/system.ts';
import { derive } from '../checker/derive.ts';
import { RandomChooser } from '../checker/generate/choose.ts';
import { Generator } from '../checker/generate/generator.ts';
import { proteusHints } from '../checker/proteus/hints.ts';
import { prepare } from '../checker/proteus/prepare.ts';
import { words } from '../checker/proteus/words.ts';
import { words as threadWords } from '../checker/threads/reasons.ts';
import { breaches, objections, refusals } from '../checker/refusals.ts';
import type { AnyMetafunction } from '../semantics/symbols.ts';
import { seed } from './property.ts';
import { loadText } from './support.ts';

const says = (f: AnyMetafunction, ...args: readonly unknown[]) => objections(words, f, args).length > 0;
const updateIn = (text: string): Update => {
  const items = parseUpdate(text, 'u');
  if (isLeft(items)) throw new Error(items.left[0]?.message);
  return updateOf.compute(items.right);
};

describe('what is said against an update', () => {
  test('is said of a predicate exactly where it does not hold', () => {
    const chooser = new RandomChooser(seed);
    const g = new Generator(proteus, proteusHints, chooser);
    const met: Record<string, number> = {};
    const agree = (f: AnyMetafunction, ...args: readonly unknown[]) => {
      const holds = (f.compute as (...xs: readonly unknown[]) => unknown)(...args) === true;
      const key = `${f.info.name} ${holds ? 'holds' : 'does not'}`;
      met[key] = (met[key] ?? 0) + 1;
      expect(says(f, ...args), f.info.name).toBe(!holds);
    };
    let updates = 0;
    for (let i = 0; i < 600 && updates < 120; i++) {
      chooser.reseed(seed, i);
      const K = g.find('configurationOk', [g.unknown('Config'), g.unknown('Type')], 5)?.[0] as Config | undefined;
      if (K === undefined) continue;
      const Σ = signatureOf.compute(K.heap);
      const found = g.find('updateOk', [K.types, Σ, g.unknown('Update')], 3);
      if (found === undefined) continue;
      updates++;
      const U = found[2] as Update;
      // And against another program, where hardly anything fits.
      const T = changedNames.compute(U);
      agree(heapConFree, K.heap, U);
      for (const [, b] of entries(K.heap)) agree(conFree, b.tag === 'Fun' ? b.body : b.e, T);
      if (K.e.tag === 'Update') agree(disjoint, T, K.e.cap);
      agree(disjoint, T, make.Cap.Finite([]));
      agree(disjoint, T, make.Cap.Cofinite([]));
      for (const [Ω, Σ1] of [[K.types, Σ], [newTypes.compute(K.types, U), Σ]] as const) agree(namesFit, Ω, Σ1, U); // prettier-ignore
      agree(typesDefined, U, newTypes.compute(K.types, U));
      agree(typesDefined, U, typesMap.empty);
      agree(definitionsWellFormed, newTypes.compute(K.types, U));
      agree(guarded, newTypes.compute(K.types, U));
      for (const check of [make.Check.Dynamic(), make.Check.Static()]) {
        const cap = K.e.tag === 'Update' ? K.e.cap : make.Cap.Cofinite([]);
        const inputs = [check, K.context, K.heap, cap, U];
        const right = !isLeft(derive(proteus, admitted.form, inputs, { record: false }));
        met[`admitted ${right}`] = (met[`admitted ${right}`] ?? 0) + 1;
        expect(refusals(proteus, words, admitted.form, inputs).length === 0).toBe(right);
      }
      expect(refusals(proteus, words, updateOk.form, [K.types, Σ, U])).toEqual([]);
    }
    for (const k of ['heapConFree', 'conFree', 'disjoint', 'namesFit'])
      for (const how of ['holds', 'does not']) expect(met[`${k} ${how}`] ?? 0, `${k} ${how}`).toBeGreaterThan(3);
    for (const k of ['admitted true', 'admitted false']) expect(met[k] ?? 0, k).toBeGreaterThan(3);
  });

  const program = loadText(
    'type t = int\nvar v : t = 1\nfun look (x : t) : int = x\nfun f (x : int) : int = x\nin let a : int = (update; 1) in look !v + a',
  );
  const K = program.config;
  const Σ = signatureOf.compute(K.heap);
  const codes = (U: Update) => refusals(proteus, words, updateOk.form, [K.types, Σ, U]).map((o) => `${o.code}: ${o.message}`); // prettier-ignore

  test('is all of it, in the order of the premises and of the items', () => {
    expect(
      codes(
        updateIn(
          'update\ntype t = { a : other } by none\ntype u = int by conv\nadd type s = s\nfun f (x : {}) : int = 1\nfun look (x : t) : {} = {}\nfun g (x : nothing) : int = 1\nadd var v : int = {}',
        ),
      ),
    ).toEqual([
      'U-Names: type u is changed but does not exist',
      'U-Names: g is replaced but does not exist',
      'U-Names: v is added but exists',
      'U-Types: unknown type other in the definition of t',
      'U-Types: unguarded cycle of types: s = s',
      'U-Types: unknown type nothing in g',
      'U-Rebind: f : {} -> int cannot replace f : int -[N;*]-> int',
      'U-Rebind: g : nothing -> int cannot replace g : ?',
      'U-Rebind: look : t -> {} cannot replace look : t -[N;*]-> int',
      'U-Trans: the transformer none of t does not exist',
      'U-Trans: the transformer conv of u does not exist',
      'U-Code: in f: latent ? is not within *',
      'U-Code: in g: type of fun · (x : nothing) : int = 1 = τ',
      'U-Code: in look: latent ? is not within *',
      'U-Code: in v: {} <: int',
    ]);
  });

  test('is by the rules of a variant what they ask', () => {
    const U = updateIn('update\ntype t = {} by conv\nadd fun conv (x : int) : {} = {}');
    const against = (name: string | undefined) => {
      const system = proteusVariants.find((v) => v.name === name)?.system ?? proteus;
      const inputs = [make.Check.Dynamic(), K.context, K.heap, make.Cap.Finite([]), U];
      return refusals(system, words, admitted.form, inputs).map((o) => `${o.code} ${o.in ?? ''}`);
    };
    expect(against(undefined)).toEqual(['stack ', 'function look'].slice(says(conFree, program.program.e, ['t']) ? 0 : 1)); // prettier-ignore
    expect(against('heap-only')).toEqual(['function look']);
    expect(against('stack-only')).toEqual(against(undefined).filter((c) => c !== 'function look'));
  });

  test('is in the words of Proteus where threads ask the same', () => {
    for (const name of Object.keys(words)) expect(threadWords[name], name).toBe(words[name]);
    const U = updateIn('update\ntype t = {} by conv');
    expect(objections(threadWords, heapConFree, [K.heap, U]).map((o) => o.code)).toEqual(['function']);
    expect(threads.judgements.map((j) => j.name)).toContain('admits');
  });

  test('has words for predicates and judgements that there are', () => {
    const asked = new Set([...threads.rules.values()].flatMap((r) => r.premises.flatMap((p) => (p.kind === 'judgement' ? [p.judgement.name] : p.kind === 'holds' ? [p.call.info.name] : [])))); // prettier-ignore
    const own = new Set([...proteus.rules.values()].flatMap((r) => r.premises.flatMap((p) => (p.kind === 'judgement' ? [p.judgement.name] : p.kind === 'holds' ? [p.call.info.name] : [])))); // prettier-ignore
    for (const name of Object.keys(words)) expect(own.has(name), name).toBe(true);
    for (const name of Object.keys(threadWords)) expect(asked.has(name) || own.has(name), name).toBe(true);
  });

  test('stands at the places of the source, those of the definitions where the code has none', () => {
    const items = parseUpdate(
      'update\ntype t = { a : u } by conv\nfun f (x : int) : int = 1\nadd fun look (x : s) : int = 1\nadd type s = s',
      'x.update',
    );
    if (isLeft(items)) throw new Error('does not parse');
    const { reasons } = prepare(proteus, K.types, Σ, items.right);
    expect(reasons.map((r) => `${r.file}:${r.line}:${r.column} ${r.code} ${r.message}`)).toEqual([
      'x.update:4:9 U-Names look is added but exists',
      'x.update:2:16 U-Types unknown type u in the definition of t',
      'x.update:5:14 U-Types unguarded cycle of types: s = s',
    ]);
  });

  test('of a long list takes no stack, and no element twice', () => {
    const length = 20_000;
    const { Bound, NoBindings } = make.Bindings;
    const one = (type: string) => make.Binding.Variable(type === 'int' ? make.Type.Int() : make.Type.Named('t'), make.Expr.Num(1n)); // prettier-ignore
    let list: Bindings = NoBindings();
    for (let i = length; i-- > 0;) list = Bound('v', one(i % 5000 === 4999 ? 'int' : 't'), list);
    const found = refusals(proteus, words, replacements.form, [Σ, list]);
    expect(found.map((o) => o.code)).toEqual(Array(4).fill('U-Rebind'));
    expect(bindingsOf.compute(K.heap).tag).toBe('Bound');
  });
});

test('what has no words is refused in the sentence of the predicate that fails', () => {
  const inputs = [make.Check.Dynamic(), loadText('type t = int\nfun f (x : t) : int = x\nin f 1').config.context, loadText('type t = int\nfun f (x : t) : int = x\nin f 1').config.heap, make.Cap.Finite([]), updateIn('update\ntype t = {} by c')]; // prettier-ignore
  expect(refusals(proteus, {}, admitted.form, inputs)).toEqual([
    {
      code: 'admitted',
      message:
        'U-Dynamic: it does not hold that no function or contents that stay behind use a changed type concretely',
    },
  ]);
});

test('a predicate on all subterms fails where its condition fails, in the order of the text', () => {
  const { Con, Num, App } = make.Expr;
  const e = App(Con('a', Num(1n)), Con('b', Con('a', Num(2n))));
  const found = [...breaches(grammar, conFree, [e, ['a']])].map(({ term, condition, args }) => [term, condition.info.name, args]); // prettier-ignore
  expect(found).toEqual([
    [Con('a', Num(1n)), 'notIn', ['a', ['a']]],
    [Con('a', Num(2n)), 'notIn', ['a', ['a']]],
  ]);
});
