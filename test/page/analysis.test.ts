/** Analysis as a student uses it: what may change at a point and why not, the plan with its proposal, and the sweep. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis, sweeping } from '../../workbench/page/engine/proteus/analysis.ts';
import { root } from '../support.ts';
import { accessible, linkTo, site, type Site } from './support.ts';

let s: Site;
beforeAll(async () => {
  s = await site();
});
afterAll(() => s?.close());

const link = (state: object) => linkTo({ view: 'analysis', ...state });
const read = (name: string) => readFileSync(join(root, 'examples', name), 'utf8');
const example = (name: string) => ({ program: read(`${name}.proteus`), updates: [read(`${name}.1.update`)] });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const plan = (page: Page) => page.getByRole('region', { name: 'Plan of update 1' });
const marked = (page: Page, className: string) => page.locator(`.code .${className}`).allInnerTexts();

describe('a student', () => {
  it('sees what may change at an update point, the con in the way, and the way to it', async () => {
    const page = await s.open({}, link(example('static-refuses')));
    await button(page, 'rate has to stay').click();
    const notes = () =>
      page.locator('.code [data-note]').evaluateAll((all) => all.map((e) => e.getAttribute('data-note')));
    await expect.poll(() => notes()).toEqual(['none may change']);
    const why = page.locator('.analysis-why');
    await why.getByText('rate is used concretely by !r in needs').waitFor();
    await expect.poll(() => why.getByText('a return to the call, in program 8:29').count()).toBe(1);
    expect((await marked(page, 'analysis-con')).join('')).toBe('!r');
    expect((await marked(page, 'analysis-point')).join('')).toBe('update');
    await why.getByRole('button', { name: /Show a return to the call/ }).click();
    await expect.poll(async () => (await marked(page, 'code-lit')).join('')).toMatch(/^poll/);
    await page.reload();
    await page.locator('.analysis-why').getByText('rate is used concretely').waitFor();
    await expect.poll(() => button(page, 'rate has to stay').getAttribute('aria-pressed')).toBe('true');
    await page.goto(s.url + link(example('kernel')));
    await expect.poll(notes).toEqual(['request, table may change']);
    await s.leave(page);
  });
  it('adds the update point that is proposed, and takes it back', async () => {
    const of = example('static-refuses');
    const page = await s.open({}, link(of));
    await plan(page).getByText('refused', { exact: false }).first().waitFor();
    await button(page, 'Add it').click();
    await plan(page)
      .getByText(/update at program 10:4: admitted/)
      .waitFor();
    const text = page.getByRole('group', { name: 'The program with its update points' });
    const written = of.program.replace('in idle 0', 'in update; idle 0').trim();
    await expect.poll(async () => (await text.innerText()).trim()).toBe(written);
    await button(page, 'Undo').click();
    await button(page, 'Add it').waitFor();
    await s.leave(page);
  });
  it('reads the sweep, and opens a point of it in Run', async () => {
    const page = await s.open({}, link(example('frame-returns')));
    const rows = page.getByRole('region', { name: 'At each update point' }).locator('tbody tr');
    await rows.first().waitFor();
    await expect.poll(() => rows.count()).toBe(3);
    await expect.poll(() => rows.nth(0).innerText()).toMatch(/no\s+no\s+no\s+yes\s+unsafe: gets stuck/);
    await expect.poll(() => rows.nth(2).innerText()).toMatch(/yes\s+yes\s+yes\s+yes\s+safe/);
    const totals = page.getByRole('region', { name: 'Under each policy' }).locator('tbody tr');
    await expect.poll(() => totals.nth(0).innerText()).toMatch(/dynamic\s+1\s+0\s+0\s+2\s+2 points, 9 steps/);
    await button(page, 'Open step 7 in Run').focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-step="7"]').waitFor();
    await expect.poll(() => page.evaluate(`document.activeElement.id`)).toBe('view');
    await page.getByRole('region', { name: 'Update point 2' }).waitFor();
    await s.leave(page);
  });
  it('is told that a run goes on', async () => {
    const program = 'fun f (i : int) : int = (update; f (i + 1))\nin f 0';
    const page = await s.open({}, link({ program, updates: ['update\nadd type q = int'] }));
    await page.getByText('Tried at 200 update points of a run without it, which goes on, with more of them').waitFor();
    await s.leave(page);
  });
  it('is told what is wrong with a program and with an update', async () => {
    const page = await s.open({}, link({ program: 'type t = int\nin update; x', updates: [] }));
    await page.getByRole('alert').getByText('2:12: unknown name x').waitFor();
    const wrong = await s.open(
      {},
      link({ ...example('gauge'), updates: ['update fun', 'update\ntype no = int by f'] }),
    );
    await wrong.getByText('The update cannot be read').waitFor();
    await wrong
      .getByText(/U-Names: type no is changed/)
      .first()
      .waitFor();
    await s.leave(page);
    await s.leave(wrong);
  });
  it('has nothing that axe objects to, in light and dark, at 1280 and 390', async () => {
    await accessible(s, async (page) => {
      await page.goto(s.url + link({ ...example('upgrade-window'), point: 0, type: 'config' }));
      await page.locator('.analysis-why').waitFor();
      await page.getByRole('region', { name: 'Under each policy' }).waitFor();
    });
  }, 90_000);
  it('asks for nothing but its own files, and complains of nothing', () => {
    expect(s.complaints).toEqual([]);
  });
});

describe('the engine', () => {
  it('says of every point what the command line says', () => {
    const { points } = analysis(example('static-refuses'));
    expect(points.map((p) => [p.in, p.capability])).toEqual([['poll', '{rate}']]);
    expect(points[0]?.types.map((t) => [t.name, t.mayChange])).toEqual([['rate', false]]);
  });
  it('sweeps nothing without an update that is well formed', () => {
    expect(sweeping({ ...example('gauge'), updates: [] })).toBe(null);
    expect(sweeping({ ...example('gauge'), updates: ['update fun'] })).toBe(null);
    expect(sweeping(example('transformer-type'))).toBe(null);
    expect(sweeping(example('gauge'))?.points).toHaveLength(3);
  });
});
