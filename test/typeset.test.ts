/** Rules in MathML, and proof trees in LaTeX and SVG: what the page shows and gives away. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { calculi } from '../proofs/calculi.ts';
import { treeAsLatex, treePreamble } from '../checker/proofs-latex.ts';
import { mathAsMarkup, mathOf, ruleAsMath, type MathNode } from '../checker/notation/mathml.ts';
import { proteus, proteusDeclarative } from '../rules/proteus/system.ts';
import type { Rule } from '../rules/rule.ts';
import { ruleAsLatex, ruleAsText } from '../checker/notation/typeset.ts';
import {
  derivation,
  derivationCard,
  derivationFile,
  derivationLatex,
  type DerivationOf,
  type Derived,
} from '../workbench/page/engine/derivations.ts';
import { everyCalculus } from '../workbench/page/engine/needs.ts';
import { rules } from '../workbench/page/engine/rules.ts';
import { typewriter } from '../workbench/drawing/naming.ts';
import { layout, type Layout } from '../workbench/drawing/layout.ts';
import { foldedAtFirst, inView, unfoldedTo, type Nodes } from '../workbench/drawing/nodes.ts';
import { placeOf, readPlace, writePlace } from '../workbench/page/tree/place.ts';
import { treeAsSvg } from '../workbench/drawing/svg.ts';
import { oneTree } from './bussproofs.ts';

await everyCalculus();
const systems = [proteusDeclarative, ...calculi.flatMap((c) => [c.base, ...c.variants.map((v) => v.system)])];
const rule = (name: string) => proteus.rules.get(name) as Rule;
const text = (n: MathNode): string => n.text ?? (n.children ?? []).map(text).join('');

/** Markup is well formed: every element is closed, in order, and text has no stray marks. */
function wellFormed(markup: string): boolean {
  const open: string[] = [];
  const rest = markup.replace(
    /<(\/?)([a-z]+)((?: [A-Za-z0-9:-]+="[^"<>]*")*)\s*(\/?)>/g,
    (_, close, tag, __, empty) => {
      if (close) {
        if (open.pop() !== tag) open.push('wrong');
      } else if (!empty) open.push(tag as string);
      return '';
    },
  );
  return open.length === 0 && !/[<>]|&(?!(amp|lt|gt|quot);)/.test(rest);
}

describe('rules in MathML', () => {
  test('every rule of every system and variant is typeset', () => {
    for (const s of systems)
      for (const r of s.rules.values()) {
        const { premises, conclusion } = ruleAsMath(s, r);
        expect(premises.length).toBe(r.premises.length);
        for (const m of [...premises, conclusion]) {
          expect(wellFormed(mathAsMarkup(m)), r.name).toBe(true);
          // No command is left over, and no field of a template.
          expect(text(m), r.name).not.toMatch(/\\|\{[a-z0-9]+@|mathsf/);
        }
      }
  });

  test('T-App as on paper', () => {
    const { premises, conclusion } = ruleAsMath(proteus, rule('T-App'));
    expect(premises.map(text)).toEqual(['Ω;Σ;Γ;Δ⊢μe1:τ1→μf;Δfτ2⊣Δ1', 'Ω;Σ;Γ;Δ1⊢μe2:τ3⊣Δ2', 'τ3<:τ1', 'μf≤μ']);
    expect(mathAsMarkup(conclusion)).toContain('<msub><mo>⊢</mo><mi>μ</mi></msub><msub><mi>e</mi><mn>1</mn></msub>');
    expect(mathAsMarkup(premises[0] as MathNode)).toContain('<mover><mo stretchy="true">→</mo>');
  });

  test('sub- and superscripts, words and negation', () => {
    expect(mathAsMarkup(mathOf('x_{1}^{2}'))).toBe('<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>');
    expect(mathAsMarkup(mathOf('\\to^{*}'))).toBe('<msup><mo>→</mo><mo>*</mo></msup>');
    expect(text(mathOf('a \\not\\approx b'))).toBe('a≉b');
    expect(text(mathOf('{1}\\text{ is written}'))).toBe('1\u00a0is written');
    expect(() => mathOf('\\unheardof')).toThrow('\\unheardof');
  });

  test('words and letters beside one another are apart', () => {
    expect(ruleAsLatex(proteus, rule('H-Cell'))).toContain('\\text{type of }b = \\tau');
    expect(ruleAsLatex(proteus, rule('H-Cell'))).toContain('\\text{contents of }b = e');
    expect(ruleAsLatex(proteus, rule('T-Op'))).toContain('e_{1}\\;o\\;e_{2} : ');
    expect(ruleAsLatex(proteus, rule('R-Op'))).toContain('n_{1}\\;o\\;n_{2} = n');
  });

  test('words that are set upright are not taken for fields of the same name', () => {
    expect(ruleAsLatex(proteus, rule('P-Change'))).toContain('\\mathsf{type}\\;t=\\tau\\;\\mathsf{by}\\;c');
  });
});

const program = readFileSync(new URL('../examples/gauge.proteus', import.meta.url), 'utf8');
const update = readFileSync(new URL('../examples/gauge.1.update', import.meta.url), 'utf8');
const run = (subject: string, step = 0, more: Partial<Extract<DerivationOf, { from: 'run' }>> = {}): DerivationOf => ({
  from: 'run',
  program,
  updates: [update],
  check: 'dynamic',
  decisions: {},
  variant: null,
  step,
  subject,
  ...more,
});
const derived = (of: DerivationOf): Derived => {
  const d = derivation({ of });
  if (!d.ok) throw new Error(d.message);
  return d;
};

describe('proof trees in LaTeX', () => {
  const trees = (): string[] =>
    (
      [
        run('configuration'),
        run('configuration', 3),
        run('definition loop'),
        run('step'),
        run('step', 2),
        run('configuration', 0, { variant: 'declarative' }),
      ] as const
    ).map((of) => derivationLatex({ of, root: 0, folded: [] }) as string);

  test('are what the package understands', () => {
    for (const latex of trees()) {
      expect(latex).toContain(treePreamble);
      expect(oneTree(latex).left).toBe(1);
    }
  });

  test('what is folded is told by its number', () => {
    const d = derived(run('configuration'));
    const latex = derivationLatex({ of: run('configuration'), root: 0, folded: [0] }) as string;
    expect(oneTree(latex)).toEqual({ left: 1, lines: 2 });
    expect(latex).toContain(`\\footnotesize(${d.nodes.length - 1})`);
  });

  test('more premises than the package joins are stood beside one another', () => {
    const wide = treeAsLatex(0, (id) =>
      id === 0
        ? { rule: 'Wide', conclusion: 'c', premises: Array.from({ length: 12 }, (_, i) => i + 1) }
        : { rule: 'A_1 & B', conclusion: `p_{${id}}`, premises: [] },
    );
    expect(oneTree(wide).left).toBe(1);
    for (let i = 1; i <= 12; i++) expect(wide).toContain(`p_{${i}}`);
  });

  test('a goal that nothing derives is an axiom, without a line', () => {
    const open = treeAsLatex(0, (id) =>
      id === 0
        ? { rule: 'R', conclusion: 'c', premises: [1, 2] }
        : { rule: id === 1 ? '' : 'A', conclusion: `g_{${id}}`, premises: [] },
    );
    expect(open.split('\n').slice(1, 3)).toEqual(['\\AxiomC{$g_{1}$}', '\\AxiomC{}']);
    expect(oneTree(open).left).toBe(1);
  });

  test('names and texts are escaped', () => {
    expect(typewriter('a_b ^{c} \\ 100% ~ & # $…')).toBe(
      '\\texttt{a\\_b \\textasciicircum{}\\{c\\} \\textbackslash{} 100\\% \\textasciitilde{} \\& \\# \\$\\ldots{}}',
    );
    // Behind a colon a space would be wider than in code.
    expect(typewriter('let x : int = {a : 1, b = 2}')).toBe('\\texttt{let x :\\ int = \\{a :\\ 1,\\ b = 2\\}}');
  });
});

/** No two things of one row touch. */
function apart({ placed }: Layout, label: (id: number) => string): boolean {
  const rows = new Map<number, [number, number][]>();
  for (const p of placed) {
    const from = p.line > 0 ? Math.min(p.x, p.lineX) : p.x;
    const to = Math.max(p.x + p.width, p.lineX + p.line + 0.8 * label(p.id).length);
    rows.set(p.row, [...(rows.get(p.row) ?? []), [from, to]]);
  }
  return [...rows.values()].every((row) => {
    const sorted = row.sort(([a], [b]) => a - b);
    return sorted.every(([from], i) => i === 0 || from >= (sorted[i - 1] as [number, number])[1]);
  });
}

/** Random trees, by their own small generator: the same ones each time. */
function randomTree(seed: number, most: number): Nodes {
  let state = seed;
  const random = (n: number) => (state = (state * 1103515245 + 12345) % 2147483648) % n;
  const nodes: { id: number; rule: string; judgement: string; conclusion: string; premises: number[] }[] = [];
  const add = () => {
    const id = nodes.length;
    nodes.push({ id, rule: `R-${random(1000)}`, judgement: 'j', conclusion: 'x'.repeat(1 + random(60)), premises: [] });
    return id;
  };
  add();
  while (nodes.length < most) {
    const parent = nodes[Math.max(0, nodes.length - 1 - random(6))] as (typeof nodes)[number];
    if (parent.premises.length < 4) parent.premises.push(add());
    else parent.conclusion += 'y';
  }
  return nodes;
}

describe('the layout of proof trees', () => {
  test('nothing overlaps, conclusions are below their premises, and the line spans both', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const nodes = randomTree(seed, 5 + seed * 3);
      const label = (id: number) => nodes[id]?.rule ?? '';
      const l = layout(nodes, inView(nodes, 0, new Set()), label);
      expect(l.placed.length).toBe(nodes.length);
      expect(apart(l, label)).toBe(true);
      for (const p of l.placed) {
        expect(p.x).toBeGreaterThanOrEqual(-1e-9);
        expect(p.x + p.width).toBeLessThanOrEqual(l.width + 1e-9);
        for (const q of nodes[p.id]?.premises ?? []) {
          const above = l.byId.get(q);
          expect(above?.row).toBe(p.row - 1);
          expect(above?.x).toBeGreaterThanOrEqual(p.lineX - 1e-9);
          expect((above?.x ?? 0) + (above?.width ?? 0)).toBeLessThanOrEqual(p.lineX + p.line + 1e-9);
        }
      }
    }
  });

  test('a chain of twenty thousand nodes is placed at once', () => {
    const nodes = Array.from({ length: 20_000 }, (_, id) => ({
      id,
      rule: 'R',
      judgement: 'j',
      conclusion: 'c',
      premises: id + 1 < 20_000 ? [id + 1] : [],
    }));
    expect(layout(nodes, inView(nodes, 0, new Set()), () => 'R').rows).toBe(20_000);
  });

  test('few nodes are in view at first, and the way to a node can be opened', () => {
    const nodes = randomTree(7, 900);
    const folded = foldedAtFirst(nodes, 0);
    expect(inView(nodes, 0, folded).length).toBeLessThanOrEqual(41);
    expect(inView(nodes, 0, folded).length).toBeGreaterThan(10);
    const deep = inView(nodes, 0, unfoldedTo(nodes, folded, 899));
    expect(deep.some((v) => v.id === 899)).toBe(true);
  });
});

describe('proof trees in SVG', () => {
  test('are well formed, hold every conclusion in view, and need nothing else', () => {
    const d = derived(run('configuration'));
    const label = (id: number) => d.nodes[id]?.rule ?? '';
    const svg = treeAsSvg(d.nodes, layout(d.nodes, inView(d.nodes, 0, new Set()), label), label);
    expect(wellFormed(svg.replace(/<style>.*<\/style>/, ''))).toBe(true);
    expect(svg.match(/<text /g)?.length).toBe(2 * d.nodes.length);
    expect(svg.match(/<line /g)?.length).toBe(d.nodes.length);
    expect(svg).toContain('int &lt;: int');
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|href|url\(|<script|@import/);
  });
});

describe('derivations for the page', () => {
  test('of the configuration, a definition and a step; all can be saved and replayed', () => {
    for (const [of, judgement] of [
      [run('configuration', 5), 'configurationOk'],
      [run('definition show'), 'bindingOk'],
      [run('step', 2), 'steps'],
      [run('configuration', 0, { variant: 'if-union' }), 'configurationOk'],
      [run('definition loop', 0, { variant: 'declarative' }), 'bindingOk'],
    ] as const) {
      const d = derived(of);
      expect(d.nodes[0]?.judgement).toBe(judgement);
      expect(d.variant).toBe(of.from === 'run' ? of.variant : null);
      const again = derived({ from: 'file', text: derivationFile({ of }) as string });
      expect(again.verdict).toMatchObject({ ok: true, wrong: null });
      expect(again.nodes).toEqual(d.nodes);
    }
    // The step at which the update is applied.
    expect(derived(run('step', 2)).nodes[0]?.rule).toBe('R-Upd');
  });

  test('where there is none, why', () => {
    expect(derivation({ of: run('step', 23) })).toMatchObject({ ok: false, message: expect.stringContaining('ends') });
    // A run that is stuck: what no rule applies to.
    const stuck = {
      program: 'type t = int\nvar z : t = 1\nin update; !z + 1',
      updates: ['update\ntype t = {} by c\nadd fun c (x : int) : {} = {}'],
      variant: 'no-confree',
    };
    const at = derivation({ of: run('step', 99, stuck) });
    expect(at).toMatchObject({ ok: false, message: 'there is no derivation by the rules of no-confree' });
    expect(at.ok ? [] : at.why.join('\n')).toContain('reduces: H; {} + 1');
    expect(
      derivation({ of: run('step', 99_999, { program: 'fun f (i : int) : int = f i\nin f 0', updates: [] }) }),
    ).toMatchObject({
      message: 'further steps are not shown',
    });
    expect(derivation({ of: run('definition nobody') })).toMatchObject({ ok: false });
    expect(derivation({ of: run('configuration', 0, { program: 'let' }) })).toMatchObject({ ok: false });
  });

  test('a card says what every metavariable of the rule stands for', () => {
    const of = run('definition loop');
    const d = derived(of);
    const node = d.nodes.find((n) => n.rule === 'T-App');
    const card = derivationCard({ of, node: node?.node as number });
    expect(card?.rule?.name).toBe('T-App');
    const values = new Map(card?.instance.values.map((v) => [v.meta, v.short]));
    expect([...values.keys()].sort()).toEqual(
      ['Ω', 'Σ', 'Γ', 'Δ', 'Δ1', 'Δ2', 'Δf', 'μ', 'μf', 'e1', 'e2', 'τ1', 'τ2', 'τ3'].sort(),
    );
    expect(values.get('e1')).toBe('show');
    expect(values.get('τ1')).toBe('celsius');
    const types = card?.instance.values.find((v) => v.meta === 'Ω');
    expect(types).toMatchObject({ short: 'Ω', full: 'type celsius = int' });
  });

  test('files that are none, or damaged, or wrong, are told in a sentence', () => {
    const file = derivationFile({ of: run('definition loop') }) as string;
    const refused = (t: string) => {
      const d = derivation({ of: { from: 'file', text: t } });
      expect(d.ok).toBe(false);
      return d.ok ? '' : d.message;
    };
    expect(refused('')).toContain('not JSON');
    expect(refused('[]')).toContain('not a derivation file');
    expect(refused(file.replace('"proteus"', '"prometheus"'))).toContain('unknown system prometheus');
    expect(refused(file.replace('["Num",', '["Nun",'))).toContain('unknown constructor');
    for (let cut = 10; cut < file.length; cut += 997) expect(refused(file.slice(0, cut))).not.toBe('');
    // Every number in a node changed in turn: refused or wrong, never believed, never a crash.
    const json = JSON.parse(file) as { nodes: { rule: string; args: number[]; metas: Record<string, number> }[] };
    json.nodes.forEach((n, i) => {
      const changed = structuredClone(json);
      const at = changed.nodes[i] as typeof n;
      at.rule = 'T-Nothing';
      const d = derived({ from: 'file', text: JSON.stringify(changed) });
      expect(d.verdict).toMatchObject({ ok: false, wrong: { node: i, message: 'there is no rule T-Nothing' } });
      at.rule = n.rule;
      at.args = [];
      const e = derived({ from: 'file', text: JSON.stringify(changed) });
      expect(e.verdict?.wrong).toMatchObject({ node: i, premise: 0 });
      expect(
        derivationCard({ of: { from: 'file', text: JSON.stringify(changed) }, node: i })?.instance.wrong,
      ).toContain('the conclusion has other arguments');
    });
  });

  test('a shared node stands in the tree wherever it is used, and a tree without end is cut', () => {
    const file = JSON.parse(derivationFile({ of: run('definition loop') }) as string) as {
      nodes: { premises: number[] }[];
      roots: number[];
    };
    // Each node twice a premise of the next: a tree of 2^40 nodes.
    const nodes = Array.from({ length: 40 }, (_, i) => ({ ...file.nodes[0], premises: i === 0 ? [] : [i - 1, i - 1] }));
    const d = derived({ from: 'file', text: JSON.stringify({ ...file, nodes, roots: [39] }) });
    expect(d.total).toBe(40);
    expect(d.nodes.length).toBeLessThanOrEqual(20_000);
    expect(d.nodes.some((n) => (n.cut ?? 0) > 0)).toBe(true);
    expect(d.verdict?.ok).toBe(false);
  });

  test('counterexamples are checked as such', () => {
    const url = new URL('../proofs/counterexamples/proteus-if-union-T7.json', import.meta.url);
    const d = derived({ from: 'file', text: readFileSync(url, 'utf8') });
    expect(d.verdict).toMatchObject({ ok: true, about: { theorem: 'T7' } });
    expect(d.roots.map((r) => d.nodes[r]?.judgement)).toEqual(['configurationOk', 'steps']);
  });

  test('where a reader is survives being written down', () => {
    const place = {
      ...placeOf('file 0a1b What? is 100%.json'),
      at: 3,
      root: 1,
      changed: [4, 17],
      selected: 5,
      look: 'outline',
      folds: 'none',
      of: 38,
    } as const;
    expect(readPlace(writePlace(place))).toEqual(place);
    expect(readPlace('configuration')).toEqual(placeOf('configuration'));
    expect(readPlace('%E0?changed=x.-1.2&selected=1e9&folds=maybe').changed).toEqual([2]);
  });
});

describe('rules for the page', () => {
  test('all of them, by judgement', () => {
    const shown = rules({ variant: null });
    expect(shown.judgements.flatMap((j) => j.rules.map((r) => r.name)).sort()).toEqual(
      [...proteus.rules.keys()].sort(),
    );
    expect(shown.changes).toEqual([]);
    const app = shown.judgements.flatMap((j) => j.rules).find((r) => r.name === 'T-App');
    expect(app?.text.conclusion).toBe(ruleAsText(proteus, rule('T-App')).trimEnd().split('\n').at(-1));
  });

  test('every variant says what it changes', () => {
    for (const c of calculi)
      for (const v of c.variants) {
        const name = c.name === 'proteus' ? v.name : `${c.name}:${v.name}`;
        const shown = rules({ variant: name });
        expect(shown.variant?.name, name).toBe(v.name);
        expect(shown.variant?.falls).toEqual(v.expected === 'sound' ? [] : v.expected);
        expect(shown.changes.length, name).toBeGreaterThan(0);
        // Something is marked: a premise, an argument, a rule, or what the rules compute.
        const marked = shown.changes.some(
          (x) =>
            x.kind !== 'replaced' ||
            x.onlyBefore.length + x.onlyAfter.length > 0 ||
            JSON.stringify([x.before, x.after]).includes('math-changed'),
        );
        expect(marked || shown.functionsAfter.length > 0, name).toBe(true);
      }
  });

  test('if-union: the conclusion differs, in the capability', () => {
    const [change] = rules({ variant: 'if-union' }).changes;
    expect(change).toMatchObject({ name: 'T-If', kind: 'replaced', analysis: false, onlyBefore: [], onlyAfter: [] });
    const markup = mathAsMarkup(change?.after?.conclusion as MathNode);
    expect(markup).toMatch(/class="math-changed"><mrow><msub><mi>Δ<\/mi><mn>3<\/mn><\/msub><mo>∪<\/mo>/);
  });

  test('app-unchecked: a premise is gone; shallow-analysis: only the analysis differs', () => {
    expect(rules({ variant: 'app-unchecked' }).changes[0]).toMatchObject({ onlyBefore: [2], onlyAfter: [] });
    expect(rules({ variant: 'shallow-analysis' }).changes).toMatchObject([{ name: 'T-App', analysis: true }]);
    expect(rules({ variant: 'declarative' }).changes.some((c) => c.name === 'T-Sub' && c.kind === 'added')).toBe(true);
  });
});
