/** Rules as a student uses them: finding one, seeing what a variant changes, hunting it, and opening what is found. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules as rulesOfText } from '../../workbench/page/engine/rules.ts';
import { accessible, button, linkTo, site, tab, write, type Site } from './support.ts';

let s: Site;
beforeAll(async () => {
  s = await site();
});
afterAll(() => s?.close());

const link = (state: object) => linkTo({ view: 'rules', ...state });
const ready = (page: Page) => page.getByRole('heading', { name: 'subtype', exact: true }).waitFor();
const figure = (page: Page, rule: string) =>
  page.getByRole('figure').filter({ has: page.locator('figcaption').getByText(rule, { exact: true }) });
const named = (page: Page) => page.locator('.rules-list figcaption').allInnerTexts();

describe('a student', () => {
  it('sees every rule, typeset, and finds one', async () => {
    const page = await s.open({}, link({}));
    await ready(page);
    const all = rulesOfText({ variant: null }).judgements.flatMap((j) => j.rules);
    // Small capitals are a matter of style: the names are as they are.
    expect((await page.locator('.rules-list figcaption').allTextContents()).sort()).toEqual(
      all.map((r) => r.name).sort(),
    );
    const app = figure(page, 'T-App');
    await expect.poll(() => app.locator('.tree-formula').count()).toBe(5);
    await expect.poll(() => app.getByRole('math', { name: 'τ3 <: τ1', exact: true }).isVisible()).toBe(true);
    expect(
      await app
        .locator('math')
        .first()
        .evaluate((e) => e.namespaceURI),
    ).toBe('http://www.w3.org/1998/Math/MathML');
    await page.getByLabel('Find').fill('T-Con');
    await expect.poll(() => named(page)).toHaveLength(1);
    await page.getByLabel('Find').fill('bindingOk');
    await expect.poll(async () => (await named(page)).length).toBeGreaterThan(1);
    await page.reload();
    await expect.poll(() => page.getByLabel('Find').inputValue()).toBe('bindingOk');
    await page.getByLabel('Find').fill('no such rule');
    await page.getByText('No rule is called, or speaks of, no such rule').waitFor();
    await s.leave(page);
  });

  it('sees what a variant changes', async () => {
    const page = await s.open({}, link({}));
    await ready(page);
    await page.getByLabel('Variant').selectOption('app-unchecked');
    const differs = page.getByRole('region', { name: 'What differs' });
    await differs.getByRole('heading', { name: 'T-App is replaced' }).waitFor();
    await expect.poll(() => differs.innerText()).toContain('T7 should fall');
    await expect.poll(() => differs.locator('.rules-before .tree-marked').allTextContents()).toEqual(['τ3<:τ1']);
    await expect.poll(() => differs.locator('.rules-after .tree-marked').count()).toBe(0);
    await page.getByLabel('Variant').selectOption('subst-shadow');
    await differs.getByText('substituteUnder').waitFor();
    await page.getByLabel('Variant').selectOption('stlc:app-swapped');
    await differs.getByText('should fall').waitFor();
    await expect.poll(() => differs.getByRole('heading', { level: 3 }).first().innerText()).toContain('is replaced');
    await s.leave(page);
  });

  it('hunts an unsound variant, and opens what is found as a derivation and in Run', async () => {
    const page = await s.open({}, link({ variant: 'if-union' }));
    await ready(page);
    await button(page, 'Hunt').click();
    await page.getByText('T7 falls', { exact: true }).waitFor({ timeout: 30_000 });
    const hunt = page.getByRole('region', { name: 'Hunt' });
    await expect
      .poll(() => hunt.innerText())
      .toMatch(/mutandis hunt --system proteus --variant if-union --seed 5 --fresh/);
    await expect.poll(() => hunt.getByLabel('The program').innerText()).toContain('update[');
    await expect.poll(() => hunt.innerText()).toContain('configurationOk');
    // It is still there after a reload.
    await page.reload();
    await page.getByText('T7 falls', { exact: true }).waitFor();
    const saved = page.waitForEvent('download');
    await button(page, 'Save file').click();
    expect((await saved).suggestedFilename()).toBe('proteus-if-union-T7.json');
    await button(page, 'Open derivation').click();
    await page.getByText('✓ a counterexample to T7').waitFor();
    await page.getByRole('tree').waitFor();
    await tab(page, 'Rules').click();
    await button(page, 'Open in Run').click();
    // It opens at the step in which preservation falls, and says so.
    await page
      .getByRole('note')
      .getByText(/^T7: The next step, by R-If(Eq|Neq), breaks it/)
      .waitFor();
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Program', exact: true }).innerText())
      .toContain('update');
    await s.leave(page);
  });

  it('finds a rule by the index of judgements, whose names are prose', async () => {
    const page = await s.open({}, link({}));
    await ready(page);
    const index = page.getByRole('navigation', { name: 'Index of rules' });
    await index.getByRole('group', { name: 'subtype fields', exact: true }).waitFor();
    await index.getByRole('button', { name: 'T-If', exact: true }).click();
    await expect.poll(() => named(page)).toEqual(['T-If']);
    await expect.poll(() => new URL(page.url()).hash).toBe('#/proteus/rules/T-If');
    await index.getByRole('button', { name: 'All rules' }).click();
    await expect.poll(async () => (await named(page)).length).toBeGreaterThan(100);
    await s.leave(page);
  });

  it('hunts a variant that an update fells, and runs program and update', async () => {
    const page = await s.open({}, link({ variant: 'no-confree' }));
    await ready(page);
    // What this seed finds is a program.
    await page.getByLabel('Seed').fill('1');
    await button(page, 'Hunt').click();
    await page.getByText('T8 falls', { exact: true }).waitFor({ timeout: 60_000 });
    await expect.poll(() => page.getByLabel('Update 1', { exact: true }).innerText()).toMatch(/^update/);
    await button(page, 'Open in Run').click();
    // It opens at the step that fells the theorem, and says so.
    await page
      .getByRole('note')
      .getByText(/^T8: The next step.*(breaks it|applies the update)/)
      .waitFor();
    await tab(page, 'Update 1').click();
    await page.getByRole('textbox', { name: 'Update 1', exact: true }).waitFor();
    await s.leave(page);
  });

  it('stops a hunt that finds nothing', async () => {
    const page = await s.open({}, link({}));
    await ready(page);
    await button(page, 'Hunt').click();
    await page.getByText(/[1-9][0-9,]* tests in/).waitFor();
    const bar = page.getByRole('progressbar');
    await expect.poll(() => bar.isVisible()).toBe(true);
    await button(page, 'Stop').click();
    await page.getByText('The hunt ended: stopped.').waitFor();
    await expect.poll(() => bar.count()).toBe(0);
    await button(page, 'Hunt').click();
    await page.getByText(/[1-9][0-9,]* tests in/).waitFor();
    // Another variant ends it too.
    await page.getByLabel('Variant').selectOption('eager');
    await expect.poll(() => bar.count()).toBe(0);
    await s.leave(page);
  });

  it('changes a rule as it is written, sees what differs, hunts it, and opens what falls', async () => {
    const page = await s.open({}, link({}));
    await button(page, 'Change T-App').click();
    const own = page.getByRole('textbox', { name: 'Your own rules' });
    await own.waitFor();
    const text = await own.innerText();
    expect(text).toContain('τ3 <: τ1');
    // A mistake is told where it is.
    await write(page, 'Your own rules', text.replace('τ3 <: τ1', 'τ3 <: Δ1'));
    const wrong = page.getByRole('list', { name: 'Your own rules: what is wrong' });
    await wrong.getByText(/Δ1 is a Cap/).waitFor();
    await write(page, 'Your own rules', text.replace(/^τ3 <: τ1\n/m, '').replace('τ3 <: τ1    ', ''));
    await page.getByRole('heading', { name: 'T-App is replaced' }).waitFor();
    // A proof says which case breaks; how far it is, is told from the first moment on.
    const hunt = page.getByRole('region', { name: 'Hunt' });
    await button(page, 'Prove only').click();
    await hunt.getByText('Proving…').or(hunt.getByText('is not proved')).first().waitFor();
    await hunt.getByText(/^Proved for all instances: .*T4/).waitFor();
    await hunt.getByText('T7 is not proved').waitFor();
    // T12 and end-to-end rest on it as well, and say so below T7.
    await hunt.getByText('T7-redex, case R-Call (a lemma that it rests on) is open').first().click();
    await hunt.getByText('Not shown').first().waitFor();
    await button(page, 'Hunt').click();
    await page
      .locator('.rules-fell')
      .getByText(/^T7 falls$/)
      .waitFor();
    await button(page, 'Open in Run').click();
    await page.getByText('Rules of your own').waitFor();
    await button(page, 'Copy link').click();
    await page.getByText('Link copied.').waitFor();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    const other = await s.open({}, copied.replace(/^[^#]*/, ''));
    await other.getByText('Rules of your own').waitFor();
    await tab(other, 'Rules').click();
    await other.getByRole('heading', { name: 'T-App is replaced' }).waitFor();
    await expect.poll(() => other.getByLabel('Variant').inputValue()).toMatch(/^=/);
    await s.leave(other);
    await s.leave(page);
  });

  it('changes a rule of the other calculus, and of a variant', async () => {
    const page = await s.open({}, link({ variant: 'stlc:tl-head' }));
    await button(page, 'Change T-Num').click();
    const own = page.getByRole('textbox', { name: 'Your own rules' });
    await own.waitFor();
    // What the variant had changed is still changed.
    await expect.poll(() => own.innerText()).toMatch(/R-Tl[^]*T-Num/);
    await page.getByRole('heading', { name: 'R-Tl is replaced' }).waitFor();
    await s.leave(page);
  });
});

describe('the view', () => {
  it('has room for what every variant changes, on a phone', async () => {
    const page = await s.open({ width: 390 }, link({}));
    await ready(page);
    // By its place: to be found by its label costs more on a page of ten thousand elements than what is looked at here.
    const variant = page.locator('.rules-bar select').first();
    await expect.poll(() => page.getByLabel('Variant').evaluate((e) => e.closest('.rules-bar') !== null)).toBe(true);
    const names = await variant.locator('option').evaluateAll((all) => all.map((o) => (o as HTMLOptionElement).value));
    for (const name of names.filter((n) => n !== '' && !n.endsWith(':'))) {
      await variant.selectOption(name);
      const own = name.replace(/^.*:/, '');
      await page
        .locator('[aria-label="What differs"] > h2')
        .filter({ hasText: new RegExp(`^${own}$`) })
        .waitFor();
      await expect
        .poll(() => page.evaluate(`document.documentElement.scrollWidth`), { message: name })
        .toBeLessThanOrEqual(390);
    }
    await s.leave(page);
  });

  it('has nothing that axe objects to, in light and dark, at 1280 and 390', async () => {
    await accessible(s, async (page) => {
      await tab(page, 'Rules').click();
      await ready(page);
      await page.getByLabel('Variant').selectOption('if-union');
      await page.getByRole('heading', { name: 'T-If is replaced' }).waitFor();
      await button(page, 'Hunt').click();
      await page.getByText('T7 falls', { exact: true }).waitFor({ timeout: 30_000 });
    });
  });

  it('asks for nothing but its own files, and complains of nothing', () => {
    expect(s.complaints).toEqual([]);
  });
});
