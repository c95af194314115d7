/**
 * Rules and derivations as LaTeX documents. Where a LaTeX with the packages is installed it sets them
 * (`apt-get install texlive-science`); elsewhere they are read by the grammar of the packages. Which of the two is said.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calculi } from '../proofs/calculi.ts';
import { treeAsLatex, treePreamble } from '../checker/proofs-latex.ts';
import { proteusDeclarative } from '../rules/proteus/system.ts';
import { ruleAsLatex } from '../checker/notation/typeset.ts';
import { derivation, derivationLatex, type DerivationOf } from '../workbench/page/engine/derivations.ts';
import { everyCalculus } from '../workbench/page/engine/needs.ts';
import { typewriter } from '../workbench/drawing/naming.ts';
import { groups, oneTree } from './bussproofs.ts';
import { root } from './support.ts';

await everyCalculus();

const answers = (command: string, args: readonly string[]): boolean => {
  try {
    return execFileSync(command, args, { stdio: 'pipe' }).length > 0;
  } catch {
    return false;
  }
};
const installed =
  answers('pdflatex', ['--version']) &&
  ['amsmath', 'amssymb', 'bussproofs', 'mathpartir'].every((name) => answers('kpsewhich', [`${name}.sty`]));

/** Sets a document; on pages as large as TeX can measure. @throws an error with what LaTeX complains of. */
function set(preamble: string, pages: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'mutandis-latex-'));
  const paper = '\\usepackage[paperwidth=560cm,paperheight=560cm,margin=1cm]{geometry}';
  const lines = ['\\documentclass{article}', paper, preamble, '\\begin{document}', pages.join('\\clearpage\n')];
  writeFileSync(join(folder, 'all.tex'), [...lines, '\\end{document}', ''].join('\n'));
  try {
    execFileSync('pdflatex', ['-interaction=nonstopmode', 'all.tex'], { cwd: folder, stdio: 'pipe' });
  } catch {
    // What is wrong is in the log.
  }
  const log = readFileSync(join(folder, 'all.log'), 'latin1');
  rmSync(folder, { recursive: true });
  expect(log.match(/^(?:!|Overfull|Missing character).*$/gm) ?? []).toEqual([]);
  expect(log).toContain(`(${pages.length} page`);
}

const run = (name: string, subject: string, step = 0, variant: string | null = null): DerivationOf => ({
  from: 'run',
  program: readFileSync(join(root, 'examples', `${name}.proteus`), 'utf8'),
  updates: [readFileSync(join(root, 'examples', `${name}.1.update`), 'utf8')],
  check: 'dynamic',
  decisions: {},
  variant,
  step,
  subject,
});
const counterexamples = join(root, 'proofs', 'counterexamples');

/** What is copied of examples, and of all counterexamples, those of the other calculus among them. */
function copied(): string[] {
  const all: DerivationOf[] = [
    run('gauge', 'configuration'),
    run('gauge', 'configuration', 0, 'declarative'),
    run('gauge', 'definition loop'),
    run('gauge', 'step', 2),
    run('account', 'configuration', 4),
    run('linked-list', 'configuration'),
    run('half-built', 'step', 6),
    ...readdirSync(counterexamples).map((f): DerivationOf => ({
      from: 'file',
      text: readFileSync(join(counterexamples, f), 'utf8'),
    })),
  ];
  const nasty = treeAsLatex(0, () => ({
    rule: 'Ω-Ok',
    conclusion: typewriter('a_b ^{c} \\ 100% ~ & # $ {-} -- · ∅ …'),
    premises: [],
  }));
  const trees = all.flatMap((of) => {
    const d = derivation({ of });
    if (!d.ok) throw new Error(d.message);
    return d.roots.map((at) => derivationLatex({ of, root: at, folded: [] }) as string);
  });
  return [...trees, nasty];
}

const rules = (): string[] =>
  [proteusDeclarative, ...calculi.flatMap((c) => [c.base, ...c.variants.map((v) => v.system)])].flatMap((s) =>
    [...s.rules.values()].map((r) => ruleAsLatex(s, r)),
  );

test(`derivations are ${installed ? 'set by LaTeX' : 'trees of bussproofs'}`, () => {
  const trees = copied();
  expect(trees.length).toBeGreaterThan(50);
  for (const t of trees) expect(oneTree(t).left).toBe(1);
  if (installed) set(treePreamble, trees);
  console.log(
    `${trees.length} derivations ${installed ? 'set by LaTeX' : 'read as bussproofs does: there is no LaTeX'}`,
  );
});

test(`rules are ${installed ? 'set by LaTeX' : 'inferences of mathpartir'}`, () => {
  const all = [...new Set(rules())];
  expect(all.length).toBeGreaterThan(100);
  for (const r of all) {
    const [name, premises, conclusion, ...more] = groups(r.replace(/^\\inferrule\[(.*)\]/, '{$1}'));
    expect(
      [name, premises, conclusion].every((g) => g !== undefined),
      r,
    ).toBe(true);
    expect(more, r).toEqual([]);
  }
  if (installed) set('\\usepackage{amsmath,amssymb,mathpartir}', [`\\begin{mathpar}\n${all.join('\n')}\\end{mathpar}`]);
  console.log(`${all.length} rules ${installed ? 'set by LaTeX' : 'read as mathpartir does: there is no LaTeX'}`);
});
