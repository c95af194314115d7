/** The seminar as a path through the page: ninety minutes, every place, example and exercise of which is there. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSeminar } from '../../workbench/page/seminar.ts';
import { root } from '../support.ts';
import { button, linkTo, site, violations, type Site } from './support.ts';

let s: Site;
beforeAll(async () => {
  s = await site();
});
afterAll(() => s?.close());

const names = (folder: string) => readdirSync(join(root, 'examples', folder)).map((f) => f.replace(/\..*$/, ''));
const targets = { exercises: names('exercises'), examples: names('') };
const seminar = readSeminar(readFileSync(join(root, 'docs/seminar.md'), 'utf8'), targets);
const piecesOf = (part: (typeof seminar.parts)[number]) => part.paragraphs.flatMap((p) => p.pieces);

describe('the seminar', () => {
  it('leads through the page part by part, each at its place, and goes on where it was left', async () => {
    const page = await s.open({}, linkTo({ view: 'exercises', program: '1', updates: [] }));
    const path = page.getByRole('region', { name: 'A seminar of ninety minutes' });
    await button(page, 'Seminar').click();
    for (const [i, part] of seminar.parts.entries()) {
      await path.getByText(`${part.from} to ${part.to} min ${part.title}`).waitFor();
      if (i === 2) {
        // It begins with a derivation, of the example that it names.
        await page.getByRole('tree', { name: 'Derivation: definition loop' }).waitFor();
        await page.reload();
        await path.getByText(`3 of ${seminar.parts.length}`).waitFor();
      }
      if (i === 3) {
        // It begins with an example, whose run is looked at.
        await page.locator('.cm-content', { hasText: 'celsius' }).or(page.locator('[data-step="0"]')).first().waitFor();
        expect(await violations(page)).toEqual([]);
      }
      if (i + 1 < seminar.parts.length) await button(page, 'Next part').click();
    }
    await expect.poll(() => button(page, 'Next part').count()).toBe(0);
    await button(page, 'Leave').click();
    await expect.poll(() => path.count()).toBe(0);
    await s.leave(page);
  });

  it('has no address, example or exercise that there is not, on a phone as well', async () => {
    const page = await s.open({ width: 390, height: 844 });
    await button(page, 'Menu').click();
    await button(page, 'Seminar of 90 minutes').click();
    const path = page.getByRole('region', { name: 'A seminar of ninety minutes' });
    for (const part of seminar.parts) {
      for (const { text, is } of piecesOf(part)) {
        if (is === 'place' || is === 'exercise') {
          await path.getByRole('link', { name: text, exact: true }).first().click();
          await expect
            .poll(() => decodeURIComponent(new URL(page.url()).hash))
            .toContain(decodeURIComponent(text.replace(/^#\//, '')));
          await expect.poll(() => page.getByRole('alert').count(), { message: text }).toBe(0);
          // An exercise is one that can be read, a rule one that there is.
          await page
            .getByRole('heading')
            .or(page.getByRole('treeitem'))
            .or(page.locator('[data-step]'))
            .first()
            .waitFor();
        } else if (is === 'example') {
          await path.getByRole('button', { name: text, exact: true }).first().click();
          await expect.poll(() => new URL(page.url()).hash).toMatch(/\/(run|derivations|analysis|space)/);
        }
      }
      if (part !== seminar.parts.at(-1)) await button(page, 'Next part').click();
    }
    await s.leave(page);
    expect(s.complaints).toEqual([]);
  });
});

it('takes ninety minutes, names exercises in all parts but the first and the last, and examples that there are', () => {
  expect(seminar.parts.at(-1)?.to).toBe(90);
  const exercises = seminar.parts.map(
    (part) => piecesOf(part).filter(({ is, text }) => is === 'exercise' || text.includes('/exercises/')).length,
  );
  expect(exercises.slice(1, -1).every((n) => n > 0)).toBe(true);
  // What is to be found by its name is a link: all emphasised titles of exercises stand before one.
  const examples = seminar.parts.flatMap((p) =>
    piecesOf(p)
      .filter(({ is }) => is === 'example')
      .map(({ to }) => to),
  );
  expect([...new Set(examples)]).toEqual(['gauge', 'gauge-incomplete', 'frame-returns', 'static-refuses']);
});

it('is refused where its parts leave minutes out', () => {
  expect(() => readSeminar('# S\n\n## 0 to 10: a\n\n## 15 to 20: b\n', targets)).toThrow(
    '"15 to 20: b" is not FROM to TO',
  );
});
