/** Where things are: addresses and Back, tabs, the place in the source, the heap. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calculi } from '../../proofs/calculi.ts';
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
    await s.leave(page);
  });

  it('lead where Back says, whatever changes on the way there', async () => {
    const page = await s.open({}, '#/proteus/rules');
    await page.getByRole('region', { name: 'Rules' }).waitFor();
    await tab(page, 'Exercises').click();
    await page.locator('.exercises-open').first().waitFor();
    // The address is that of before already, the view not yet: another tab tells of an answer.
    const told = JSON.stringify({ answers: { other: [1, 'text'] }, solved: ['other'] });
    const event = `new StorageEvent('storage', { key: 'mutandis.exercises', newValue: ${JSON.stringify(told)} })`;
    await page.evaluate(`addEventListener('popstate', () => dispatchEvent(${event}), { once: true })`);
    await page.goBack();
    await page.getByRole('region', { name: 'Rules' }).waitFor();
    await expect.poll(() => hash(page)).toBe('#/proteus/rules');
    await page.goForward();
    await page.locator('.exercises-open').first().waitFor();
    await expect.poll(() => hash(page)).toBe('#/proteus/exercises');
    await s.leave(page);
  });

  it('lead where whoever goes elsewhere while the page starts has gone', async () => {
    const page = await s.open();
    // Moments of a start: its script has run as far as it can, and what is shown in place of a page goes.
    const moments = [
      `addEventListener('DOMContentLoaded', go)`,
      `addEventListener('DOMContentLoaded', () =>
        new MutationObserver((_, o) => (o.disconnect(), go())).observe(document.getElementById('page'), { childList: true }))`,
    ];
    for (const [n, moment] of moments.entries()) {
      const script = `{ const go = () => (location.hash = '#/stlc/rules'); if (location.search === '?${n}') ${moment}; }`;
      await page.addInitScript(script);
      await page.goto(`${s.url}?${n}#/proteus/rules`);
      await page.locator('.rules-list figcaption', { hasText: /^R-App$/ }).waitFor();
      expect(hash(page)).toBe('#/stlc/rules');
    }
    await s.leave(page);
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
    await s.leave(page);
  });
});

describe('the address of a view of a calculus', () => {
  // What is opened by it has not been looked at before: the first example of the calculus is there.
  it.each(calculi.filter((c) => c.language !== undefined).map((c) => [c.name]))(
    'opens Run of %s with an example and its states, which can be stepped, and its other views as well',
    async (name) => {
      const page = await s.open({}, `#/${name}/run`);
      await page.locator('[data-step="0"]').waitFor();
      const state = () => page.getByLabel('The annotated expression').innerText();
      await expect.poll(state).toMatch(/[a-zλ]{2}|λ/);
      const begin = await state();
      await button(page, 'Step forwards').click();
      await page.locator('[data-step="1"]').waitFor();
      await expect.poll(state).not.toBe(begin);
      await expect.poll(() => page.locator('.header-example option').count()).toBeGreaterThan(1);
      await page.goto(`${s.url}#/${name}/derivations`);
      await page.getByRole('tree').waitFor();
      await s.leave(page);
      if (calculi.find((c) => c.name === name)?.language?.space === undefined) return;
      const other = await s.open({}, `#/${name}/space`);
      await other.getByText(/^[0-9,]+ states, /).waitFor();
      await expect.poll(() => other.locator('.editor-error').count()).toBe(0);
      await s.leave(other);
    },
  );

  it('marks in the state who takes the next step, and in the one after it what has become of that', async () => {
    const page = await s.open({}, '#/sessions/run');
    await page.getByRole('heading', { name: 'State next R-Call' }).waitFor();
    const code = page.getByLabel('The annotated expression');
    await expect.poll(async () => (await code.locator('.run-redex').allInnerTexts()).join('')).toMatch(/^c: main\(\)/);
    const then = page.getByLabel('The expression after the next step');
    await expect.poll(async () => (await then.locator('.run-contractum').allInnerTexts()).join('')).not.toBe('');
    await expect.poll(() => then.innerText()).toMatch(/^c: .*\n.*s: main\(\)/s);
    await s.leave(page);
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
    await s.leave(page);
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
    await s.leave(page);
  });
});

it('asks for nothing but its own files, and complains of nothing', () => {
  expect(s.complaints).toEqual([]);
});
