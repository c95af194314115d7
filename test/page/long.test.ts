/** Programs of thousands of lines: of what the page shows of them, only what is in view is made. Work is counted, not timed. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, linkTo, site, type Site } from './support.ts';

let s: Site;
beforeAll(async () => {
  s = await site();
});
afterAll(() => s?.close());

/** A program of more than 5,000 lines that types, with an update point in each of 400 functions. */
const types = Array.from({ length: 60 }, (_, i) => `type t${i} = int`);
const vars = types.map((_, i) => `var v${i} : t${i} = ${i}`);
const functions = Array.from(
  { length: 400 },
  (_, i) =>
    `fun f${i} (x : int) : int =\n${Array.from({ length: 10 }, (_, k) => `  let y${k} = x + ${k} in\n`).join('')}  (update; !v${i % 60} + x)`,
);
const long = [...types, ...vars, ...functions, 'in f0 1'].join('\n').concat('\n');
const update = 'update\ntype t0 = { n : int } by up\nadd fun up (x : int) : { n : int } = { n = x }';

/** Elements of the view. */
const elements = (page: Page) => page.evaluate<number>(`document.querySelectorAll('#panel *').length`);
const text = (page: Page) => page.getByRole('group', { name: 'The program with its update points' });

describe('a program of 5,000 lines in Analysis', () => {
  it('is elements for what is in view, whichever part that is', async () => {
    expect(long.split('\n').length).toBeGreaterThan(4900);
    const page = await s.open({}, linkTo({ view: 'analysis', program: long, updates: [update] }));
    const points = page.getByRole('region', { name: 'All update points, 400' });
    await points.waitFor();
    await page.getByRole('region', { name: 'Each update point, 400' }).waitFor();
    await expect.poll(() => elements(page)).toBeLessThan(3500);
    // Each is there once it is scrolled to.
    await points.evaluate((e) => e.scrollTo(0, e.scrollHeight));
    await points.getByText('in f399,').waitFor();
    await expect.poll(() => points.getByRole('listitem').last().getAttribute('aria-posinset')).toBe('400');
    // What is chosen is brought into view in the program, which is long as well.
    await points.getByRole('button', { name: 't39 has to stay' }).last().click();
    await points.locator('.analysis-why').getByText('t39 is used concretely').first().waitFor();
    await text(page).locator('.analysis-chosen').waitFor();
    await expect.poll(() => text(page).locator('.analysis-con').count()).toBeGreaterThan(0);
    await expect.poll(() => elements(page)).toBeLessThan(3500);
    await page.reload();
    await points.locator('.analysis-why').getByText('t39 is used concretely').first().waitFor();
    await s.leave(page);
  });

  it('is read line by line as it is written, comments over several lines included', async () => {
    const program = `(* one\ntwo *)\n${Array.from({ length: 300 }, (_, i) => `var a${i} : int = ${i} -- no ${i}`).join('\n')}\nin a0`;
    const page = await s.open({}, linkTo({ view: 'analysis', program, updates: [] }));
    const line = (i: number) => text(page).locator(`[data-index="${i}"]`);
    await expect.poll(() => line(0).locator('.code-comment').innerText()).toBe('(* one');
    await expect.poll(() => line(1).locator('.code-comment').innerText()).toBe('two *)');
    await expect.poll(() => line(2).innerText()).toBe('var a0 : int = 0 -- no 0');
    await expect.poll(() => line(2).locator('.code-word').first().innerText()).toBe('var');
    await text(page).evaluate((e) => e.scrollTo(0, e.scrollHeight));
    await expect.poll(() => line(302).innerText()).toBe('in a0');
    await expect.poll(() => line(0).count()).toBe(0);
    await s.leave(page);
  });

  it('tells of its errors fifty, and how many more there are', async () => {
    const program = [...Array.from({ length: 5000 }, (_, i) => `var a${i} : int = nobody${i}`), 'in 1'].join('\n');
    const page = await s.open({}, linkTo({ view: 'analysis', program, updates: [] }));
    const errors = page.getByRole('alert').getByRole('listitem');
    await page.getByRole('alert').getByText('and 4950 more').waitFor();
    await expect.poll(() => errors.count()).toBe(51);
    await expect.poll(() => elements(page)).toBeLessThan(1500);
    await page.goto(s.url + linkTo({ view: 'run', program, updates: [] }));
    await page.getByText('and 4950 more').waitFor();
    await expect.poll(() => elements(page)).toBeLessThan(1500);
    await s.leave(page);
  });
});

describe('a run of a program with thousands of types and bindings', () => {
  it('shows those in view', async () => {
    const many = Array.from({ length: 2000 }, (_, i) => `type t${i} = int\nvar v${i} : t${i} = ${i}`).join('\n');
    const page = await s.open({}, linkTo({ view: 'run', program: `${many}\nin !v0`, updates: [] }));
    await page.getByRole('region', { name: 'Types, 2000' }).waitFor();
    await expect.poll(() => elements(page)).toBeLessThan(4000);
    await button(page, 'To the end').click();
    await page.getByText('of 1', { exact: false }).first().waitFor();
    await s.leave(page);
  });
});

it('asks for nothing but its own files, and complains of nothing', () => {
  expect(s.complaints).toEqual([]);
});

describe('thousands of lines that come at once, as keyboards put in their clipboard', () => {
  it('are elements for what is in view at every moment, and are undone at once', async () => {
    const page = await s.open();
    const editor = page.getByRole('textbox', { name: 'Program', exact: true });
    await editor.click();
    await page.keyboard.press('Control+A');
    await page.evaluate(`(() => {
      window.made = 0;
      const count = (n) => (n.classList?.contains('cm-line') ? 1 : 0) + (n.querySelectorAll?.('.cm-line').length ?? 0);
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes) for (const n of addedNodes) window.made += count(n);
      }).observe(document.querySelector('.cm-content'), { childList: true, subtree: true });
    })()`);
    const lines = Array.from({ length: 3000 }, (_, i) => `var a${i} : int = nobody${i}`);
    await page.keyboard.insertText([...lines, 'in 1'].join('\n'));
    await page.getByText('and 2950 more').waitFor();
    await expect.poll(() => editor.innerText()).toContain('in 1');
    expect(await page.evaluate<number>('window.made')).toBeLessThan(1000);
    await page.keyboard.press('Control+Z');
    await expect.poll(() => editor.innerText()).not.toContain('nobody');
    await s.leave(page);
  });
});
