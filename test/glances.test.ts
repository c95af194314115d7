/** Glances refuse no goal of which there is an instance, and refuse look-ups that find nothing. */
import { isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import type { Term } from '../semantics/grammar.ts';
import { make as lambda, type Locals, type Type } from '../semantics/stlc/grammar.ts';
import { finite } from '../semantics/proteus/capability.ts';
import { localsMap, make, signatureMap, typesMap } from '../semantics/proteus/grammar.ts';
import type { System } from '../rules/system.ts';
import { configurationOk } from '../rules/proteus/heaps.ts';
import { proteus } from '../rules/proteus/system.ts';
import { stlc } from '../rules/stlc/system.ts';
import { types } from '../rules/stlc/typing.ts';
import type { Form } from '../rules/judgement.ts';
import { derive } from '../checker/derive.ts';
import { nodesOf } from '../checker/derivation.ts';
import { mayNest } from '../checker/generate/glances.ts';
import { somewhereIn } from '../checker/generate/solvers.ts';
import { rule } from '../rules/proteus/rule.ts';
import { types as typesOfProteus } from '../rules/proteus/typing.ts';
import { backwardRules, type BackwardRule } from '../checker/generate/backward.ts';
import { RandomChooser } from '../checker/generate/choose.ts';
import { Generator } from '../checker/generate/generator.ts';
import type { Hints } from '../checker/generate/hints.ts';
import { mayBe, Open, Unknown } from '../checker/generate/symbolic.ts';
import { proteusHints } from '../checker/proteus/hints.ts';
import { stlcHints } from '../checker/stlc/hints.ts';

const { Int, List, Arrow } = lambda.Type;
const noLocals = lambda.Locals.NoLocals();

const ruleOf = (system: System, hints: Hints, judgement: string, name: string): BackwardRule => {
  const rule = backwardRules(system, hints)
    .get(judgement)
    ?.rules.find((r) => r.name === name);
  if (rule === undefined) throw new Error(`there is no rule ${name}`);
  return rule;
};

/** A term with parts of it unknown: which, the chooser says. */
function forgetting(system: System, chooser: RandomChooser, sort: string, x: unknown): unknown {
  // A key is looked for among references where it stands for one.
  if (chooser.choose(3) === 0) return new Unknown(sort, typeof x === 'string' && x.startsWith('@') ? 'r' : '');
  const info = typeof x === 'object' && x !== null ? system.grammar.constructors.get((x as Term).tag) : undefined;
  if (info === undefined || !system.grammar.makers.has(info.tag) || chooser.choose(2) === 0) return x;
  return new Open(
    info,
    info.fields.map(([f, s]) => forgetting(system, chooser, s, (x as Record<string, unknown>)[f])),
  );
}

describe('no goal is refused of which there is an instance', () => {
  const cases: readonly (readonly [System, Hints, Form, number, (g: Generator) => readonly unknown[]])[] = [
    [stlc, stlcHints, types.form, 1500, (g) => [noLocals, g.unknown('Expr'), g.unknown('Type')]],
    [proteus, proteusHints, configurationOk.form, 300, (g) => [g.unknown('Config'), g.unknown('Type')]],
  ];
  test.each(cases)('$grammar.name', (system, hints, form, most, goal) => {
    const chooser = new RandomChooser(0);
    const g = new Generator(system, hints, chooser);
    const backward = backwardRules(system, hints);
    const tried = new Map<string, number>();
    for (let i = 0; i < most; i++) {
      chooser.reseed(5, i);
      const found = g.find(form.name, goal(g), i % 9);
      if (found === undefined) continue;
      const r = derive(system, form, found.slice(0, form.inputs.length), { record: true });
      if (!isRight(r)) throw new Error('what is generated does not hold');
      for (const { rule, args } of nodesOf([r.right.derivation])) {
        const { judgement } = rule.conclusion;
        const one = backward.get(judgement.name)?.rules.find((b) => b.name === rule.name);
        if (one === undefined) continue;
        expect(one.mayHold(args), rule.name).toBe(true);
        const sorts = [...judgement.inputs, ...judgement.outputs];
        for (let k = 0; k < 4; k++)
          expect(one.mayHold(args.map((x, j) => forgetting(system, chooser, sorts[j] as string, x))), rule.name).toBe(
            true,
          );
        tried.set(rule.name, (tried.get(rule.name) ?? 0) + 1);
      }
    }
    for (const name of system === stlc ? ['T-Var', 'T-Hd', 'L-There'] : ['T-Var', 'T-Ext', 'T-Con', 'T-Deref'])
      expect(tried.get(name) ?? 0, name).toBeGreaterThan(10);
  });
});

describe('a look-up by rules', () => {
  const variable = ruleOf(stlc, stlcHints, 'types', 'T-Var');
  const Γ = [
    ['x', Int()],
    ['y', Arrow(Int(), List())],
  ].reduce<Locals>((all, [x, τ]) => lambda.Locals.Bind(all, x as string, τ as Type), noLocals);
  const someArrow = (to: unknown) => {
    const info = stlc.grammar.constructors.get('Arrow');
    if (info === undefined) throw new Error('there are no arrows');
    return new Open(info, [new Unknown('Type', ''), to]);
  };
  const goal = (locals: Locals, τ: unknown) => [locals, new Unknown('Expr', ''), τ];

  test('finds a variable of the type, wherever it is bound', () => {
    expect(variable.mayHold(goal(Γ, Int()))).toBe(true);
    expect(variable.mayHold(goal(Γ, someArrow(List())))).toBe(true);
    expect(variable.mayHold(goal(Γ, new Unknown('Type', '')))).toBe(true);
  });

  test('is refused where no variable has the type', () => {
    expect(variable.mayHold(goal(Γ, List()))).toBe(false);
    expect(variable.mayHold(goal(Γ, someArrow(Int())))).toBe(false);
    expect(variable.mayHold(goal(noLocals, new Unknown('Type', '')))).toBe(false);
  });

  test('is not refused while the variables are unknown', () => {
    expect(variable.mayHold([new Unknown('Locals', ''), new Unknown('Expr', ''), List()])).toBe(true);
  });

  test('is refused below the binding that does not fit', () => {
    const there = ruleOf(stlc, stlcHints, 'looksUp', 'L-There');
    expect(there.mayHold([Γ, new Unknown('name', 'x'), Int()])).toBe(true);
    expect(there.mayHold([Γ, 'z', Int()])).toBe(false);
    expect(there.mayHold([Γ, new Unknown('name', 'x'), Arrow(Int(), List())])).toBe(false);
  });
});

describe('a look-up in a map', () => {
  const { Int: int, Ref, Named } = make.Type;
  const Σ = signatureMap.of([
    ['@1', Ref(int())],
    ['z', Ref(Named('t'))],
  ]);
  const goal = (e: unknown, τ: unknown) => [
    typesMap.of([['t', int()]]),
    Σ,
    localsMap.empty,
    finite('t'),
    make.Mu.N(),
    e,
    τ,
    new Unknown('Cap', ''),
  ];
  const mayHold = (rule: string, τ: unknown, e: unknown = new Unknown('Expr', '')) =>
    ruleOf(proteus, proteusHints, 'types', rule).mayHold(goal(e, τ));

  test('asks for an entry of the type, under a key of its kind', () => {
    expect(mayHold('T-Ext', Ref(Named('t')))).toBe(true);
    expect(mayHold('T-Ext', Ref(int()))).toBe(false);
    expect(mayHold('T-Loc', Ref(int()))).toBe(true);
    expect(mayHold('T-Loc', Ref(Named('t')))).toBe(false);
    expect(mayHold('T-Var', int())).toBe(false);
  });

  test('says nothing of a key that is known: its value is computed', () => {
    expect(mayHold('T-Ext', Ref(int()), make.Expr.Ext('z'))).toBe(true);
  });

  test('takes the definition of any name for what con gives', () => {
    expect(mayHold('T-Con', int())).toBe(true);
    expect(mayHold('T-Con', Named('t'))).toBe(false);
  });
});

test('what a rule says of the parts of its arguments is seen, too', () => {
  const hd = ruleOf(stlc, stlcHints, 'types', 'T-Hd');
  const cons = ruleOf(stlc, stlcHints, 'types', 'T-Cons');
  const goal = [noLocals, new Unknown('Expr', ''), Arrow(List(), Int())];
  expect([hd.mayHold(goal), cons.mayHold(goal)]).toEqual([true, false]);
});

describe('a term may be a part of another', () => {
  const nests = (outer: string, field: string, inner: string) =>
    mayNest(proteus.grammar, [...proteus.rules.values()], outer, field, inner);

  test('where a rule concludes what another asks for', () => {
    expect(nests('Proj', 'e', 'Rec')).toBe(true);
    expect(nests('Proj', 'e', 'Let')).toBe(true);
    expect(nests('Op', 'e1', 'Update')).toBe(true);
    expect(nests('Con', 'e', 'Abs')).toBe(true);
  });

  test('not where it concludes something else', () => {
    expect(nests('Proj', 'e', 'Abs')).toBe(false);
    expect(nests('Op', 'e1', 'Rec')).toBe(false);
    expect(nests('App', 'fun', 'Update')).toBe(false);
    expect(nests('Con', 'e', 'Num')).toBe(false);
  });

  test('as the rules of a variant say', () => {
    // An update point is an integer; here it is a function.
    const { Arrow: arrow, Int: int } = make.Type;
    const odd = rule('T-Update', ({ Ω, Σ, Γ, Δ, Δ1 }) => ({
      given: [],
      infer: typesOfProteus(
        ...[Ω, Σ, Γ, Δ],
        make.Mu.U(),
        make.Expr.Update(Δ1),
        arrow(int(), make.Mu.N(), Δ, int()),
        Δ1,
      ),
    }));
    const rules = [...proteus.rules.values()].map((r) => (r.name === 'T-Update' ? odd : r));
    expect(mayNest(proteus.grammar, rules, 'App', 'fun', 'Update')).toBe(true);
    expect(mayNest(proteus.grammar, rules, 'Op', 'e1', 'Update')).toBe(false);
  });

  test('and what lies around a part in generation is such', () => {
    const chooser = new RandomChooser(0);
    const g = new Generator(proteus, proteusHints, chooser);
    const info = proteus.grammar.constructors.get('Abs');
    if (info === undefined) throw new Error('there is no abs');
    const around = new Set<string>();
    for (let i = 0; i < 300; i++) {
      chooser.reseed(3, i);
      const part = new Open(info, [g.unknown('name', 't'), g.unknown('Expr')]);
      const whole = somewhereIn(proteus.grammar, part, 1, g);
      around.add(`${whole.info.tag}.${whole.info.fields[whole.args.findIndex((x) => x === part)]?.[0] ?? 'fields'}`);
    }
    for (const place of ['Let.e1', 'Let.e2', 'New.e', 'Con.e', 'App.arg', 'Rec.fields'])
      expect(around).toContain(place);
    for (const place of ['Proj.e', 'Op.e1', 'App.fun', 'Deref.e']) expect(around).not.toContain(place);
  });
});

test('what is unknown of a term may be anything', () => {
  const info = stlc.grammar.constructors.get('Arrow');
  if (info === undefined) throw new Error('there are no arrows');
  const from = new Unknown('Type', '');
  const open = new Open(info, [from, List()]);
  expect(mayBe(open, Arrow(Int(), List()))).toBe(true);
  expect(mayBe(open, Arrow(Int(), Int()))).toBe(false);
  expect(mayBe(open, Int())).toBe(false);
  from.value = List();
  expect(mayBe(open, Arrow(Int(), List()))).toBe(false);
});
