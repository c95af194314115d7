/** What the page keeps: nothing is lost on reload, offline, or when there is no room; what a link may bring is bounded. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
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
const text = (page: Awaited<ReturnType<Site['open']>>) =>
  page.evaluate<string>(`JSON.parse(sessionStorage.getItem('mutandis.page') ?? 'null')?.now.program ?? ''`);

describe('work', () => {
  it('of 200 kB with a hundred steps to undo is there after a reload, the last key included', async () => {
    expect(long.length).toBeGreaterThan(kilobytes * 1000);
    const page = await s.open({}, linkTo({ view: 'rules', program: long, updates: [] }));
    for (let i = 0; i < 100; i++) {
      const previous = await page.locator('[role=tab][aria-controls=panel][aria-selected=true]').innerText();
      await tab(page, previous === 'Rules' ? 'Exercises' : 'Rules').click();
    }
    await page.waitForTimeout(300);
    const kept = await page.evaluate<{ past: unknown[] }>(`JSON.parse(sessionStorage.getItem('mutandis.page'))`);
    expect(kept.past.length).toBeGreaterThanOrEqual(100);
    await page.reload();
    await button(page, 'Undo').click();
    await expect
      .poll(() => page.locator('[role=tab][aria-controls=panel][aria-selected=true]').innerText())
      .toBe('Exercises');
    await button(page, 'Redo').click();
    await expect
      .poll(() => page.locator('[role=tab][aria-controls=panel][aria-selected=true]').innerText())
      .toBe('Rules');
    await page.waitForTimeout(300);
    await expect.poll(() => text(page)).toBe(long);
    await page.context().close();
  });

  it('is the newest there is when the store is full, and the reader is told when none is kept', async () => {
    const page = await s.open({}, linkTo({ view: 'run', program: 'in 1', updates: [] }));
    await page.evaluate(`(() => {
      const set = Storage.prototype.setItem;
      Storage.prototype.setItem = function (k, v) {
        if (this === sessionStorage) throw new DOMException('full', 'QuotaExceededError');
        return set.call(this, k, v);
      };
    })()`);
    await write(page, 'Program', '1 + 41');
    await page.waitForTimeout(300);
    await expect.poll(() => page.getByRole('alert').getByText('not kept').count()).toBe(0);
    await page.reload();
    await page.getByRole('textbox', { name: 'Program', exact: true }).getByText('1 + 41').waitFor();
    await page.evaluate(`Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }`);
    await write(page, 'Program', '2');
    await page.getByRole('alert').getByText('Your work is not kept').waitFor();
    await page.context().close();
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

  it('as an older version of the page kept it is read', async () => {
    const page = await s.open({});
    await page.evaluate(`(() => {
      window.addEventListener('pagehide', () => {
        sessionStorage.setItem('mutandis.page', JSON.stringify({ now: { view: 'run', program: '5 + 5', updates: [] }, past: [], future: [] }));
      });
    })()`);
    await page.reload();
    await page.getByRole('textbox', { name: 'Program', exact: true }).getByText('5 + 5').waitFor();
    await page.context().close();
  });
});

describe('a link', () => {
  it.each<[string, object, string]>([
    ['1,500 updates', { program: '1', updates: Array(1500).fill('update') }, 'it has more than 100 updates'],
    ['a text of two million characters', { program: '1'.repeat(2e6) }, 'it has a text of more than 1000000 characters'],
  ])('with %s is refused in words', async (_, state, why) => {
    const page = await s.open({}, linkTo(state));
    await page.getByRole('alert').getByText(`The link could not be opened: ${why}.`).waitFor();
    await page.context().close();
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
