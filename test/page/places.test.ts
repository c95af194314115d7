/** Where things are: addresses and Back, tabs, the place in the source, the heap. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, linkTo, site, tab, type Site } from './support.ts';

let s: Site;
beforeAll(async () => {
  s = await site();
});
afterAll(() => s?.close());

const hash = (page: Page) => new URL(page.url()).hash;

describe('addresses', () => {
  it('name the view and the rule; Back leads from one to the one before, a reload stays', async () => {
    const page = await s.open();
    await expect.poll(() => hash(page)).toBe('#/proteus/run');
    await tab(page, 'Rules').click();
    await expect.poll(() => hash(page)).toBe('#/proteus/rules');
    await tab(page, 'Exercises').click();
    await page.locator('.exercises-open').first().click();
    await expect.poll(() => hash(page)).toMatch(/^#\/proteus\/exercises\/.+/);
    const exercise = hash(page);
    await page.goBack();
    await expect.poll(() => hash(page)).toBe('#/proteus/exercises');
    await page.goBack();
    await page.getByRole('region', { name: 'Rules' }).waitFor();
    await page.goForward();
    await page.goForward();
    await expect.poll(() => hash(page)).toBe(exercise);
    await page.reload();
    await expect.poll(() => hash(page)).toBe(exercise);
    await page.goto(`${s.url}#/proteus/rules/T-If`);
    await page.locator('.rules-list figcaption', { hasText: /^T-If$/ }).waitFor();
    await page.goto(`${s.url}#/stlc/rules`);
    await page.locator('.rules-list figcaption', { hasText: /^R-App$/ }).waitFor();
    await page.goto(`${s.url}#/no/such`);
    await page.getByRole('alert').getByText('The address names nothing').waitFor();
    await page.context().close();
  });

  it('and tabs are those of the calculus, which brings its views', async () => {
    const page = await s.open();
    const all = page.getByRole('tablist', { name: 'Views' }).getByRole('tab');
    // State spaces are of every calculus that has programs.
    const tabs = async () => (await all.allInnerTexts()).filter((t) => t !== 'State space');
    await expect.poll(tabs).toEqual(['Run', 'Derivations', 'Rules', 'Analysis', 'Exercises', 'Histories']);
    await page.getByLabel('Calculus').selectOption('stlc');
    await expect.poll(tabs).toEqual(['Run', 'Derivations', 'Rules', 'Exercises']);
    await page.locator('[data-step="0"]').waitFor();
    await page.goBack();
    await expect.poll(() => hash(page)).toBe('#/proteus/run');
    await page.locator('.cm-content', { hasText: 'celsius' }).waitFor();
    // Arrows walk the tabs.
    await tab(page, 'Run').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => hash(page)).toMatch(/^#\/proteus\/derivations/);
    await page.context().close();
  });
});

describe('a step', () => {
  it('shows where it is in the source, and the states before and after whole, redex and contractum marked', async () => {
    const page = await s.open({}, linkTo({ program: 'fun f (x : int) : int = x + 1\nin f 3 * 2', updates: [] }));
    await expect.poll(() => page.locator('.code-here').innerText()).toBe('f 3');
    const redex = () => page.getByLabel('The annotated expression').locator('.run-redex').allInnerTexts();
    await expect.poll(async () => (await redex()).join('')).toBe('f 3');
    const then = page.getByLabel('The expression after the next step');
    await expect.poll(() => then.innerText()).toBe('(3 + 1) * 2');
    await expect.poll(async () => (await then.locator('.run-contractum').allInnerTexts()).join('')).toContain('3 + 1');
    await button(page, 'Step forwards').click();
    // What the run made of a body stands where the body does.
    await expect.poll(() => page.locator('.code-here').innerText()).toBe('x + 1');
    await page.context().close();
  });
});

describe('the heap', () => {
  it('is drawn, what is referred to as arrows', async () => {
    const heap = 'type t = int\nvar a : t = 1\nfun get (x : int) : int = !a\nin get 0';
    const page = await s.open({}, linkTo({ program: heap, updates: [] }));
    await page.getByText('Drawn', { exact: true }).click();
    await page.getByRole('img', { name: /^The heap: a; arrows/ }).waitFor();
    const titles = page.locator('.picture-box .picture-title');
    await expect.poll(() => titles.allTextContents()).toEqual(['now', 'get', 'a']);
    // From the expression to the function, and from the function to the variable.
    await expect.poll(() => page.locator('.picture-arrow').count()).toBe(2);
    await page.context().close();
  });
});

it('asks for nothing but its own files, and complains of nothing', () => {
  expect(s.complaints).toEqual([]);
});
