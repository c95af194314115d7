/** Derivations as they are drawn outside the page: for LaTeX, for Typst, and as a picture (SVG). */
import type { System } from '../../rules/system.ts';
import type { Derivation } from '../../checker/derivation.ts';
import { mathOf } from '../../checker/notation/mathml.ts';
import type { Style } from '../../checker/notation/typeset.ts';
import { treeAsLatex, treePreamble } from '../../checker/proofs-latex.ts';
import { treeAsTypst, typstPreamble } from '../../checker/proofs-typst.ts';
import { layout } from './layout.ts';
import { Naming, typewriter } from './naming.ts';
import { inView, type TreeNode } from './nodes.ts';
import { treesAsSvg } from './svg.ts';

export const drawingForms = ['latex', 'svg', 'typst'] as const;
export type DrawingForm = (typeof drawingForms)[number];

/** Nodes that are drawn at most: a derivation with shared nodes may be a tree without end. */
const mostDrawn = 5000;

/** Derivations as a table, those that are shared several times; level by level, so that what is left out is far up. */
function tableOf(roots: readonly Derivation[]) {
  const table: { readonly of: Derivation; premises: readonly number[] }[] = [];
  const grow = (of: Derivation): number => table.push({ of, premises: [] }) - 1;
  const ids = roots.map(grow);
  for (let i = 0; i < table.length; i++) {
    const at = table[i] as (typeof table)[number];
    if (table.length + at.of.premises.length <= mostDrawn) at.premises = at.of.premises.map(grow);
  }
  return { table, ids };
}

/**
 * Draws derivations, one beneath the other. Environments and heaps have the same names in all of them.
 * @returns LaTeX to be included (its packages in a comment at the top), or a whole file for Typst or of SVG.
 */
export function drawn(system: System, roots: readonly Derivation[], form: DrawingForm): string {
  const { table, ids } = tableOf(roots);
  const names = new Naming(system);
  const omittedOf = ({ of, premises }: (typeof table)[number]) => of.premises.length - premises.length;
  const sentence = ({ rule, args }: Derivation, style: Style): string =>
    names.sentence(rule.conclusion.judgement, rule.conclusion.judgement.name, args, style);
  if (form === 'svg') {
    const nodes = table.map((at, id): TreeNode => {
      const { rule } = at.of;
      const { premises } = at;
      return { id, rule: rule.name, judgement: rule.conclusion.judgement.name, conclusion: sentence(at.of, 'text'), premises }; // prettier-ignore
    });
    const label = (id: number): string => {
      const at = table[id] as (typeof table)[number];
      const omitted = omittedOf(at);
      return omitted > 0 ? `${at.of.rule.name} (${omitted} above)` : at.of.rule.name;
    };
    return treesAsSvg(
      nodes,
      ids.map((root) => layout(nodes, inView(nodes, root, new Set()), label)),
      label,
    );
  }
  const node = (id: number) => {
    const at = table[id] as (typeof table)[number];
    return { rule: at.of.rule.name, premises: at.premises, omitted: omittedOf(at) };
  };
  // What is cut on one line is cut as it stands there.
  const formula = ({ of }: (typeof table)[number]): { readonly cut: string } | { readonly latex: string } => {
    const text = sentence(of, 'text');
    return text.endsWith('…') ? { cut: text } : { latex: sentence(of, 'latex') };
  };
  if (form === 'latex') {
    const tree = (root: number) =>
      treeAsLatex(root, (id) => {
        const f = formula(table[id] as (typeof table)[number]);
        return { ...node(id), conclusion: 'cut' in f ? typewriter(f.cut) : f.latex };
      });
    return `% ${treePreamble}\n${ids.map(tree).join('\n')}`;
  }
  const trees = ids.map((root) =>
    treeAsTypst(root, (id) => {
      const f = formula(table[id] as (typeof table)[number]);
      return { ...node(id), conclusion: 'cut' in f ? { tag: 'mtext', text: f.cut } : mathOf(f.latex) };
    }),
  );
  return [typstPreamble, ...trees].join('\n');
}
