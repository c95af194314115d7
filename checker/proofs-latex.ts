/**
 * Proof trees in LaTeX, for the package bussproofs: it keeps a stack of what is proved, so a tree may be as deep as paper
 * allows (commands that nest give up at thirty levels).
 */
import { nameAsLatex } from './notation/typeset.ts';

/** What a document needs to show such a tree. */
export const treePreamble = '\\usepackage{amsmath,amssymb,bussproofs}';

/** What is written of a node. Premises that are left out are told by their number. */
export interface LatexNode {
  readonly rule: string;
  /** The conclusion, in math mode. */
  readonly conclusion: string;
  readonly premises: readonly number[];
  readonly omitted?: number;
}

const inferences = ['', '\\UnaryInfC', '\\BinaryInfC', '\\TrinaryInfC', '\\QuaternaryInfC', '\\QuinaryInfC'];
/** bussproofs joins five premises at most. */
export const mostPremises = inferences.length - 1;

/**
 * The tree of a node as a LaTeX environment.
 * @param node of an id: its premises are ids again.
 */
export function treeAsLatex(root: number, node: (id: number) => LatexNode): string {
  const lines: string[] = [];
  const work: { readonly id: number; readonly joins: boolean }[] = [{ id: root, joins: false }];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    const { rule, conclusion, premises, omitted = 0 } = node(at.id);
    if (!at.joins) {
      if (omitted > 0) lines.push(`\\AxiomC{$\\vdots$ \\footnotesize(${omitted})}`);
      else if (premises.length === 0) lines.push('\\AxiomC{}');
      work.push({ id: at.id, joins: true });
      for (let i = premises.length - 1; i >= 0; i--) work.push({ id: premises[i] as number, joins: false });
      continue;
    }
    if (rule === '') {
      // A goal that nothing derives.
      lines.pop();
      lines.push(`\\AxiomC{$${conclusion}$}`);
      continue;
    }
    // More than five: the last ones are stood beside one another first, as one tree without a conclusion.
    let joined = omitted > 0 ? 1 : Math.max(1, premises.length);
    while (joined > mostPremises) {
      const together = Math.min(mostPremises, joined - mostPremises + 1);
      lines.push('\\noLine', `${inferences[together]}{}`);
      joined -= together - 1;
    }
    lines.push(`\\RightLabel{\\scriptsize ${nameAsLatex(rule)}}`);
    lines.push(`${inferences[joined]}{$${conclusion}$}`);
  }
  return ['\\begin{prooftree}', ...lines, '\\end{prooftree}', ''].join('\n');
}
