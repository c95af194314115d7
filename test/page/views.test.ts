/**
 * What every view has in view without scrolling: on a projector with large type, a laptop and a phone, light and dark.
 * Where MUTANDIS_SCREENSHOTS names a folder, a picture of each is put there (`npm run screenshots`).
 */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support.ts';
import { button, linkTo, site, violations, type Site } from './support.ts';

let s: Site;
beforeAll(async () => {
  s = await site();
});
afterAll(() => s?.close());

const program =
  'type celsius = int\nvar temp : celsius = 20\nfun show (c : celsius) : int = c\nfun loop (i : int) : int = if i = 0 then show !temp else (update; loop (i - 1))\nin loop 3';
const update = 'update\ntype celsius = { deg : int } by wrap\nadd fun wrap (c : int) : { deg : int } = { deg = c }';

const sizes = {
  projector: { width: 1920, height: 1080, projector: true },
  laptop: { width: 1366, height: 768 },
  phone: { width: 390, height: 844 },
} as const;
type Size = keyof typeof sizes;

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const named = (page: Page, names: readonly string[]) => names.map((name) => button(page, name));

interface Seen {
  readonly view: string;
  /** The address, behind the calculus that it is of: Proteus unless another is named. */
  readonly at: string;
  readonly of?: string;
  readonly prepare?: (page: Page) => Promise<void>;
  /** What has to be in view. */
  readonly parts: (page: Page, size: Size) => readonly Locator[];
}
const views: readonly Seen[] = [
  {
    view: 'Run',
    at: 'run',
    prepare: (page) => button(page, 'To the next update point').click(),
    parts: (page) => [
      page.locator('.code-here:visible, .run-here mark:visible').first(),
      page.locator('.run-redex').first(),
      page.locator('.run-point-panel .run-refused'),
      page.locator('.run-controls .run-verdict'),
      ...named(page, ['Step forwards', 'To the next update point', 'Apply', 'Refuse', 'Defer', 'As the check says']),
    ],
  },
  {
    view: 'Derivations',
    at: 'derivations',
    parts: (page) => [
      page.getByLabel('Derivation of'),
      page.getByRole('treeitem').first(),
      ...named(page, ['Unfold all', 'Outline']),
    ],
  },
  {
    view: 'Rules',
    at: 'rules/T-If',
    parts: (page, size) => [
      page.locator('.rules-list .tree-figure').first(),
      button(page, 'Change T-If'),
      ...(size === 'phone' ? [] : [region(page, 'Example').getByText('✓'), button(page, 'S-Refl')]),
    ],
  },
  {
    view: 'Analysis',
    at: 'analysis',
    parts: (page) => [
      page.locator('.code-word', { hasText: 'update' }).first(),
      page.getByText('celsius may change').last(),
      page.getByRole('heading', { name: 'Plan of update 1' }),
    ],
  },
  {
    view: 'State space',
    at: 'space',
    parts: (page, size) => [
      ...named(page, ['Next', 'Back']),
      page.locator('button', { hasText: /^R-/ }).first(),
      ...(size === 'phone' ? [] : [page.getByRole('heading', { name: 'Properties' })]),
    ],
  },
  ...['sessions', 'components'].map((of): Seen => ({
    view: `Run of ${of}`,
    of,
    at: 'run',
    parts: (page) => [page.locator('.run-redex').first(), ...named(page, ['Step forwards', 'To the end'])],
  })),
  {
    view: 'Sequence',
    of: 'sessions',
    at: 'sequence',
    parts: (page) => [page.locator('.sequence-participants li').first(), page.locator('.sequence-steps').first()],
  },
  { view: 'Objects', of: 'components', at: 'objects', parts: (page) => [page.locator('.objects-controls .primary')] },
  { view: 'Exercises', at: 'exercises', parts: (page) => [page.locator('.exercises-open').first()] },
  {
    view: 'An exercise',
    at: 'exercises/05-refused-by-a-function',
    parts: (page) => [
      page.getByRole('heading', { name: 'An update that is refused' }),
      page.getByRole('textbox', { name: 'Your update' }),
      button(page, 'Check'),
    ],
  },
  {
    view: 'A derivation to build',
    at: 'exercises/01-con-needs-capability',
    parts: (page, size) => [
      page.getByText('1 goal is open'),
      page.getByRole('treeitem').first(),
      ...(size === 'phone' ? [] : [page.getByRole('heading', { name: 'Which rule concludes it?' })]),
    ],
  },
  {
    view: 'A case to prove',
    of: 'stlc',
    at: 'exercises/25-a-case-of-preservation',
    parts: (page) => [page.getByRole('heading', { name: 'A case of preservation' }), button(page, '(1)')],
  },
  {
    view: 'Histories',
    at: 'histories/vsftpd',
    parts: (page) => [button(page, 'vsftpd'), page.locator('.history-refused').first()],
  },
];

/** Whether something is whole in the window. */
const inView = async (part: Locator, { width, height }: { width: number; height: number }): Promise<boolean> => {
  const box = await part.boundingBox();
  return box !== null && box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height;
};

/** Texts in view that are smaller than 14 px, formulas apart, whose indices are; and controls too small for a finger. */
const small = (page: Page, least: number): Promise<string[]> =>
  page.evaluate<string[]>(`(() => {
    const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let n = walk.nextNode(); n; n = walk.nextNode()) {
      const e = n.parentElement;
      if (n.textContent.trim() === '' || e.closest('math, svg, script, style, .unseen, option') || !seen(e)) continue;
      const size = parseFloat(getComputedStyle(e).fontSize);
      if (size < 14) found.push(size + ' px: ' + n.textContent.trim().slice(0, 40));
    }
    for (const e of document.querySelectorAll('button, select, summary'))
      if (seen(e) && !e.closest('.code') && e.getBoundingClientRect().height < ${least})
        found.push(e.getBoundingClientRect().height + ' px high: ' + (e.getAttribute('aria-label') ?? e.textContent).slice(0, 40));
    return [...new Set(found)];
  })()`);

const folder = process.env.MUTANDIS_SCREENSHOTS;

describe.each(Object.keys(sizes) as Size[])('on a %s, light and dark', (size) => {
  it('what matters of each view is in view, in type that can be read, with one primary button at most', async () => {
    const look = sizes[size];
    const page = await s.open(look, linkTo({ program, updates: [update] }));
    for (const { view, at, of = 'proteus', prepare, parts } of views) {
      await page.evaluate(`location.hash = ${JSON.stringify(`#/${of}/${at}`)}`);
      await prepare?.(page);
      for (const colorScheme of ['dark', 'light'] as const) {
        const message = `${view}, ${colorScheme}`;
        await page.emulateMedia({ colorScheme });
        for (const part of parts(page, size)) {
          await part.first().waitFor();
          await expect.poll(() => inView(part, look), { message: `${message}: ${part.toString()}` }).toBe(true);
        }
        await expect.poll(() => page.evaluate('document.documentElement.scrollHeight'), { message }).toBe(look.height);
        await expect.poll(() => page.evaluate('document.documentElement.scrollWidth'), { message }).toBe(look.width);
        await expect.poll(() => page.locator('button.primary:visible').count(), { message }).toBeLessThanOrEqual(1);
        await expect.poll(() => small(page, size === 'phone' ? 44 : 0), { message }).toEqual([]);
        // The other looks are those of the tests of each view.
        if ((size === 'phone') === (colorScheme === 'dark')) expect(await violations(page), message).toEqual([]);
        if (folder !== undefined) {
          mkdirSync(folder, { recursive: true });
          await page.screenshot({
            path: join(folder, `${view.toLowerCase().replaceAll(' ', '-')}-${size}-${colorScheme}.png`),
          });
        }
      }
    }
    await s.leave(page);
  });
});

it('light and dark differ in colours alone: what axe says of all else, it says of both', () => {
  const folder = join(root, 'workbench/page');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => /\.(css|tsx?|html)$/.test(f));
  const text = files.map((f) => readFileSync(join(folder, f), 'utf8')).join('\n');
  expect(text).not.toContain('prefers-color-scheme');
  // Colours say light-dark(…), which can be nothing but a colour; the theme says which of the two is meant.
  const themed = [...text.matchAll(/\[data-theme[^{}]*\{([^{}]*)\}/g)].map((m) => m[1]?.trim());
  expect(themed).toEqual(['color-scheme: light;', 'color-scheme: dark;']);
});

it('asks for nothing but its own files, and complains of nothing', () => {
  expect(s.complaints).toEqual([]);
});
