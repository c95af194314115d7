/** The view of components as it is used: callback stepped through the phases of its update, and by the rules of a variant into a deadlock. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, button, linkTo, site, type Site } from './support.ts';

let s: Site;
beforeAll(async () => {
  s = await site();
});
afterAll(() => s?.close());

const link = linkTo({ view: 'objects', variant: 'components:' });
const where = (page: Page) => page.getByRole('status', { name: 'Where the run is' });
const mediator = (page: Page) => page.getByRole('group', { name: 'Mediator of d' });
const arrows = (page: Page, name: string) => page.locator(`[data-call^="${name} "]`);
/** Takes steps, each by the name of its button, and waits until it is taken. */
const steps = async (page: Page, names: readonly string[], from: number) => {
  for (const [i, name] of names.entries()) {
    await button(page, name).click();
    await expect
      .poll(() => where(page).innerText(), { message: name })
      .toMatch(new RegExp(`^${from + i + 1} steps?|over|Deadlock`));
  }
};
/** Thread b comes after the mediator, so it is inside while the driver blocks; a comes then. */
const untilInside = ['u: U-Request', 'd: M-Install', 'b: R-Start', 'b: C-Forward d.get', 'd: M-Block'];
const called = ['b: R-Get disk', 'b: C-Direct disk0.read', 'b: R-Get data', 'a: R-Start', 'a: C-Block d.get'];

describe('somebody who updates a driver that is called back', () => {
  it('sees a thread inside while the driver blocks, its call pass, the transfer and the release', async () => {
    const page = await s.open({}, link);
    await expect.poll(() => where(page).innerText()).toBe('0 steps taken');
    await steps(page, untilInside, 0);
    await expect
      .poll(() => mediator(page).innerText())
      .toMatch(/block[^]*inside: b\n[^]*d waits for b, which is inside/);
    await steps(page, called, 5);
    await expect.poll(() => mediator(page).innerText()).toContain('blocked: a');
    // Two calls of b are in progress, and one of a waits.
    await expect.poll(() => arrows(page, 'b').count()).toBe(2);
    await expect.poll(() => page.locator('.objects-call-blocked').count()).toBe(1);
    await steps(page, ['b: C-Pass d.done'], 10);
    await expect.poll(() => arrows(page, 'b').count()).toBe(3);
    await expect.poll(() => mediator(page).innerText()).toContain('inside: b ×2');
    await button(page, 'Back').click();
    await expect.poll(() => where(page).innerText()).toContain('10 steps taken');
    await button(page, 'Forward').click();
    await expect.poll(() => mediator(page).innerText()).toContain('inside: b ×2');
    for (const phase of ['transfer', 'completed']) {
      await button(page, 'Run to the next phase').click();
      await expect.poll(() => mediator(page).innerText()).toContain(phase);
    }
    await expect.poll(() => mediator(page).innerText()).toMatch(/version 1[^]*last\s+0[^]*blocked: a/);
    await button(page, 'd: M-Release').click();
    await expect
      .poll(() => page.getByRole('list', { name: 'Frames of a, the innermost first' }).innerText())
      .toContain('in d, version 1');
    await button(page, 'd: M-Done').click();
    await expect.poll(() => mediator(page).count()).toBe(0);
    const phases = page.getByRole('list', { name: 'Phases of d' });
    await expect
      .poll(async () => (await phases.getByRole('button').allInnerTexts()).join(' '))
      .toBe('version 0 forward block transfer completed version 1');
    // Back to where a phase began.
    await phases.getByRole('button', { name: /^d: block/ }).click();
    await expect.poll(() => where(page).innerText()).toContain('5 steps taken');
    expect(s.complaints).toEqual([]);
    await s.leave(page);
  });

  it('comes by the same steps to a deadlock under block-recursive, and is told who waits for whom', async () => {
    const page = await s.open({}, link);
    await steps(page, [...untilInside, ...called, 'b: C-Pass d.done'], 0);
    await page.getByRole('combobox', { name: 'Rules' }).selectOption('block-recursive');
    await expect
      .poll(() => where(page).innerText())
      .toBe('Deadlock: d waits for b, which is inside; b is blocked at d. Nobody can go on.');
    await expect
      .poll(() => page.getByRole('list', { name: 'What goes otherwise' }).innerText())
      .toBe('step 11: b steps by C-Block, not by C-Pass');
    await expect.poll(() => page.getByRole('group', { name: 'The object table' }).getByRole('button').count()).toBe(0);
    await button(page, 'Run to the next phase').click();
    await expect.poll(() => where(page).innerText()).toContain('There is no next phase');
    await s.leave(page);
  });
});

describe('an exercise on an interleaving', () => {
  it('is solved in the picture, after a wrong turn that is answered', async () => {
    const page = await s.open(
      {},
      linkTo({ view: 'exercises', variant: 'components:', exercise: '21-a-blocked-callback' }),
    );
    const told = page.locator('.exercises-verdict');
    const lane = page.getByRole('group', { name: 'The object table' });
    const take = async (name: string, then: string) => {
      await button(page, name).click();
      await expect.poll(() => lane.innerText(), { message: name }).toContain(then);
    };
    // The thread goes first: the mediator then only waits for it.
    await take('a: R-Start', 'live, generation 0');
    await take('a: C-Direct d.get', 'in d, version 0');
    await button(page, 'Check').click();
    await expect.poll(() => told.innerText()).toContain('does not hold yet, and the run can go on');
    await expect.poll(() => page.getByText('Go on, or take a step back').count()).toBe(1);
    for (const left of ['top', 'waiting']) {
      await button(page, 'Take a step back').click();
      await expect.poll(() => lane.innerText()).toContain(left);
      await expect.poll(() => lane.innerText()).not.toContain(left === 'top' ? 'in d, version 0' : 'live');
    }
    await take('u: U-Request', 'to be mediated');
    await take('d: M-Install', 'mediator 1');
    await take('a: R-Start', 'live, generation 1');
    await take('a: C-Forward d.get', 'inside: a');
    await take('d: M-Block', 'd waits for a, which is inside');
    await take('a: R-Get disk', 'C-Direct');
    await take('a: C-Direct disk0.read', 'in disk0, version 0');
    await take('a: R-Get data', 'C-Block');
    await take('a: C-Block d.done', 'blocked: a');
    await expect
      .poll(() => page.locator('.objects-end').innerText())
      .toBe('Deadlock: d waits for a, which is inside; a is blocked at d. Nobody can go on.');
    await button(page, 'Check').click();
    await expect.poll(() => told.innerText()).toContain('Solved.');
    expect(s.complaints).toEqual([]);
    await s.leave(page);
  });
});

describe('the view of objects', () => {
  it('has nothing that axe finds wrong, in light and dark, wide and narrow', async () => {
    const run = 'env:U-Request d:M-Install b:R-Start b:C-Forward d:M-Block a:R-Start a:C-Block';
    const state = linkTo({ view: 'objects', variant: 'components:', space: { 'objects run': run, 'objects at': '7' } });
    await accessible(s, async (page) => {
      await page.goto(s.url + state);
      await expect.poll(() => mediator(page).innerText()).toContain('blocked: a');
    });
  });
  it('nor has an exercise in which the table stands', async () => {
    await accessible(s, async (page) => {
      await page.goto(s.url + linkTo({ view: 'exercises', variant: 'components:', exercise: '21-a-blocked-callback' }));
      const table = page.getByRole('group', { name: 'The object table' });
      for (const [name, then] of [
        ['u: U-Request', 'to be mediated'],
        ['d: M-Install', 'mediator 1'],
        ['a: R-Start', 'live, generation 1'],
        ['a: C-Forward d.get', 'inside: a'],
      ] as const) {
        await button(page, name).click();
        await expect.poll(() => table.innerText(), { message: name }).toContain(then);
      }
    });
  });
});
