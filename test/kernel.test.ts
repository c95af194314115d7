/** The shared machinery: tracing, modes, derive, explain, systems and variants. */
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { con, grammar } from '../semantics/grammar.ts';
import { is, metafunction, metavariables, partialMetafunction } from '../semantics/symbols.ts';
import { make, type Expr } from '../semantics/proteus/grammar.ts';
import { metas as expressions } from '../semantics/proteus/metas.ts';
import { all } from '../semantics/proteus/capability.ts';
import { judgement } from '../rules/judgement.ts';
import { ruleMaker } from '../rules/rule.ts';
import { rule as proteusRule } from '../rules/proteus/rule.ts';
import { subtype } from '../rules/proteus/subtyping.ts';
import { proteus } from '../rules/proteus/system.ts';
import { types } from '../rules/proteus/typing.ts';
import { system, vary } from '../rules/system.ts';
import { ruleAsHtml, ruleAsLatex, ruleAsText } from '../checker/notation/typeset.ts';
import { derive, Search } from '../checker/derive.ts';
import { chain, explain } from '../checker/explain.ts';
import { decode, encode } from '../checker/format.ts';
import { termTexts } from '../checker/proteus/messages.ts';
import { replay } from '../checker/replay.ts';

// A small calculus to try the machinery on: graphs with edges a→b, b→c, a→d, d→c.
interface G {
  readonly sorts: {
    readonly Node: {
      readonly A: ReturnType<typeof none>;
      readonly B: ReturnType<typeof none>;
      readonly C: ReturnType<typeof none>;
      readonly D: ReturnType<typeof none>;
    };
  };
  readonly maps: object;
}
const none = () => con([], 'x');
const graph = grammar<G>('graph', { sorts: { Node: { A: none(), B: none(), C: none(), D: none() } }, maps: {} });
const { A } = graph.make.Node;
type Node = ReturnType<typeof A>;
const metas = metavariables({ p: 'Node' }) as unknown as { readonly [k: `p${string}`]: Node };
const rule = ruleMaker(metas);
const edge = judgement<[Node, Node]>({
  name: 'edge',
  inputs: ['Node'],
  outputs: ['Node'],
  main: 0,
  text: '{0} → {1}',
  latex: '{0} \\to {1}',
  sentence: 'an edge',
});
const path = judgement<[Node, Node]>({ ...edge.form, name: 'path', text: '{0} →* {1}' });
const edges = (
  [
    ['A', 'B'],
    ['B', 'C'],
    ['A', 'D'],
    ['D', 'C'],
  ] as const
).map(([x, y]) => rule(`${x}${y}`, () => ({ given: [], infer: edge(graph.make.Node[x](), graph.make.Node[y]()) })));
const refl = rule('Refl', ({ p }) => ({ given: [], infer: path(p, p) }));
const trans = rule('Trans', ({ p, p1, p2 }) => ({ given: [edge(p, p1), path(p1, p2)], infer: path(p, p2) }));
const paths = system({
  name: 'paths',
  grammar: graph,
  metas: { p: 'Node' },
  judgements: [edge, path],
  rules: [...edges, refl, trans],
});

describe('tracing', () => {
  test('a rule whose inputs are not determined is refused, with its name and the metavariable', () => {
    expect(() => rule('Bad', ({ p, p1, p2 }) => ({ given: [edge(p1, p2)], infer: path(p, p2) }))).toThrow(
      /rule Bad: p1 is not determined where premise 1 \(edge\)/,
    );
    expect(() => rule('Bad', ({ p, p9 }) => ({ given: [], infer: path(p, p9) }))).toThrow(
      /rule Bad: p9 is not determined/,
    );
  });
  test('a rule that computes with a metavariable is refused', () => {
    expect(() =>
      proteusRule('Bad', ({ n, H }) => ({ given: [], infer: subtype(H as never, (n > 0n) as never) })),
    ).toThrow(/n is a symbol/);
  });
  test('a metavariable of another sort is refused', () => {
    expect(() => proteusRule('Bad', ({ τ, e }) => ({ given: [], infer: subtype(τ, e as never) }))).toThrow(
      /e is a Expr, argument 2 is a Type/,
    );
  });
  test('metafunctions outside rules are computed by name', () => {
    const { Deref, Ext } = make.Expr;
    const next = metafunction<[Expr], Expr>(
      { name: 'next', args: ['Expr'], result: 'Expr', text: 'next({0})', sentence: '' },
      (e) => Deref(e),
    );
    expect(next.compute(Ext('z'))).toEqual(Deref(Ext('z')));
    expect(() => next(Deref(Ext('z')))).toThrow(/metafunction next called on terms, outside a rule: use compute/);
    expect(next(Deref(expressions.e))).toEqual({ call: next, args: [Deref(expressions.e)] });
  });
  test('two rules of one name, a premise on an unknown judgement, a wrong replacement are errors', () => {
    const s = { name: 's', grammar: graph, metas: { p: 'Node' }, judgements: [edge, path] };
    expect(() => system({ ...s, rules: [refl, refl] })).toThrow(/Refl is defined twice/);
    expect(() => system({ ...s, judgements: [path], rules: [trans] })).toThrow(/unknown judgement edge/);
    expect(() =>
      vary(paths, { name: 'v', replace: [rule('None', ({ p }) => ({ given: [], infer: path(p, p) }))] }),
    ).toThrow(/no rule None to replace/);
    expect(() => vary(paths, { name: 'v', remove: ['None'] })).toThrow(/no rule None to remove/);
    expect(() => vary(paths, { name: 'v', add: [refl] })).toThrow(/Refl exists/);
  });
});

describe('derive', () => {
  const all = (form: typeof path.form, start: Node, s = paths): string[] => {
    const search = new Search(s, form, [start]);
    const found: string[] = [];
    for (let d = search.next(); d !== undefined; d = search.next()) found.push((d.outputs[0] as Node).tag);
    return found;
  };
  test('finds every solution, by backtracking into finished premises', () => {
    expect(all(path.form, A())).toEqual(['A', 'B', 'C', 'D', 'C']);
  });
  test('solutions found earlier stay as they were', () => {
    const search = new Search(paths, path.form, [A()]);
    const found = [];
    for (let d = search.next(); d !== undefined; d = search.next()) found.push(d);
    for (const d of found) {
      const text = [...encode(paths, [d.derivation])].join('');
      const read = decode(JSON.parse(text), () => paths);
      if (isLeft(read)) throw new Error(read.left);
      expect(replay(paths, read.right.proof)).toMatchObject({ ok: true, roots: ['path'] });
      expect(d.derivation.args[1]).toEqual(d.outputs[0]);
    }
  });
  test('a later premise that fails sends it back into an earlier one', () => {
    const meets = judgement<[Node, Node]>({ ...edge.form, name: 'meets' });
    const partial = partialMetafunction<[Node], Node>(
      { name: 'onlyD', args: ['Node'], result: 'Node', text: 'd({0})', sentence: '' },
      (x) => (x.tag === 'D' ? x : undefined),
    );
    const s = system({
      ...paths,
      judgements: [edge, path, meets],
      rules: [
        ...paths.rules.values(),
        rule('Meets', ({ p, p1, p2 }) => ({ given: [path(p, p1), is(p2, partial(p1))], infer: meets(p, p2) })),
      ],
    });
    expect(all(meets.form, A(), s)).toEqual(['D']);
  });
  test('a search without end stops when its fuel is used up', () => {
    const loop = vary(paths, {
      name: 'loop',
      replace: [rule('Refl', ({ p, p1 }) => ({ given: [path(p, p1)], infer: path(p, p1) }))],
    });
    expect(derive(loop, path.form, [A()], { fuel: 10_000 })).toMatchObject({ _tag: 'Left', left: { outOfFuel: true } });
  });
  test('no derivation: the attempts, the nearest one first', () => {
    const { Int, Ref } = make.Type;
    const failed = derive(proteus, subtype.form, [Ref(Ref(Int())), Ref(Ref(make.Type.Named('t')))], { explain: true });
    if (isRight(failed)) throw new Error('int ref ref is no t ref ref');
    const levels = chain(failed.left);
    expect(levels.map((l) => l.attempt?.rule.rule.name)).toEqual(['S-Ref', 'S-Ref', undefined]);
    const tree = explain(failed.left, termTexts);
    expect(tree).toMatchObject({ judgement: 'subtype', skipped: 1, rules: [{ rule: 'S-Ref', premise: 1, of: 2 }] });
    expect(tree.rules[0]?.because).toMatchObject({ goal: 'int; t', rules: [] });
  });
});

describe('one function is the rule', () => {
  // T-Int with another type: every form the rule takes follows.
  const changed = vary(proteus, {
    name: 'unit',
    replace: [
      proteusRule('T-Int', ({ Ω, Σ, Γ, Δ, μ, n }) => ({
        given: [],
        infer: types(Ω, Σ, Γ, Δ, μ, make.Expr.Num(n), make.Type.Record(make.TypeFields.NoTypes()), Δ),
      })),
    ],
  });
  const goal = [
    Object.freeze({ tag: 'Types.empty' }),
    Object.freeze({ tag: 'Signature.empty' }),
    Object.freeze({ tag: 'Locals.empty' }),
    all,
    make.Mu.N(),
    make.Expr.Num(1n),
  ];
  test('derive, replay and the printed rule change together', () => {
    const [a, b] = [proteus, changed].map((s) => derive(s, types.form, goal));
    if (!a || !b || isLeft(a) || isLeft(b)) throw new Error('an integer has a type');
    expect(a.right.outputs[0]).toEqual(make.Type.Int());
    expect(b.right.outputs[0]).toEqual(make.Type.Record(make.TypeFields.NoTypes()));
    const proofOf = (s: typeof proteus, d: typeof a) => {
      const read = decode(JSON.parse([...encode(s, [d.right.derivation])].join('')), () => s);
      if (isLeft(read)) throw new Error(read.left);
      return read.right.proof;
    };
    for (const [by, d, other] of [
      [proteus, a, changed],
      [changed, b, proteus],
    ] as const) {
      expect(replay(by, proofOf(by, d))).toMatchObject({ ok: true });
      expect(replay(other, proofOf(by, d))).toMatchObject({ ok: false, path: 'digest' });
      expect(replay(other, proofOf(by, d), { anyRules: true })).toMatchObject({ ok: false, rule: 'T-Int', premise: 0 });
    }
    const printed = (s: typeof proteus) =>
      [ruleAsText, ruleAsLatex, ruleAsHtml].map((f) => f(s, s.rules.get('T-Int') as never));
    printed(proteus).forEach((text, i) => expect(text).not.toBe(printed(changed)[i]));
  });
});

describe('typesetting', () => {
  const T = (name: string) => proteus.rules.get(name) as never;
  test('text', () => {
    expect(ruleAsText(proteus, T('T-Con'))).toBe(
      [
        'Ω; Σ; Γ; Δ ⊢μ e : t ⊣ Δ1    t ∈ Δ1    Ω(t) = τ',
        '────────────────────────────────────────────── T-Con',
        'Ω; Σ; Γ; Δ ⊢μ con[t] e : τ ⊣ Δ1',
        '',
      ].join('\n'),
    );
  });
  test('LaTeX: braces match, nothing is left unfilled, no bare Unicode', () => {
    for (const r of proteus.rules.values()) {
      const latex = ruleAsLatex(proteus, r);
      let depth = 0;
      const bare = latex.replace(/\\[{}]/g, '');
      for (const c of bare) {
        depth += c === '{' ? 1 : c === '}' ? -1 : 0;
        expect(depth, r.name).toBeGreaterThanOrEqual(0);
      }
      expect(depth, r.name).toBe(0);
      expect(latex, r.name).not.toMatch(/undefined|\[object/);
      // eslint-disable-next-line no-control-regex
      expect(latex, r.name).toMatch(/^[\x00-\x7F]*$/);
    }
  });
  test('HTML: escaped', () => {
    expect(ruleAsHtml(proteus, T('S-Refl'))).toContain('τ &lt;: τ');
  });
});
