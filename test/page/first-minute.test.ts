/** The first minute: what the page is, a tour of four stops, and what words mean. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calculi } from '../../proofs/calculi.ts';
import { toldBy } from '../../workbench/page/brings.ts';
import { explainAt } from '../../workbench/page/parts/explain.ts';
import { button, linkTo, site, violations, type Site } from './support.ts';

let s: Site;
beforeAll(async () => {
  s = await site();
});
afterAll(() => s?.close());

describe('the first minute', () => {
  it('says in a sentence what this is, shows a step, an update point, that it is refused, and why', async () => {
    const page = await s.open();
    const greeting = page.getByRole('region', { name: 'What this is' });
    await greeting.getByText('are changed while they run').waitFor();
    await greeting.getByRole('button', { name: 'Show me' }).click();
    const stop = page.getByRole('dialog');
    for (const title of ['A step', 'An update point', 'Refused', 'Why']) {
      await stop.getByText(title, { exact: true }).waitFor();
      if (title === 'Refused') {
        await page.locator('[data-step="2"]').waitFor();
        expect(await violations(page)).toEqual([]);
      }
      await stop.getByRole('button', { name: title === 'Why' ? 'Done' : 'Next', exact: true }).click();
    }
    await stop.waitFor({ state: 'detached' });
    // What was there before is there again, and the sentence does not come back.
    await page.locator('[data-step="0"]').waitFor();
    await page.locator('.cm-content', { hasText: 'A temperature gauge.' }).waitFor();
    await page.reload();
    await page.locator('[data-step="0"]').waitFor();
    await expect.poll(() => greeting.count()).toBe(0);
    await s.leave(page);
  });

  it('explains con and the name of a rule where they are met, and leads to the rule', async () => {
    const page = await s.open({}, linkTo({ program: 'type t = int\nfun f (x : t) : int = x\nin f 3', updates: [] }));
    const note = page.getByRole('note');
    await page.locator('.code .code-word', { hasText: /^con$/ }).first().hover();
    await note.getByText('looks through the name').waitFor();
    await note.getByRole('link', { name: 'T-Con' }).click();
    await page.locator('.rules-list figcaption', { hasText: /^T-Con$/ }).waitFor();
    await page.locator('.rules-list figcaption', { hasText: /^T-Con$/ }).hover();
    await note.getByText('A rule of types').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => note.count()).toBe(0);
    await s.leave(page);
  });
});

it('explains every metavariable in a formula, and words and signs of forms and judgements that have none of their own', async () => {
  const page = await s.open();
  await page.goto(`${s.url}#/proteus/rules/T-If`);
  const note = page.getByRole('note');
  const figure = page.locator('.rules-list .tree-figure').first();
  for (const [letter, says] of [
    ['τ', 'τ stands for any Type.'],
    ['e', 'e stands for any Expr.'],
    ['Γ', 'The types of the local variables.'],
    ['⊔', 'join'],
  ] as const) {
    await figure
      .locator('mi, mo', { hasText: new RegExp(`^${letter}$`) })
      .first()
      .hover();
    await note.getByText(says).waitFor();
    await page.keyboard.press('Escape');
  }
  await s.leave(page);
  // In programs they are names: nothing is said of a variable that is called e.
  for (const calculus of calculi) {
    const here = toldBy(calculus);
    for (const letter of Object.keys(calculus.base.metas)) {
      const said = explainAt(letter, 0, here, true);
      expect(said === undefined ? [calculus.name, letter] : [], letter).toEqual([]);
    }
    expect(explainAt('e', 0, here)).toBeUndefined();
  }
});

it('has nothing that axe objects to in the menu, the keys and a word that is explained', async () => {
  for (const look of [{ width: 390, dark: true }, { width: 1280 }]) {
    const page = await s.open(look);
    await button(page, 'Menu').click();
    await page.getByRole('group', { name: 'Menu' }).waitFor();
    expect(await violations(page), 'the menu').toEqual([]);
    await page.getByRole('button', { name: /^Keys/ }).click();
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    expect(await violations(page), 'the keys').toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('.code .code-word').first().hover();
    await page.getByRole('note').waitFor();
    expect(await violations(page), 'a word').toEqual([]);
    await s.leave(page);
  }
});

it('every word leads to a rule that there is, and says a sentence', () => {
  for (const { name, words, base } of calculi.map((c) => ({ ...toldBy(c), name: c.name, base: c.base })))
    for (const { like, says, rule } of words) {
      if (rule !== null) expect(base.rules.has(rule), `${name}: ${rule}`).toBe(true);
      expect(says, like).toMatch(/^\S.*\.$/);
      expect(() => new RegExp(like, 'u')).not.toThrow();
    }
});

it('asks for nothing but its own files, and complains of nothing', async () => {
  const page = await s.open();
  await button(page, 'Close').click();
  await s.leave(page);
  expect(s.complaints).toEqual([]);
});
