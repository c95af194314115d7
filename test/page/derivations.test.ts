/** Derivations as a student uses them: opening one, folding it, reading a rule, copying it, and loading files good and bad. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isLeft } from 'fp-ts/lib/Either.js';
import { defaultCalculus } from '../../proofs/calculi.ts';
import { writtenVariant } from '../../proofs/written.ts';
import { hunt, replay } from '../../workbench/api/index.ts';
import { accessible, button, focused, linkTo, site, tab, violations, type Site } from './support.ts';

let s: Site;
beforeAll(async () => {
  s = await site();
});
afterAll(() => s?.close());

const link = (state: object) => linkTo({ view: 'derivations', ...state });
const example = (file: string) => readFileSync(new URL(`../../examples/${file}`, import.meta.url), 'utf8');
const counterexample = (name: string) =>
  readFileSync(new URL(`../../proofs/counterexamples/${name}.json`, import.meta.url), 'utf8');
const gauge = { program: example('gauge.proteus'), updates: [example('gauge.1.update')] };

const tree = (page: Page) => page.getByRole('tree');
const item = (page: Page, name: string) => page.getByRole('treeitem', { name, exact: true });
const items = (page: Page) => page.getByRole('treeitem').count();
const card = (page: Page, rule: string) => page.getByRole('article', { name: `Rule ${rule}` });
const subject = (page: Page) => page.getByLabel('Derivation of');
/** A window in which all of a small derivation is in view: what is outside of it is not in the page. */
const wide = { width: 4000 };
const openFile = (page: Page, name: string, text: string) =>
  page.getByLabel('Derivation or counterexample file').setInputFiles({
    name,
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });

describe('a student', () => {
  it('opens the derivation of the configuration, folds it, and finds it folded after a reload', async () => {
    const page = await s.open(wide, link(gauge));
    await tree(page).waitFor();
    await subject(page).selectOption('definition loop');
    await item(page, 'Ω; Σ; Γ; * ⊢U show !temp : int ⊣ * by T-App').waitFor();
    await expect.poll(() => items(page)).toBe(19);
    const app = item(page, 'Ω; Σ; Γ; * ⊢U show !temp : int ⊣ * by T-App');
    await expect.poll(() => app.getAttribute('aria-expanded')).toBe('true');
    await app.click();
    await app.locator('.tree-rule').click();
    await expect.poll(() => items(page)).toBe(15);
    await expect.poll(() => app.getAttribute('aria-expanded')).toBe('false');
    await expect.poll(() => app.innerText()).toContain('T-App ▸4');
    await page.reload();
    await expect.poll(() => items(page)).toBe(15);
    await expect.poll(() => app.getAttribute('aria-selected')).toBe('true');
    await s.leave(page);
  });

  it('walks it by keyboard', async () => {
    const page = await s.open(wide, link({ ...gauge, derivation: 'definition loop' }));
    await tree(page).waitFor();
    const focused = () =>
      page.evaluate<string>(`document.activeElement.querySelector('.tree-text')?.textContent ?? ''`);
    await page.locator('[role=treeitem][tabindex="0"]').focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(focused).toContain('⊢U if i = 0');
    await page.keyboard.press('ArrowUp');
    await expect.poll(focused).toBe('Ω; Σ; Γ; * ⊢U i : int ⊣ *');
    await page.keyboard.press('ArrowRight');
    await expect.poll(focused).toBe('Ω; Σ; Γ; * ⊢U 0 : int ⊣ *');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => items(page)).toBe(3);
    await expect.poll(focused).toContain('⊢U if i = 0');
    await page.keyboard.press('ArrowUp');
    await expect.poll(focused).toBe('Ω; Σ; Γ; * ⊢U i : int ⊣ *');
    await page.keyboard.press('Home');
    await expect.poll(focused).toContain('Ω; Σ ⊢ fun (i : int)');
    const size = () =>
      item(page, 'Ω; Σ; Γ; * ⊢U i : int ⊣ * by T-Var').evaluate((e) => e.getBoundingClientRect().width);
    const before = await size();
    await page.keyboard.press('+');
    await expect.poll(size).toBeGreaterThan(before * 1.1);
    await s.leave(page);
  });

  it('opens in type of 14 px, deep parts folded so that it fits; Fit shows all of it; environments can be left out', async () => {
    const page = await s.open({ width: 1366, height: 768 }, link(gauge));
    const frame = page.locator('.tree-frame');
    const seen = () =>
      frame.evaluate((f) => {
        const paper = f.querySelector('.tree-paper') as Element;
        const rooms = [f.scrollWidth - f.clientWidth, f.scrollHeight - f.clientHeight];
        return { over: rooms.map((n) => Math.max(0, n)), type: parseFloat(getComputedStyle(paper).fontSize) };
      });
    await tree(page).waitFor();
    await expect.poll(async () => (await seen()).over).toEqual([0, 0]);
    await expect.poll(async () => (await seen()).type).toBeGreaterThanOrEqual(14);
    // It has the height that there is.
    await expect.poll(() => frame.evaluate((f) => f.getBoundingClientRect().bottom)).toBeGreaterThan(720);
    await button(page, 'Unfold all').click();
    await expect.poll(async () => (await seen()).over[0]).toBeGreaterThan(0);
    await button(page, 'Fit').click();
    await expect.poll(async () => (await seen()).over).toEqual([0, 0]);
    await expect.poll(() => items(page)).toBe(38);
    await button(page, 'Without Ω; Σ; Γ').click();
    await page.getByRole('treeitem', { name: /^\* ⊢U loop 3 : int/ }).waitFor();
    await s.leave(page);
  });

  it('fits a large tree, and still sees its root', async () => {
    const functions = Array.from({ length: 60 }, (_, i) => `fun f${i} (x : int) : int = x * 2 + (x + ${i})`);
    const page = await s.open({}, link({ program: `${functions.join('\n')}\nin f0 1`, updates: [] }));
    await tree(page).waitFor();
    await button(page, 'Unfold all').click();
    await expect.poll(() => items(page)).toBeGreaterThan(10);
    await button(page, 'Fit').click();
    const root = page.locator('.tree-frame [data-id="0"]');
    const box = async () => (await page.locator('.tree-frame').boundingBox()) as { y: number; height: number };
    await expect
      .poll(async () => {
        const [frame, at] = [await box(), (await root.boundingBox()) as { y: number; height: number }];
        return at.y >= frame.y && at.y + at.height <= frame.y + frame.height;
      })
      .toBe(true);
    await expect.poll(() => items(page)).toBeGreaterThan(20);
    await s.leave(page);
  });

  it('keeps the focus when what had it goes', async () => {
    const page = await s.open(wide, link({ ...gauge, derivation: 'definition loop' }));
    await item(page, 'Ω; Σ; Γ; * ⊢U show !temp : int ⊣ * by T-App').click();
    for (const name of ['Only this part', 'Whole derivation']) {
      await button(page, name).focus();
      await page.keyboard.press('Enter');
      await button(page, name).waitFor({ state: 'detached' });
      await expect.poll(() => focused(page)).toBe('Fold all');
    }
    await s.leave(page);
  });

  it('sees more of the tree than of the rule on a projector', async () => {
    const page = await s.open({ projector: true }, link(gauge));
    await tree(page).waitFor();
    await expect.poll(() => page.locator('.tree-frame').evaluate((e) => e.clientWidth)).toBeGreaterThan(700);
    await s.leave(page);
  });

  it('has room for large type on a phone', async () => {
    const page = await s.open({ width: 390, projector: true }, link(gauge));
    await tree(page).waitFor();
    await expect.poll(() => page.evaluate(`document.documentElement.scrollWidth`)).toBeLessThanOrEqual(390);
    await s.leave(page);
  });

  it('reads the rule of a node, and how it is filled; long terms in full', async () => {
    const page = await s.open(wide, link({ ...gauge, derivation: 'definition loop' }));
    await item(page, 'Ω; Σ; Γ; * ⊢U show !temp : int ⊣ * by T-App').click();
    await card(page, 'T-App').waitFor();
    await expect.poll(() => card(page, 'T-App').locator('math').count()).toBeGreaterThan(10);
    const row = (meta: string) =>
      card(page, 'T-App')
        .getByRole('row')
        .filter({ has: page.getByLabel(meta, { exact: true }) });
    await expect.poll(() => row('e1').getByRole('cell').innerText()).toBe('show');
    await expect.poll(() => row('μf').getByRole('cell').innerText()).toBe('N');
    const env = row('Σ').getByRole('cell');
    await expect.poll(() => env.locator('pre').isVisible()).toBe(false);
    await env.locator('summary').click();
    await expect.poll(() => env.locator('pre').innerText()).toContain('loop : int -[U;{}]-> int');
    await s.leave(page);
  });

  it('sees the derivation of a step, and of the configuration after it', async () => {
    const page = await s.open({}, link({ ...gauge, step: 2, derivation: 'step' }));
    await page.getByRole('treeitem', { name: /by R-Upd$/ }).waitFor();
    await subject(page).selectOption('configuration');
    await page.getByRole('treeitem', { name: /by Config$/ }).waitFor();
    await s.leave(page);
  });

  it('is told where there is no derivation', async () => {
    const page = await s.open({}, link({ ...gauge, step: 23, derivation: 'step' }));
    await page.getByRole('alert').getByText('the run ends here').waitFor();
    await s.leave(page);
    const broken = await s.open({}, link({ program: 'let x', updates: [] }));
    await broken.getByRole('alert').getByText('the program has errors').waitFor();
    await s.leave(broken);
  });

  it('copies it as LaTeX and as SVG, as it is folded', async () => {
    const page = await s.open(wide, link({ ...gauge, derivation: 'definition loop' }));
    await tree(page).waitFor();
    const clipboard = () => page.evaluate<string>('navigator.clipboard.readText()');
    await button(page, 'Copy LaTeX').click();
    await page.getByText('LaTeX: copied').waitFor();
    const latex = await clipboard();
    expect(latex.split('\n')[0]).toBe('% \\usepackage{amsmath,amssymb,bussproofs}');
    expect(latex.match(/InfC\{/g)?.length).toBe(19);
    expect(latex).toContain(
      '\\Omega; \\Sigma; \\Gamma; {*} \\vdash_{\\mathsf{U}} \\texttt{show !temp} : \\texttt{int}',
    );
    await button(page, 'Fold all').click();
    await expect.poll(() => items(page)).toBe(1);
    await button(page, 'Copy LaTeX').click();
    await expect.poll(async () => (await clipboard()).includes('\\footnotesize(18)')).toBe(true);
    await button(page, 'Unfold all').click();
    await button(page, 'Copy SVG').click();
    await page.getByText('SVG: copied').waitFor();
    const svg = await clipboard();
    // It is a picture that a browser draws, and holds what the tree holds.
    const drawn = await page.evaluate<{ root: string; texts: number; error: number }>(
      `(() => {
        const d = new DOMParser().parseFromString(${JSON.stringify(svg)}, 'image/svg+xml');
        return { root: d.documentElement.nodeName, texts: d.querySelectorAll('text').length, error: d.querySelectorAll('parsererror').length };
      })()`,
    );
    expect(drawn).toEqual({ root: 'svg', texts: 38, error: 0 });
    await s.leave(page);
  });

  it('saves a derivation and loads it again', async () => {
    const page = await s.open({}, link({ ...gauge, derivation: 'definition show' }));
    await tree(page).waitFor();
    const saved = page.waitForEvent('download');
    await button(page, 'Save file').click();
    const text = readFileSync(await (await saved).path(), 'utf8');
    await openFile(page, 'show.json', text);
    await page.getByText('✓ holds: 4 nodes checked; bindingOk').waitFor();
    await expect.poll(() => subject(page).locator('option:checked').innerText()).toBe('the file show.json');
    await page.reload();
    await page.getByText('✓ holds: 4 nodes checked; bindingOk').waitFor();
    await s.leave(page);
  });

  it('loads a damaged file, and sees the wrong node', async () => {
    const page = await s.open(wide, link({ ...gauge, derivation: 'definition loop' }));
    await tree(page).waitFor();
    const saved = page.waitForEvent('download');
    await button(page, 'Save file').click();
    const file = JSON.parse(readFileSync(await (await saved).path(), 'utf8')) as {
      nodes: { rule: string; args: number[]; metas: Record<string, number> }[];
    };
    // The type of `show` is taken for that of its argument.
    const node = file.nodes.find((n) => n.rule === 'T-App') as (typeof file.nodes)[number];
    node.metas['τ3'] = node.metas['τ2'] as number;
    await openFile(page, 'damaged.json', JSON.stringify(file));
    const alert = page.getByRole('alert').filter({ hasText: 'does not hold' });
    await alert.waitFor();
    await expect
      .poll(() => alert.innerText())
      .toMatch(/Wrong node: roots\[0\]\.premises\[0\].*rule T-App, premise 2: argument 7/);
    const wrong = page.locator('[role=treeitem][aria-invalid=true]');
    await expect.poll(() => wrong.count()).toBe(1);
    await expect.poll(() => wrong.textContent()).toMatch(/by ?T-App.*wrong: premise 2/);
    await expect.poll(() => wrong.getAttribute('aria-selected')).toBe('true');
    await card(page, 'T-App').getByText('premise 2: argument 7').waitFor();
    expect(await violations(page)).toEqual([]);
    await s.leave(page);
  });

  it('loads a counterexample; a changed one is not believed; what is no file is told', async () => {
    const page = await s.open({}, link(gauge));
    await tree(page).waitFor();
    const text = counterexample('proteus-if-union-T7');
    await openFile(page, 'fell.json', text);
    await page.getByText('✓ a counterexample to T7').waitFor();
    await page.getByText('by the rules of if-union').waitFor();
    await page.getByLabel('part').selectOption('1');
    await page.getByRole('treeitem', { name: /by R-Ctx$/ }).waitFor();
    await openFile(page, 'changed.json', text.replace('"case":"', '"case":"x'));
    await page.getByRole('alert').getByText('the checksum is another').waitFor();
    for (const [bad, message] of [
      ['', 'not JSON'],
      ['{"format":', 'not JSON'],
      ['[1]', 'not a derivation file'],
      [text.replace('"version":1', '"version":2'), 'version'],
      [text.replace('["Num",', '["Numb",'), 'unknown constructor Numb'],
    ] as const) {
      await openFile(page, 'bad.json', bad);
      await page.getByRole('alert').getByText(message).waitFor();
      await expect.poll(() => tree(page).count()).toBe(0);
    }
    await s.leave(page);
  });

  it('loads a counterexample to rules of its own, and opens it in Run under these', async () => {
    const rules = readFileSync(new URL('../../examples/variants/if-union.rules', import.meta.url), 'utf8');
    const variant = writtenVariant(defaultCalculus, 'own', rules);
    if (isLeft(variant)) throw new Error('the example is read');
    const { found } = hunt({ calculus: defaultCalculus, variant: variant.right, theorems: ['T7'], seed: 1 });
    const hunted = found?.file as string;
    expect(replay(JSON.parse(hunted))).toMatchObject({ ok: true, counterexample: { theorem: 'T7' } });
    const page = await s.open({}, link(gauge));
    await tree(page).waitFor();
    await openFile(page, 'mine.json', hunted);
    await page.getByText(/✓ a counterexample to T7.*by the rules that the file carries: T-If is different/).waitFor();
    await button(page, 'Open in Run').click();
    await page.getByText('Rules of your own').waitFor();
    await page
      .getByRole('note')
      .getByText(/^T7: The next step, by R-IfNeq, breaks it/)
      .waitFor();
    await tab(page, 'Rules').click();
    await page.getByRole('heading', { name: 'T-If is replaced' }).waitFor();
    await tab(page, 'Derivations').click();
    await openFile(page, 'edited.json', hunted.replace('"rules":"', '"rules":"remove T-Abs\\n'));
    await page.getByRole('alert').getByText('the rules that the file carries have the digest').waitFor();
    await s.leave(page);
  });

  it('reads it as an outline on a phone', async () => {
    const page = await s.open({ width: 390 }, link({ ...gauge, derivation: 'definition loop' }));
    await tree(page).waitFor();
    await expect.poll(() => page.locator('.tree-outline').count()).toBe(1);
    await page.locator('[role=treeitem][tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await card(page, 'T-If').waitFor();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => items(page)).toBe(3);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => items(page)).toBeGreaterThan(10);
    await s.leave(page);
  });
});

describe('the view', () => {
  it('has nothing that axe objects to, in light and dark, at 1280 and 390', async () => {
    await accessible(s, async (page) => {
      await tab(page, 'Derivations').click();
      await tree(page).waitFor();
      await page.getByRole('treeitem').nth(1).click();
      await page.getByRole('article').waitFor();
      await button(page, 'Copy LaTeX').click();
      await page.getByText('LaTeX: copied').waitFor();
    });
    await accessible(s, async (page) => {
      await tab(page, 'Derivations').click();
      await tree(page).waitFor();
      await openFile(page, 'fell.json', counterexample('proteus-no-confree-T8'));
      await page.getByText('✓ a counterexample to T8').waitFor();
      await page.getByText('The program, and why').click();
    });
  });

  it('asks for nothing but its own files, and complains of nothing', () => {
    expect(s.complaints).toEqual([]);
  });
});
