/** Derivations that are drawn: for LaTeX, for Typst (which sets them here), and as pictures; graphs of runs; tables. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { proteusDeclarative } from '../rules/proteus/system.ts';
import { nodesOf, type Derivation } from '../checker/derivation.ts';
import { ruleAsMath, type MathNode } from '../checker/notation/mathml.ts';
import { mathAsTypst, typstString } from '../checker/notation/typst.ts';
import { treeAsTypst, typstPreamble } from '../checker/proofs-typst.ts';
import { graphAs, type RunGraph } from '../checker/run-graph.ts';
import { calculi, calculusOfFile } from '../proofs/calculi.ts';
import type { Calculus } from '../proofs/calculus.ts';
import { drawn } from '../workbench/drawing/derivation.ts';
import { laidOut, tableLines } from '../workbench/table.ts';
import { oneTree } from './bussproofs.ts';
import { root } from './support.ts';

const read = (name: string) => readFileSync(join(root, 'examples', name), 'utf8');

/** A program of a file or text, with its calculus. */
function opened(name: string, text = read(name)) {
  const { language, base } = calculusOfFile(name, () => text) as Calculus;
  if (language === undefined) throw new Error(`${name} is of a calculus without programs`);
  const program = language.load(text, name, { record: true });
  if (isLeft(program)) throw new Error(program.left.map((e) => e.message).join('\n'));
  const waits = (file: string) => {
    const update = language.updates?.read(read(file), file);
    if (update === undefined || isLeft(update)) throw new Error(`${file} is no update`);
    return update.right;
  };
  return { language, base, program: program.right, waits };
}

/** The derivations of a run, with an update where one is named. */
function recorded(name: string, update?: string) {
  const { language, base, program, waits } = opened(name);
  const queue = update === undefined ? [] : [waits(update)];
  return { base, roots: language.record(program, { queue, maxSteps: 30 }).roots };
}

/** How many nodes a derivation has as a tree. */
const unshared = (roots: readonly Derivation[]): number => {
  const size = new Map<Derivation, number>();
  for (const d of nodesOf(roots))
    size.set(
      d,
      d.premises.reduce((n, p) => n + (size.get(p) as number), 1),
    );
  return roots.reduce((n, r) => n + (size.get(r) as number), 0);
};

const compiler = NodeCompiler.create();
/** Sets a document. @returns what Typst complains of; the texts of the picture that it makes. */
function set(mainFileContent: string): { readonly wrong: readonly string[]; readonly paths: number } {
  const result = compiler.compile({ mainFileContent });
  const error = result.takeError();
  if (error !== null) return { wrong: compiler.fetchDiagnostics(error).map((d) => JSON.stringify(d)), paths: 0 };
  const svg = compiler.svg({ mainFileContent });
  return { wrong: [], paths: svg.match(/class="typst-shape"/g)?.length ?? 0 };
}

const programs = [
  ['gauge.proteus', 'gauge.1.update'],
  ['linked-list.proteus', undefined],
  ['compose.stlc', undefined],
  ['heads.stlc', undefined],
] as const;

describe('a derivation that is drawn', () => {
  test.each(programs)(
    'is a tree for LaTeX, a document for Typst and a picture, with every node: %s',
    (name, update) => {
      const { base, roots } = recorded(name, update);
      const nodes = unshared(roots);
      expect(nodes).toBeGreaterThan(20);
      const latex = drawn(base, roots, 'latex');
      expect(latex.match(/\\RightLabel/g)).toHaveLength(nodes);
      expect(oneTree(latex).left).toBe(roots.length);
      const typst = set(drawn(base, roots, 'typst'));
      // A line for each node.
      expect(typst).toEqual({ wrong: [], paths: nodes });
      const svg = drawn(base, roots, 'svg');
      expect(svg.match(/<line /g)).toHaveLength(nodes);
      expect(svg.match(/<text /g)).toHaveLength(2 * nodes);
    },
  );

  test('in a picture no tree stands over another', () => {
    const { base, roots } = recorded('compose.stlc');
    expect(roots.length).toBeGreaterThan(3);
    const taken = new Map<string, { from: number; to: number }[]>();
    for (const [, x, y, width] of drawn(base, roots, 'svg').matchAll(
      /<text x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"/g,
    )) {
      const [from, to] = [Number(x), Number(x) + Number(width)];
      const row = taken.get(y as string) ?? [];
      for (const o of row) expect(from >= o.to || to <= o.from).toBe(true);
      taken.set(y as string, [...row, { from, to }]);
    }
    expect(taken.size).toBeGreaterThan(10);
  });

  test('as deep as a program of 300 nested sums is, and what is too large is cut and counted', () => {
    const n = 300;
    const { language, base, program } = opened('deep.stlc', `${'+ 1 ('.repeat(n)}1${')'.repeat(n)}\n`);
    const [typing] = language.record(program, { maxSteps: 0 }).roots;
    const whole = unshared([typing as Derivation]);
    expect(whole).toBeGreaterThan(3 * n);
    expect(oneTree(drawn(base, [typing as Derivation], 'latex')).left).toBe(1);
    const typst = set(drawn(base, [typing as Derivation], 'typst'));
    expect(typst.wrong).toEqual([]);
    expect(typst.paths).toBe(whole);
    // So many of them are more than is drawn.
    const many = drawn(base, Array<Derivation>(8).fill(typing as Derivation), 'svg');
    expect(many.match(/<line /g)?.length).toBeLessThanOrEqual(5000);
    expect(many).toMatch(/\(\d+ above\)/);
  });
});

describe('formulas for Typst', () => {
  test('every rule of every calculus and variant is set', () => {
    const systems = [proteusDeclarative, ...calculi.flatMap((c) => [c.base, ...c.variants.map((v) => v.system)])];
    const formulas = new Set<string>();
    for (const s of systems)
      for (const r of s.rules.values()) {
        const { premises, conclusion } = ruleAsMath(s, r);
        for (const m of [...premises, conclusion]) formulas.add(mathAsTypst(m));
      }
    expect(formulas.size).toBeGreaterThan(500);
    expect(set([...formulas].map((f) => `$${f}$\n`).join('\n')).wrong).toEqual([]);
  });
  test('what means something to Typst means itself', () => {
    const nasty = 'a_b ^{c} \\ 100% ~ & # $ {-} "q" #let x = 1; */ // @ref <l> \u0007';
    const nodes: readonly MathNode[] = [
      { tag: 'mtext', text: nasty },
      { tag: 'mi', text: nasty },
      { tag: 'mo', text: '#$/\\_^&"\'(){}[],;:=*~' },
      {
        tag: 'msub',
        children: [
          { tag: 'mrow', children: [] },
          { tag: 'mo', text: ',' },
        ],
      },
    ];
    const conclusion: MathNode = { tag: 'mrow', children: nodes };
    const tree = treeAsTypst(0, () => ({ rule: nasty, conclusion, premises: [], omitted: 3 }));
    expect(set(`${typstPreamble}\n${tree}`).wrong).toEqual([]);
    expect(set(`#assert(${typstString(nasty)}.len() == ${Buffer.byteLength(nasty)})`).wrong).toEqual([]);
    // What is wrong would be seen.
    expect(set('$ #nothing $').wrong).not.toEqual([]);
  });
});

describe('the graph of a run over apply and defer', () => {
  const graph = (name: string, files: readonly string[], check = 'dynamic'): RunGraph => {
    const { language, program, waits } = opened(`${name}.proteus`);
    return language.updates?.choices?.(program, { queue: files.map(waits), check }) as RunGraph;
  };
  /** The steps of every way from the start to an end, with the number of updates that are applied on it. */
  const ways = ({ nodes, edges }: RunGraph) => {
    const found: { steps: number; applied: number; end: RunGraph['nodes'][number] }[] = [];
    const go = (at: number, steps: number, applied: number): void => {
      const out = edges.filter((e) => e.from === at);
      if (out.length === 0) found.push({ steps, applied, end: nodes[at] as RunGraph['nodes'][number] });
      for (const e of out) go(e.to, steps + e.steps, applied + (e.choice === 'apply' ? 1 : 0));
    };
    go(0, 0, 0);
    return found;
  };

  test('has each choice at each point, and the steps of each run', () => {
    const g = graph('gauge', ['gauge.1.update']);
    expect(g.nodes.filter((n) => n.kind === 'point')).toHaveLength(3);
    expect(g.edges.map((e) => e.choice).sort()).toEqual([...Array<string>(3).fill('apply'), ...Array<string>(3).fill('defer'), 'start']); // prettier-ignore
    const { language, program, waits } = opened('gauge.proteus');
    const first = language.run(program, { queue: [waits('gauge.1.update')] });
    const never = language.run(program, { queue: [] });
    const all = ways(g);
    expect(all).toHaveLength(4);
    for (const w of all) expect(w.end).toEqual({ kind: 'end', outcome: 'done', value: '20' });
    // The first point is where an update goes in that is not deferred.
    expect(all.some((w) => w.applied === 1 && w.steps === first.steps)).toBe(true);
    expect(all.filter((w) => w.applied === 0).map((w) => w.steps)).toEqual([never.steps]);
  });

  test('has no choice where the update is refused, and says why', () => {
    const g = graph('static-refuses', ['static-refuses.1.update'], 'static');
    expect(g.edges.map((e) => e.choice)).toEqual(['start', 'refused']);
    expect(g.edges[1]?.reasons[0]).toContain('rate is in the capability of the update point');
    const dynamic = graph('static-refuses', ['static-refuses.1.update']);
    expect(dynamic.edges.some((e) => e.choice === 'apply')).toBe(true);
  });

  test('of two updates has all that the first leads to', () => {
    const g = graph('gauge', ['gauge.1.update', 'gauge.1.update']);
    // After the first, each of the points that are left refuses the second: the type is no longer what it was.
    expect(g.nodes.filter((n) => n.kind === 'point')).toHaveLength(3 + 2 + 1);
    expect(ways(g)).toHaveLength(4);
    expect(new Set(g.edges.map((e) => e.choice))).toEqual(new Set(['start', 'apply', 'defer', 'refused']));
  });

  test('as dot and as Mermaid has a line for each node and edge, whatever is in them', () => {
    const g: RunGraph = {
      nodes: [{ kind: 'start' }, { kind: 'end', outcome: 'done', value: '{a = "x" | <b> & #1 `c`}' }, { kind: 'more' }],
      edges: [
        { from: 0, to: 1, choice: 'apply', update: 'a "b".update', reasons: [], steps: 1 },
        { from: 0, to: 2, choice: 'refused', update: 'u', reasons: ['r1', 'r2'], steps: 2 },
      ],
    };
    const inner = String.raw`(?:[^"\\]|\\.)*`;
    const dot = graphAs('dot', g).split('\n');
    expect(dot.filter((l) => new RegExp(`^  \\d+ \\[label="${inner}", shape=`).test(l))).toHaveLength(3);
    expect(dot.filter((l) => new RegExp(`^  \\d+ -> \\d+ \\[label="${inner}"[^"]*\\];$`).test(l))).toHaveLength(2);
    const mermaid = graphAs('mermaid', g).trimEnd().split('\n');
    expect(mermaid[0]).toBe('flowchart TD');
    expect(mermaid.slice(1, 4).every((l) => /^ {2}n\d+(\{|\(|\[\[?)"[^"`]*"(\}|\)|\]\]?)$/.test(l))).toBe(true);
    expect(mermaid.slice(4).every((l) => /^ {2}n\d+ (==>|-\.->)\|"[^"`]*"\| n\d+$/.test(l))).toBe(true);
    expect(mermaid.join('\n')).toContain('r1 (and 1 more)');
  });
});

describe('tables', () => {
  test('have columns as wide as what stands in them, on a terminal', () => {
    const rows = [['name', 'n'], ['語', '10'], ['x', '']]; // prettier-ignore
    expect(tableLines(rows)).toEqual(['name  n', '語    10', 'x']);
    expect(tableLines(rows, { between: ' | ', right: [0] })).toEqual(['name | n', '  語 | 10', '   x |']);
    expect(tableLines([])).toEqual([]);
    // Long ones are laid out in parts, alike.
    const many = Array.from({ length: 20_000 }, (_, i) => [String(i), i === 7 ? 'R-Acquire' : 'R-Op', 'x']);
    const lines = tableLines(many, { right: [0] });
    expect(lines).toHaveLength(20_000);
    expect([lines[7], lines[19_999]]).toEqual(['    7  R-Acquire  x', '19999  R-Op       x']);
    expect(laidOut(['a', ['1', 'b'], ['10', 'c'], 'd', ['2', 'e']], { right: [0] })).toEqual([
      'a',
      ' 1  b',
      '10  c',
      'd',
      '2  e',
    ]);
  });
});
