/** Proofs as a student reads them: the kept ones and those of a file, step by step; what does not hold is not read. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groups } from '../bussproofs.ts';
import { accessible, button, linkTo, site, type Site } from './support.ts';

let s: Site;
beforeAll(async () => {
  s = await site();
});
afterAll(() => s?.close());

const file = readFileSync(new URL('../../proofs/proved/stlc.json', import.meta.url), 'utf8');
const openFile = (page: Page, name: string, text: string) =>
  page.getByLabel('Derivation or counterexample file').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) }); // prettier-ignore
const proof = (page: Page, name: string) => page.getByRole('region', { name: `Proof: ${name}` });
const formula = (page: Page, text: string) => page.getByRole('math', { name: text, exact: true });

describe('a student', () => {
  it('reads a proof that is kept: its steps, their rules and lemmas, folded, copied as LaTeX, kept through a reload', async () => {
    const page = await s.open({}, '#/stlc/derivations');
    await page.getByLabel('Derivation of').selectOption('proofs');
    await page.getByText('✓ 51 cases are proved').waitFor();
    await page.getByLabel('Case', { exact: true }).selectOption('Preservation, R-Arg');
    const read = proof(page, 'Preservation, R-Arg');
    await button(page, 'the hypothesis of induction, Preservation, on (6), (4)').click();
    await page.getByRole('article', { name: 'Statement Preservation' }).getByText('A step keeps the type').waitFor();
    await button(page, 'T-App on (5), (7)').click();
    await page.getByRole('article', { name: 'Rule T-App' }).waitFor();
    await expect.poll(() => formula(page, '· ⊢ e2 e4 : τ').count()).toBe(2);
    const fold = read.locator('.steps-fold');
    await expect.poll(() => fold.getAttribute('aria-expanded')).toBe('true');
    await fold.click();
    await expect.poll(() => formula(page, '· ⊢ e2 e4 : τ').count()).toBe(0);
    await page.reload();
    await expect.poll(() => fold.getAttribute('aria-expanded')).toBe('false');
    await button(page, 'Copy LaTeX').click();
    await page.getByText('LaTeX: copied').waitFor();
    const latex = await page.evaluate<string>('navigator.clipboard.readText()');
    groups(latex);
    expect(latex).toContain('(8)\\quad $\\cdot \\vdash e_{2}\\;e_{4} : \\tau$');
    await s.leave(page);
  });

  it('loads what prove writes: it is checked first, and read; a step that is taken out is told at its place', async () => {
    const page = await s.open({}, linkTo({ view: 'derivations' }));
    await openFile(page, 'stlc.json', file);
    await page.getByText('✓ stlc.json: holds: 51 cases proved in').waitFor();
    await proof(page, 'weakening, T-Num').waitFor();
    const changed = JSON.parse(file) as { proofs: { theorem: string; case: string; node: { steps: unknown[] } }[] };
    const at = changed.proofs.findIndex((p) => p.theorem === 'Preservation' && p.case === 'R-App');
    changed.proofs[at]!.node.steps.pop();
    await openFile(page, 'changed.json', JSON.stringify(changed));
    const alert = page.getByRole('alert');
    await expect
      .poll(() => alert.first().innerText())
      .toMatch(/changed\.json: does not hold: Preservation, R-App: .*end/);
    await expect.poll(() => page.getByLabel('Case', { exact: true }).inputValue()).toBe(String(at));
    await expect.poll(() => proof(page, 'Preservation, R-App').count()).toBe(0);
    await openFile(page, 'cut.json', file.slice(0, 1000));
    await expect.poll(() => alert.first().innerText()).toContain('it is not JSON');
    await s.leave(page);
  });
});

describe('the view', () => {
  it('has nothing that axe objects to', async () => {
    await accessible(s, async (page) => {
      await page.goto(`${s.url}${linkTo({ view: 'derivations', variant: 'stlc:', derivation: 'proofs?root=28' })}`);
      await page.getByRole('list', { name: 'Preservation, R-App' }).waitFor();
    });
    expect(s.complaints).toEqual([]);
  });
});

describe('a case is proved', () => {
  it('step by step to its end, with a wrong turn and a hint, and kept through a reload', async () => {
    const page = await s.open({}, '#/stlc/exercises/25-a-case-of-preservation');
    const claim = (no: number) => button(page, `(${no})`);
    const verdict = page.locator('.exercises-verdict');
    await claim(1).click();
    await button(page, 'Invert').click();
    await button(page, 'inversion of (1): by T-App').waitFor();
    // The wrong turn: the step of the whole, which is not smaller.
    await claim(6).click();
    await claim(2).click();
    await button(page, 'Use Hypothesis of induction').click();
    await expect.poll(() => verdict.innerText()).toContain('Something is wrong.');
    await page.getByText('has to be a smaller one').waitFor();
    await claim(6).click();
    await claim(4).click();
    await button(page, 'Use Hypothesis of induction').click();
    await button(page, 'the hypothesis of induction, Preservation, on (6), (4)').waitFor();
    await expect.poll(() => verdict.innerText()).toContain('Nothing is wrong so far.');
    await page.getByLabel('Rule', { exact: true }).selectOption('T-App');
    await page.getByRole('article', { name: 'Rule T-App' }).waitFor();
    await claim(5).click();
    await claim(7).click();
    await button(page, 'Use Rule').click();
    await expect.poll(() => verdict.innerText()).toContain('Solved.');
    await page.getByText('✓ solved').waitFor();
    await page.reload();
    await button(page, 'T-App on (5), (7)').waitFor();
    await button(page, 'Take back').click();
    await expect.poll(() => verdict.innerText()).toContain('Nothing is wrong so far.');
    await s.leave(page);
  });

  it('where it supposes something for all: it is shown on the spot, and what nothing says is said', async () => {
    const page = await s.open({}, '#/stlc/exercises/27-the-variables-of-the-body');
    const claim = (no: number) => button(page, `(${no})`);
    const verdict = page.locator('.exercises-verdict');
    await claim(1).click();
    await button(page, 'Invert').click();
    await claim(4).click();
    await button(page, 'Invert').click();
    await button(page, 'inversion of (4): by T-Lam').waitFor();
    // Of weakening nothing says in which context.
    await claim(6).click();
    await page.getByLabel('Lemma', { exact: true }).selectOption('weakening');
    await button(page, 'Use Lemma').click();
    await expect.poll(() => verdict.innerText()).toContain('do not say what Γ1 stands for');
    await page.getByLabel('Γ1 is').fill('·, x:τ1');
    await button(page, 'Say it').click();
    await button(page, 'lemma weakening on (6), what is shown below').waitFor();
    await expect.poll(() => formula(page, '·, x:τ1(y) = τ3').count()).toBe(2);
    await button(page, 'Take back').click();
    await expect.poll(() => formula(page, '·, x:τ1(y) = τ3').count()).toBe(0);
    await claim(6).click();
    await claim(5).click();
    await page.getByLabel('Lemma', { exact: true }).selectOption('substitution');
    await expect.poll(() => page.getByLabel(/^show for all/).count()).toBe(2);
    await expect
      .poll(() =>
        page
          .getByLabel(/^show for all/)
          .first()
          .isChecked(),
      )
      .toBe(true);
    await button(page, 'Use Lemma').click();
    await button(page, 'lemma substitution on (6), what is shown below, what is shown below, (5)').waitFor();
    await claim(7).click();
    await button(page, 'Invert').click();
    await button(page, 'inversion of (7): by L-There').waitFor();
    await expect.poll(() => formula(page, '·, x:τ1(x) = τ3').count()).toBe(1);
    await claim(7).click();
    await button(page, 'Invert').click();
    await expect.poll(() => verdict.innerText()).toContain('Solved.');
    await s.leave(page);
  });

  it('without anything that axe objects to', async () => {
    await accessible(s, async (page) => {
      await page.goto(`${s.url}${linkTo({ view: 'exercises', exercise: '26-a-call-keeps-its-type', answers: { '26-a-call-keeps-its-type': 'invert 2\n' } })}`); // prettier-ignore
      await button(page, 'inversion of (2): by T-App').waitFor();
    });
    const x = '27-the-variables-of-the-body';
    await accessible(s, async (page) => {
      await page.goto(`${s.url}${linkTo({ view: 'exercises', variant: 'stlc:', exercise: x, answers: { [x]: 'invert 1\ninvert 4\nlemma weakening 6 show' } })}`); // prettier-ignore
      await page.getByLabel('Γ1 is').waitFor();
      await page.getByLabel('Lemma', { exact: true }).selectOption('substitution');
      await page
        .getByLabel(/^show for all/)
        .first()
        .waitFor();
    });
    expect(s.complaints).toEqual([]);
  });
});
