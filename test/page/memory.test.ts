/** What the page keeps: nothing is lost on reload, offline, or when there is no room; what a link may bring is bounded. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { preview } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patchesFrom, statesFrom } from '../../workbench/page/history.ts';
import { start } from '../../workbench/page/state.ts';
import { assertProperty } from '../property.ts';
import { root } from '../support.ts';
import { button, linkTo, serve, site, tab, write, type Site } from './support.ts';

let s: Site;
beforeAll(async () => {
  s = await site();
});
afterAll(() => s?.close());

const kilobytes = 200;
const long = Array.from({ length: kilobytes * 10 }, (_, i) => `fun f${i} (x : int) : int = ${'x + '.repeat(18)}${i}`)
  .join('\n')
  .concat('\nin 1');
/** Waits until a view is the one in view. */
const shown = (page: Page, view: string) =>
  expect.poll(() => page.locator('[role=tab][aria-controls=panel][aria-selected=true]').innerText()).toBe(view);
/** Clicks as fast as the page follows, on elements by their names in turn. */
const clicks = (page: Page, times: number, selector: string, names: readonly string[]) =>
  page.evaluate(`(async () => {
    const names = ${JSON.stringify(names)};
    const called = (e) => e.getAttribute('aria-label') ?? e.textContent.trim();
    for (let i = 0; i < ${times}; i++) {
      [...document.querySelectorAll('${selector}')].find((e) => called(e) === names[i % names.length]).click();
      await new Promise((drawn) => setTimeout(drawn));
    }
  })()`);
const text = (page: Page) =>
  page.evaluate<string>(`JSON.parse(sessionStorage.getItem('mutandis.page') ?? 'null')?.now.program ?? ''`);

describe('work', () => {
  it('of 200 kB with a hundred steps to undo is there after a reload, the last key included', async () => {
    expect(long.length).toBeGreaterThan(kilobytes * 1000);
    const page = await s.open({}, linkTo({ view: 'rules', program: long, updates: [] }));
    await clicks(page, 100, `[role=tab]`, ['Exercises', 'Rules']);
    await shown(page, 'Rules');
    // What is typed last is there: three tenths of a second later, and nothing else was done.
    await tab(page, 'Run').click();
    await page.getByRole('textbox', { name: 'Program', exact: true }).click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('-- typed');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(300);
    await page.reload();
    await expect.poll(() => text(page)).toBe(`-- typed\n${long}`);
    // All steps but those that were too many lead back.
    await button(page, 'Undo').click();
    await expect.poll(() => text(page)).toBe(long);
    await clicks(page, 99, 'button', ['Undo']);
    await shown(page, 'Rules');
    await button(page, 'Redo').click();
    await shown(page, 'Exercises');
    await s.leave(page);
  });

  it('is the newest there is when the stores are full, one after the other, and the reader is told when none has room', async () => {
    const page = await s.open({}, linkTo({ view: 'run', program: 'in 1', updates: [] }));
    const program = page.getByRole('textbox', { name: 'Program', exact: true });
    const full = `() => { throw new DOMException('full', 'QuotaExceededError'); }`;
    const session = `(() => {
      const set = Storage.prototype.setItem;
      Storage.prototype.setItem = function (k, v) {
        if (this === sessionStorage) (${full})();
        return set.call(this, k, v);
      };
    })()`;
    // The tab's own, then what is of all tabs as well: then the database has it.
    for (const [before, text] of [
      [session, '1 + 41'],
      [`Storage.prototype.setItem = ${full}`, '1 + 42'],
    ] as const) {
      await page.evaluate(before);
      await write(page, 'Program', text);
      await page.waitForTimeout(300);
      await expect.poll(() => page.getByRole('alert').getByText('not kept').count()).toBe(0);
      await page.reload();
      await program.getByText(text).waitFor();
    }
    await page.evaluate(`Storage.prototype.setItem = IDBObjectStore.prototype.put = ${full}`);
    await write(page, 'Program', '2');
    await page.getByRole('alert').getByText('Your work is not kept').waitFor();
    await s.leave(page);
  });

  it('is there without what a tab keeps at once: the database has all of it, what can be undone included', async () => {
    const page = await s.open({}, linkTo({ view: 'rules', program: long, updates: [] }));
    await tab(page, 'Exercises').click();
    await tab(page, 'Rules').click();
    await page.waitForTimeout(500);
    await page.evaluate(
      `window.addEventListener('pagehide', () => { sessionStorage.removeItem('mutandis.page'); localStorage.clear(); })`,
    );
    await page.reload();
    await button(page, 'Undo').click();
    await page.getByRole('region', { name: 'Exercises' }).waitFor();
    await expect.poll(() => text(page)).toBe(long);
    await s.leave(page);
  });

  it('is found by another tab: the one that changed last', async () => {
    const one = await s.open({}, linkTo({ view: 'run', program: '1', updates: [] }));
    const two = await s.open({ context: one.context() }, linkTo({ view: 'run', program: '2', updates: [] }));
    await write(one, 'Program', '111');
    await one.waitForTimeout(300);
    const three = await s.open({ context: one.context() });
    await three.getByRole('textbox', { name: 'Program', exact: true }).getByText('111').waitFor();
    await two.reload();
    await two.getByRole('textbox', { name: 'Program', exact: true }).getByText('2').waitFor();
    await one.context().close();
  });

  it('in two tabs at once is that of each, and what is answered in one is there in the other', async () => {
    const exercises = linkTo({ view: 'exercises', program: '1', updates: [] });
    const one = await s.open({}, exercises);
    const two = await s.open({ context: one.context() }, exercises);
    const program = (text: string) => ({ program: text, view: 'exercises', exercise: '05-refused-by-a-function' });
    await one.goto(s.url + linkTo(program('in one')));
    await two.goto(s.url + linkTo(program('in two')));
    await write(one, 'Your update', 'update\nadd type mine = int');
    await two.getByRole('textbox', { name: 'Your update' }).getByText('mine').waitFor();
    // The later answer counts, in both, and is not undone elsewhere.
    await write(two, 'Your update', 'update\nadd type later = int');
    await one.getByRole('textbox', { name: 'Your update' }).getByText('later').waitFor();
    await one.waitForTimeout(300);
    for (const page of [one, two]) {
      await page.reload();
      await page.getByRole('textbox', { name: 'Your update' }).getByText('later').waitFor();
    }
    await expect.poll(() => text(one)).toBe('in one');
    await expect.poll(() => text(two)).toBe('in two');
    // A tab that is opened later has the answers as well, whatever it is about.
    const three = await s.open({ context: one.context() }, linkTo(program('in three')));
    await three.getByRole('textbox', { name: 'Your update' }).getByText('later').waitFor();
    await one.context().close();
  });

  it('as an older version of the page kept it is read', async () => {
    const page = await s.open({});
    await page.evaluate(`(() => {
      window.addEventListener('pagehide', () => {
        sessionStorage.removeItem('mutandis.tab');
        sessionStorage.setItem('mutandis.page', JSON.stringify({ now: { view: 'run', program: '5 + 5', updates: [] }, past: [], future: [] }));
      });
    })()`);
    await page.reload();
    await page.getByRole('textbox', { name: 'Program', exact: true }).getByText('5 + 5').waitFor();
    await s.leave(page);
  });
});

describe('a link', () => {
  it.each<[string, object]>([
    // As links were before they held rules, spaces and where a counterexample breaks; and with what is no more.
    ['of an older version of the page', { view: 'run', program: '6 * 7', updates: [], step: 1, theme: 'dark' }],
    [
      'of a later one, with fields of other shapes',
      { view: 'run', program: '6 * 7', updates: [], step: 'x', space: 7 },
    ],
  ])('%s opens with what is known of it', async (_, state) => {
    const page = await s.open({}, linkTo(state));
    await page.getByRole('textbox', { name: 'Program', exact: true }).getByText('6 * 7').waitFor();
    await page.locator(`[data-step="${'theme' in state ? 1 : 0}"]`).waitFor();
    await s.leave(page);
  });

  it.each<[string, object, string]>([
    ['1,500 updates', { program: '1', updates: Array(1500).fill('update') }, 'it has more than 100 updates'],
    ['a text of two million characters', { program: '1'.repeat(2e6) }, 'it has a text of more than 1000000 characters'],
  ])('with %s is refused in words', async (_, state, why) => {
    const page = await s.open({}, linkTo(state));
    await page.getByRole('alert').getByText(`The link could not be opened: ${why}.`).waitFor();
    await s.leave(page);
  });
});

describe('without a network', () => {
  /** A server that can be ended, and where it is. */
  type Server = { readonly url: string; readonly close: () => Promise<void> };
  const previewed = async (): Promise<Server> => {
    const server = await preview({
      configFile: join(root, 'workbench/page/vite.config.ts'),
      logLevel: 'error',
      build: { outDir: s.folder },
      preview: { port: 0, strictPort: false },
    });
    return { url: server.resolvedUrls?.local[0] as string, close: () => server.close() };
  };
  const plain = async (): Promise<Server> => {
    const server = await serve(s.folder);
    return { url: server.url, close: async () => server.close() };
  };

  it.each([
    ['npm run page', previewed],
    ['a server of plain files', plain],
  ])('it works once it was loaded from %s, with the headers that are really sent', async (_, begin) => {
    const server = await begin();
    const context = await s.browser.newContext();
    const page = await context.newPage();
    const answer = await page.goto(server.url);
    expect((await answer?.allHeaders())?.vary).toBe('Origin');
    await page.evaluate('navigator.serviceWorker.ready');
    await context.setOffline(true);
    await server.close();
    await page.reload();
    await page.locator('[data-step]').waitFor();
    // Each view is a part of its own, and the histories are files.
    for (const view of ['Derivations', 'Rules', 'Analysis', 'Exercises', 'State space', 'Histories']) {
      await tab(page, view).click();
      await page
        .getByRole('region', { name: view === 'State space' ? /./ : view })
        .first()
        .waitFor();
    }
    await button(page, 'vsftpd').click();
    await page.getByRole('region', { name: 'The table' }).waitFor();
    await context.close();
  });

  it('is there, a later version is shown all the same', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mutandis-later-'));
    cpSync(s.folder, folder, { recursive: true });
    const server = await serve(folder);
    const context = await s.browser.newContext();
    const page = await context.newPage();
    await page.goto(server.url);
    await page.evaluate('navigator.serviceWorker.ready');
    const file = join(folder, 'index.html');
    writeFileSync(file, readFileSync(file, 'utf8').replace('<body>', '<body data-later="yes">'));
    await page.reload();
    await expect.poll(() => page.evaluate('document.body.dataset.later')).toBe('yes');
    await context.close();
    server.close();
    rmSync(folder, { recursive: true });
  });
});

it('says what to do when it is opened as a file', async () => {
  const context = await s.browser.newContext();
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(s.folder, 'index.html')).href);
  await page.getByText('it was opened as a file').waitFor();
  await context.close();
});

it('a history is its changes, and they lead to the same states', () => {
  const texts = fc.string({ maxLength: 30 });
  const state = fc.record({
    program: texts,
    updates: fc.array(texts, { maxLength: 3 }),
    step: fc.nat(9),
    rule: fc.option(texts),
  });
  assertProperty(
    fc.property(state, fc.array(state, { maxLength: 10 }), (a, list) => {
      const [first, ...rest] = [a, ...list].map((x) => ({ ...start, ...x }));
      if (first === undefined) throw new Error('none');
      const read = JSON.parse(JSON.stringify(patchesFrom(first, rest))) as ReturnType<typeof patchesFrom>;
      expect(statesFrom(first, read)).toEqual(rest);
    }),
    { numRuns: 500 },
  );
});
