/** The view of state spaces as it is used: a lost increment by hand, a table of updating models, properties as they are typed. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spaceGraph } from '../../workbench/page/engine/spaces-graph.ts';
import { spaceAt, spaceOpened } from '../../workbench/page/engine/spaces.ts';
import { accessible, button, linkTo, site, write, type Site } from './support.ts';

let s: Site;
beforeAll(async () => {
  s = await site();
});
afterAll(() => s?.close());

const link = linkTo({ view: 'space' });
const choose = async (page: Page, name: string) => {
  await page.getByLabel('Look at').selectOption(`threads/${name}`);
  await page.getByRole('list', { name: 'Who can move' }).waitFor();
};
/** Takes a step that there is one of, and waits until it is taken. */
const step = async (page: Page, name: string) => {
  const told = page.getByRole('group', { name: 'The run' }).getByRole('status');
  const before = Number(/step (\d+)/.exec(await told.innerText())?.[1]);
  await page.getByRole('list', { name: 'Who can move' }).getByRole('button', { name, exact: true }).click();
  await expect.poll(() => told.innerText()).toContain(`step ${before + 1} `);
  // The steps of the state before are gone.
  await expect.poll(() => lanes(page).locator('[aria-current="step"]').count()).toBe(1);
  await expect.poll(() => lanes(page).locator('tbody tr').count()).toBeGreaterThan(before);
  await expect.poll(() => lanes(page).locator('tbody tr').nth(before).locator('[aria-current="step"]').count()).toBe(1);
};
const lanes = (page: Page) => page.getByRole('region', { name: 'Lanes' });
const state = (page: Page) => page.getByRole('group', { name: 'The state', exact: true });
const verdicts = (page: Page) => page.getByRole('status', { name: 'Verdicts' });

describe('somebody who explores', () => {
  it('steps E1 into the lost increment, goes back, branches, and compares', async () => {
    const page = await s.open({}, link);
    await choose(page, 'e1-lost-increment');
    const one = (text: string) => `thread 1: ${text}`;
    const zero = (text: string) => `thread 0: ${text}`;
    await step(page, zero('R-Fork'));
    await step(page, zero('R-Let'));
    // Both threads read n before either of them writes it.
    const toRead = ['R-Call', 'R-IfNeq', 'R-NoUpd', 'R-Let', 'R-Deref'];
    for (const rule of toRead) await step(page, zero(rule));
    for (const rule of toRead) await step(page, one(rule));
    const toWrite = ['R-Deref', 'R-Call', 'R-ConAbs', 'R-Op', 'R-Assign n := 5'];
    for (const rule of toWrite) await step(page, zero(rule));
    await expect.poll(() => state(page).innerText()).toContain('n = 5');
    for (const rule of toWrite) await step(page, one(rule));
    await expect.poll(() => state(page).innerText()).toContain('n = 5');
    // Back to the first write, and on by another way: the run so far is kept beside it.
    await lanes(page)
      .getByRole('button', { name: /thread 0: R-Assign n := 5/ })
      .click();
    await expect
      .poll(() => page.getByRole('group', { name: 'The run' }).getByRole('status').innerText())
      .toContain('step 17 of 22');
    await page
      .getByRole('list', { name: 'Who can move' })
      .getByRole('button', { name: 'thread 0: R-Let', exact: true })
      .click();
    await page.getByRole('region', { name: 'Other branch' }).waitFor();
    await page.getByText('The branches have 17 steps in common.').waitFor();
    await expect.poll(() => page.getByRole('region', { name: 'Other branch' }).locator('tbody tr').count()).toBe(22);
    await button(page, 'Drop the other').click();
    // The graph is of more states than are drawn, and goes where it is clicked.
    await page.getByText(/^894 states, 1,682 steps; \d+ near where you stand are drawn$/).waitFor();
    await page.getByRole('group', { name: 'The run' }).getByRole('button', { name: 'To the start' }).click();
    await expect.poll(() => page.locator('.space-here').getAttribute('data-state')).toBe('0');
    await page.locator('.space-node[data-state="1"]').click();
    await expect.poll(() => lanes(page).locator('tbody tr').count()).toBe(1);
    expect(s.complaints).toEqual([]);
    await s.leave(page);
  });

  it('checks b5 under all policies at once, and plays the deadlock of policy all', async () => {
    const page = await s.open({}, link);
    await choose(page, 'b5-lock-order-for-ever');
    await button(page, 'Try them all').click();
    const row = (policy: string) =>
      page.locator('.space-table tr', { has: page.getByRole('rowheader', { name: policy, exact: true }) });
    await row('versions').waitFor({ timeout: 60_000 });
    await expect.poll(() => row('barrier').innerText()).toMatch(/none\s+✓ holds\s+✓ holds\s+✓ holds/);
    for (const policy of ['all', 'interrupt', 'versions'])
      await expect.poll(() => row(policy).innerText()).toMatch(/✗ play\s+✗ fails\s*play\s+✗ fails\s*play\s+✗ fails/);
    await button(page, 'Play the deadlock of all').click();
    const run = page.getByRole('group', { name: 'The run' });
    await expect.poll(() => run.getByRole('status').innerText()).toBe('step 0 of 14');
    for (let i = 1; i <= 14; i++) {
      await run.getByRole('button', { name: 'Next' }).click();
      await expect.poll(() => run.getByRole('status').innerText()).toBe(`step ${i} of 14`);
    }
    await page.getByText('Deadlock: nobody can move').waitFor();
    // Who waits for whom is told: each for the lock that the other one has.
    const who = page.getByRole('list', { name: 'Who can move' });
    await expect.poll(() => who.innerText()).toMatch(/thread 0 waits for [ab]: thread 1/);
    await expect.poll(() => who.innerText()).toMatch(/thread 1 waits for [ab]: thread 0/);
    await page.locator('.space-here.space-node-deadlock').waitFor();
    await s.leave(page);
  });

  it('mistypes a property, is told where, takes a completion, and plays the lasso of what fails', async () => {
    const page = await s.open({}, link);
    await choose(page, 'b6-pairs');
    await write(page, 'Properties', 'G (write(ou) = 3 -> G !write(out) = 1)');
    await page
      .getByText('1:10 unknown variable ou')
      .or(page.getByText(/1:\d+ unknown variable ou/))
      .waitFor();
    await write(page, 'Properties', 'G F ');
    await page.keyboard.type('write(o');
    await page.locator('.cm-tooltip-autocomplete').waitFor();
    await write(page, 'Properties', 'G (write(out) = 3 -> G !write(out) = 1)');
    await verdicts(page).getByText('✗ fails').waitFor({ timeout: 60_000 });
    await page.getByLabel('Policy').selectOption('barrier');
    await verdicts(page).getByText('✓ holds').waitFor({ timeout: 60_000 });
    await page.getByLabel('Policy').selectOption('all');
    await verdicts(page).getByRole('button', { name: 'Play the counterexample' }).click();
    await expect
      .poll(() => page.getByRole('group', { name: 'The run' }).getByRole('status').innerText())
      .toMatch(/^step 0 of \d+, then again from step \d+$/);
    // A reload shows the same.
    await page.waitForTimeout(400);
    await page.reload();
    await verdicts(page).getByText('✗ fails').waitFor({ timeout: 60_000 });
    await s.leave(page);
  });

  it('does the three exercises about what systems do, wrong turns and all', async () => {
    const page = await s.open({}, linkTo({ view: 'exercises', exercise: '14-a-lost-increment' }));
    const who = page.getByRole('list', { name: 'Who can move' });
    const rows = page.getByRole('region', { name: 'Your run' }).locator('tbody tr');
    let taken = 0;
    const take = async (name: string) => {
      await who.getByRole('button', { name, exact: true }).click();
      taken += 1;
      await expect.poll(() => rows.count()).toBe(taken);
    };
    const check = async (verdict: string) => {
      await button(page, 'Check').click();
      await page.locator('.exercises-verdict b').getByText(verdict, { exact: true }).waitFor({ timeout: 60_000 });
    };
    await take('thread 0: R-Fork');
    await check('Not yet.');
    await take('thread 0: R-Let');
    for (const t of ['0', '1']) for (const rule of ['R-Call', 'R-Deref']) await take(`thread ${t}: ${rule}`);
    for (const t of ['0', '1'])
      for (const rule of ['R-Deref', 'R-Call', 'R-ConAbs', 'R-Op', 'R-Assign n := 5', 'R-Let'])
        await take(`thread ${t}: ${rule}`);
    await check('Solved.');
    await button(page, 'Next: All and barrier').click();
    await write(page, 'Your property', 'G F write(out)');
    await check('Not yet.');
    await page.getByText('with policy all it holds; it should be one that fails').waitFor();
    await write(page, 'Your property', 'G (write(out) = 3 -> G !write(out) = 1)');
    await check('Solved.');
    await button(page, 'Next: An update that deadlocks').click();
    await check('Not yet.');
    await page.getByText(/^live: fails/).waitFor();
    const text = readFileSync(
      new URL('../../examples/exercises/16-an-update-that-deadlocks.yaml', import.meta.url),
      'utf8',
    );
    await write(page, 'Your update', (/^solution: \|\n((?: {2}.*\n)*)/m.exec(text)?.[1] ?? '').replace(/^ {2}/gm, ''));
    await check('Solved.');
    await button(page, 'Open in State space').click();
    await verdicts(page).getByText('✓ holds').nth(2).waitFor({ timeout: 60_000 });
    expect(s.complaints).toEqual([]);
    await s.leave(page);
  });

  it('sees a program that is wrong told so, and nothing that axe objects to, in light and dark, at 1280 and 390', async () => {
    await accessible(s, async (page) => {
      await page.goto(s.url + link);
      await choose(page, 'e5-lock-at-the-barrier');
      await button(page, 'Try them all').click();
      await page.locator('.space-table tbody tr').nth(5).waitFor({ timeout: 60_000 });
      await page.getByText('Program and updates').click();
      await write(page, 'Program', 'fun f (x : int) : int = y in f 1');
      await page.getByRole('alert').getByText('The program or an update has errors').waitFor();
      await page.getByLabel('Look at').selectOption('threads/e5-lock-at-the-barrier');
      await page.getByRole('list', { name: 'Who can move' }).waitFor();
      await page.locator('.space-node').first().waitFor();
    });
  });
});

describe('the engine', () => {
  const program = readFileSync(new URL('../../examples/threads/e3-con-elsewhere.proteus', import.meta.url), 'utf8');
  const update = readFileSync(new URL('../../examples/threads/e3-con-elsewhere.1.update', import.meta.url), 'utf8');
  const of = { program, updates: [update], fresh: null, choices: {}, variant: null };
  it('draws a small graph whole, with every state and step of it', async () => {
    const graph = await spaceGraph({ of, path: [0, 0], at: 2 });
    expect(graph).toMatchObject({ states: 27, edges: 42, complete: true, whole: true });
    expect(graph.nodes.length).toBe(27);
    expect(graph.drawn.reduce((n, e) => n + e.text.split('\n').length, 0)).toBe(42);
    expect(graph.path.length).toBe(3);
    expect(graph.nodes.every((n) => n.x > 0 && n.y > 0 && n.x < graph.width && n.y < graph.height)).toBe(true);
  });
  it('walks as far as there are such steps, and offers words of the program', () => {
    expect(spaceAt({ of, path: [0, 99, 0], at: 3 })).toMatchObject({ path: [0], at: 1 });
    expect(spaceOpened(of).words).toEqual(
      expect.arrayContaining(['out', 'write(out)', 'at(0, get)', 'rule(R-Upd)', 'update(1)']),
    );
    expect(spaceOpened({ ...of, updates: ['update fun get (x : t int = y'] })).toMatchObject({ ready: false });
  });
});
