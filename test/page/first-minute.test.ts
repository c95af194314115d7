/** The first minute: what the page is, a tour of four stops, and what words mean. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calculi } from '../../proofs/calculi.ts';
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
    await page.context().close();
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
    await page.context().close();
  });
});

it('every word leads to a rule that there is, and says a sentence', () => {
  for (const { name, words = [], base } of calculi)
    for (const { like, says, rule } of words) {
      expect(base.rules.has(rule), `${name}: ${rule}`).toBe(true);
      expect(says, like).toMatch(/^\S.*\.$/);
      expect(() => new RegExp(like, 'u')).not.toThrow();
    }
});

it('asks for nothing but its own files, and complains of nothing', async () => {
  const page = await s.open();
  await button(page, 'Close').click();
  await page.context().close();
  expect(s.complaints).toEqual([]);
});
