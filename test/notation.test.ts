/** Rules read as they print: every rule there is, other spellings, what is meant, and what follows from what is read. */
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { derive } from '../checker/derive.ts';
import { decode, encode } from '../checker/format.ts';
import { replay } from '../checker/replay.ts';
import { digestOf } from '../rules/digest.ts';
import { metafunctionsOf } from '../rules/metafunctions.ts';
import { readRules } from '../checker/notation/notation.ts';
import { proteus, proteusDeclarative } from '../rules/proteus/system.ts';
import { types } from '../rules/proteus/typing.ts';
import { described } from '../checker/notation/readings.ts';
import type { Rule } from '../rules/rule.ts';
import { letterSpellings, noWords, symbolSpellings, tokensOf } from '../checker/notation/spelling.ts';
import { stlc } from '../rules/stlc/system.ts';
import { vary, type System } from '../rules/system.ts';
import { ruleAsText } from '../checker/notation/typeset.ts';
import { all, none } from '../semantics/proteus/capability.ts';
import { make, signatureMap, typesMap } from '../semantics/proteus/grammar.ts';
import { noLocals } from '../semantics/proteus/types.ts';
import { functions, problems, read, sameRule, systems } from './reading.ts';

const named = (system: System, name: string) => system.rules.get(name) as Rule;
/** A premise or conclusion of the rule, by its constructors. */
const says = (rule: Rule, premise?: number) =>
  described(premise === undefined ? rule.conclusion : rule.premises[premise]);

describe('a rule is read as it prints, and has the same digest in its place', () => {
  test.each(systems.map((s) => [`${s.name} ${s.variant ?? ''}`, s] as const))('%s', (_, system) => {
    const replace = [...system.rules.values()].map((rule) => {
      const again = read(system, ruleAsText(system, rule), { chosen: rule.chosen });
      expect(sameRule(again, rule), `${rule.name}: ${says(again)} for ${says(rule)}`).toBe(true);
      expect(Object.isFrozen(again)).toBe(true);
      return again;
    });
    expect(digestOf(vary(system, { name: 'read', replace }))).toBe(digestOf(system));
  });

  test('with functions that other variants call at hand', () => {
    for (const system of [proteus, proteusDeclarative, stlc])
      for (const rule of system.rules.values()) {
        const options = { chosen: rule.chosen, functions: functions[system.name as 'stlc'] };
        expect(sameRule(read(system, ruleAsText(system, rule), options), rule), rule.name).toBe(true);
      }
  });

  test('all rules of a system in one text, with comments', () => {
    const text = [...proteus.rules.values()]
      .map(
        (r) =>
          `-- ${r.name}\n${ruleAsText(proteus, r)}${r.chosen.length > 0 ? `chosen: ${r.chosen.join(', ')}\n` : ''}`,
      )
      .join('\n── a heading: as the command prints it\n\n');
    const rules = readRules(proteus, text);
    expect(rules).toMatchObject({ _tag: 'Right' });
    if (isRight(rules)) expect(rules.right.every((r) => sameRule(r, named(proteus, r.name)))).toBe(true);
    if (isRight(rules)) expect(rules.right).toHaveLength(proteus.rules.size);
  });
});

describe('other spellings', () => {
  const respelled = (text: string) => {
    let ascii = text;
    for (const { symbol, typed } of [...symbolSpellings, ...letterSpellings]) ascii = ascii.replaceAll(symbol, typed);
    return ascii.replaceAll('─', '-');
  };
  test('every rule can be typed on a keyboard without ⊢ and Greek', () => {
    for (const system of [proteus, proteusDeclarative, stlc])
      for (const rule of system.rules.values()) {
        const text = respelled(ruleAsText(system, rule)).replace(/(-{3,}) .*/, `$1 ${rule.name}`);
        expect(text.replace(rule.name, '')).toMatch(/^[ -~\n]*$/);
        expect(sameRule(read(system, text, { chosen: rule.chosen }), rule), text).toBe(true);
      }
  });
  test('white space inside a sentence does not matter, nor how premises are laid out', () => {
    const text = `
      Ω;Σ;Γ;Δ⊢μ e1:int⊣Δ1
      Ω ; Σ ; Γ ; Δ1 ⊢ μ e2 : int ⊣ Δ2
      ─── T-Op
      Ω; Σ; Γ; Δ ⊢μ e1 o e2: int ⊣ Δ2`;
    expect(sameRule(read(proteus, text), named(proteus, 'T-Op'))).toBe(true);
    expect(sameRule(read(proteus, text.replaceAll('\n', '\r\n')), named(proteus, 'T-Op'))).toBe(true);
  });
  test('each spelling is of a symbol that some calculus has, and is read as typed', () => {
    const printed = new Set(systems.flatMap((s) => [...s.rules.values()].flatMap((r) => [...ruleAsText(s, r)])));
    const unprinted = new Set(['∪', '∖', '∘', '≉', '∉']);
    for (const { symbol, typed } of symbolSpellings) {
      expect(printed.has(symbol) || unprinted.has(symbol), symbol).toBe(true);
      expect(tokensOf(typed, noWords).every((t) => /^[ -~]+$/.test(t.text))).toBe(true);
    }
  });
  test('primes, and an index of any letters', () => {
    const rule = read(proteus, `τ′ <: τf\n---- S-X\nτf' ref <: τ' ref`.replace("τf'", 'τf'));
    expect(says(rule, 0)).toBe("subtype(τ', τf)");
  });
  test('a function may be called by its name', () => {
    const rule = read(proteus, `intersect(Δ, Δ1) = Δ2    subset(Δ, Δ2)\n---- S-X\nτ -[μ;Δ]-> τ <: τ -[μ;Δ1]-> τ`);
    expect([says(rule, 0), says(rule, 1)]).toEqual(['intersect(Δ, Δ1) = Δ2', 'subset(Δ, Δ2)']);
  });
  test('redundant parentheses', () => {
    const rule = read(proteus, `((τ1)) <: (τ2)\n---- S-X\n(τ1) ref <: (τ2 ref)`);
    expect(says(rule)).toBe('subtype(Ref(τ1), Ref(τ2))');
  });
});

describe('what is meant', () => {
  const judged = (e: string) => says(read(proteus, `---- X\nΩ; Σ; Γ; Δ ⊢μ ${e} : int ⊣ Δ`));
  test('a name that is an expression: by its letter', () => {
    expect(judged('x z1 r')).toContain('App(App(Var(x), Ext(z1)), Loc(r))');
    expect(problems(proteus, '---- X\nΩ; Σ; Γ; Δ ⊢μ y : int ⊣ Δ')).toEqual([
      '2:15: y is a name: an Expr that is a name starts with x for Var, z for Ext or r for Loc',
    ]);
  });
  test('a name that the judgement speaks of: itself', () => {
    expect(says(read(proteus, ruleAsText(proteus, named(proteus, 'Co-Field'))), 0)).toContain('Proj(Var(r), l)');
    const literal = read(proteus, ruleAsText(proteus, named(proteus, 'Co-Rec'))).conclusion.args[4];
    expect(literal).toMatchObject({ tag: 'Let', x: 'r' });
  });
  test('operators take what is beside them as their levels say; a function associates to the left', () => {
    expect(judged('!e1 e2')).toContain('App(Deref(e1), e2)');
    expect(judged('e1 := !e2 o e3')).toContain('Assign(e1, Op(o, Deref(e2), e3))');
    const rule = read(proteus, `Δ ∩ Δ1 ∩ Δ = Δ2\n---- S-X\nτ -[μ;Δ]-> τ <: τ -[μ;Δ1]-> τ`);
    expect(says(rule, 0)).toBe('intersect(intersect(Δ, Δ1), Δ) = Δ2');
  });
  test('ends of lists that are not shown', () => {
    expect(judged('{ l = e }')).toContain('Rec(Field(l, e, NoFields))');
    expect(judged('{ l = e, · }')).toContain('Rec(Field(l, e, NoFields))');
    expect(judged('{ l = e, l1 = e1, ρ }')).toContain('Rec(Field(l, e, Field(l1, e1, ρ)))');
  });
  test('of functions that read alike, the one of the rule of this name; otherwise both are named', () => {
    const sum = (name: string) => `---- ${name}\n+ n1 n2 → n1 + n2`;
    expect(says(read(stlc, sum('R-Plus')))).toContain('Next(Num(plus(n1, n2)))');
    expect(problems(stlc, sum('R-New'))).toEqual([
      '2:1: can be read in two ways: App(App(Num(n1), Plus), Num(n2)), or Num(plus(n1, n2))',
    ]);
    expect(says(read(stlc, '---- R-New\n+ n1 n2 → plus(n1, n2)'))).toContain('Next(Num(plus(n1, n2)))');
    const cell = (name: string, type = 'type of b') => `${type} = τ\n---- ${name}\nΩ; Σ ⊢ b`;
    expect(says(read(proteus, cell('H-Cell')), 0)).toBe('storedType(b) = τ');
    expect(problems(proteus, cell('H-New'))).toEqual(['1:1: can be read in two ways: storedType(b), or typeOf(b)']);
    expect(says(read(proteus, cell('H-New', 'typeOf(b)')), 0)).toBe('typeOf(b) = τ');
  });
  test('functions given besides give way to those of the system, but for those called by name', () => {
    const [keep] = functions.proteus.filter((f) => f.info.name === 'functionsKept');
    const text = ruleAsText(proteus, named(proteus, 'R-Upd'));
    expect(says(read(proteus, text, { functions: functions.proteus }))).toContain('newHeap(H, U)');
    const kept = read(proteus, text.replace('H updated by U', 'functionsKept(H, U)'), { functions: functions.proteus });
    expect(says(kept)).toContain('functionsKept(H, U)');
    expect(metafunctionsOf([kept])).toContain(keep);
  });
  test('a function that prints as its argument is understood in results only', () => {
    const rule = read(proteus, ruleAsText(proteus, named(proteus, 'R-Ctx')));
    expect(says(rule)).toBe('steps(Configuration(Ω, H, E, e), Silent, focus(Configuration(Ω, H1, E, e1)))');
  });
});

describe('a rule that was read', () => {
  const { Deref, Ext, Num, If } = make.Expr;
  const wrong = read(proteus, 'Ω; Σ; Γ; Δ |-mu e : tau ref -| Δ1\n---- T-Deref\nΩ; Σ; Γ; Δ |-mu !e : tau ref -| Δ1');
  const mine = vary(proteus, { name: 'mine', replace: [wrong] });
  const Σ = signatureMap.set(signatureMap.empty, 'z', make.Type.Ref(make.Type.Int()));
  const goal = (e: ReturnType<typeof Deref>) => [typesMap.empty, Σ, noLocals, all, make.Mu.N(), e];
  test('derives, and replay checks it', () => {
    const [base, changed] = [proteus, mine].map((s) => derive(s, types.form, goal(Deref(Ext('z')))));
    expect(base).toMatchObject({ right: { outputs: [{ tag: 'Int' }, {}] } });
    expect(changed).toMatchObject({ right: { outputs: [{ tag: 'Ref' }, {}] } });
    if (changed === undefined || isLeft(changed) || changed.right.derivation === undefined) throw new Error('derives');
    const file: unknown = JSON.parse([...encode(mine, [changed.right.derivation])].join(''));
    const proof = decode(file, (name, variant) => (name === 'proteus' && variant === 'mine' ? mine : undefined));
    if (isLeft(proof)) throw new Error(proof.left);
    expect(replay(mine, proof.right.proof)).toMatchObject({ ok: true });
    expect(replay(proteus, proof.right.proof, { anyRules: true })).toMatchObject({ ok: false });
  });
  test('with capabilities, as they are computed', () => {
    const text = ruleAsText(proteus, named(proteus, 'T-If')).replace('∩', '\\/');
    const union = vary(proteus, { name: 'mine', replace: [read(proteus, text, { functions: functions.proteus })] });
    const e = If(Num(0n), Num(1n), make.Expr.Update(none), Num(2n));
    const goals = [proteus, union].map((s) => derive(s, types.form, [...goal(e).slice(0, 4), make.Mu.U(), e]));
    expect(goals).toMatchObject([{ right: { outputs: [{}, none] } }, { right: { outputs: [{}, all] } }]);
  });
});
