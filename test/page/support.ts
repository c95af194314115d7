/** What the tests of the page need: it is built into a folder of its own, served as plain files, and opened in a browser. */
import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { build } from 'vite';
import { expect } from 'vitest';
import { browserPath } from '../browser.ts';

const config = new URL('../../workbench/page/vite.config.ts', import.meta.url).pathname;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

/** Files of a folder over http, as any static server gives them. */
export async function serve(folder: string): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://page').pathname));
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    // As vite's preview has it: what is kept for offline use must be found all the same.
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', vary: 'Origin' });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  /** Large type. */
  readonly projector?: boolean;
  /** Another tab of the same browser, with what the page has kept there. */
  readonly context?: BrowserContext;
}

export interface Site {
  readonly url: string;
  readonly folder: string;
  /** Opens the page, and waits until the first view is there. What it asks of the network is noted, and what it complains of. */
  open(look?: Look, fragment?: string): Promise<Page>;
  /** All that was asked for outside of the page's own files, and all errors in the console. */
  readonly complaints: readonly string[];
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Builds the page and starts a browser. */
export async function site(): Promise<Site> {
  const executablePath = browserPath();
  const folder = mkdtempSync(join(tmpdir(), 'mutandis-page-'));
  // What is tested is what is given to people, not a build for tests.
  const mode = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  await build({ configFile: config, mode: 'production', logLevel: 'error', build: { outDir: folder } });
  process.env.NODE_ENV = mode;
  const server = await serve(folder);
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const browser = await chromium.launch({ executablePath, args: [...args, ...quiet] });
  const complaints: string[] = [];
  return {
    url: server.url,
    folder,
    browser,
    complaints,
    async open({ width = 1280, height = 900, dark = false, projector = false, context } = {}, fragment = '') {
      const within =
        context ??
        (await browser.newContext({
          viewport: { width, height },
          colorScheme: dark ? 'dark' : 'light',
          // What fades in is there at once: what is looked at is never half transparent.
          reducedMotion: 'reduce',
          permissions: ['clipboard-read', 'clipboard-write'],
        }));
      const page = await within.newPage();
      page.on('request', (r) => {
        if (!r.url().startsWith(server.url) && !r.url().startsWith('data:')) complaints.push(`asks for ${r.url()}`);
      });
      page.on('pageerror', (e) => complaints.push(e.message));
      page.on('console', (m) => m.type() === 'error' && complaints.push(m.text()));
      if (projector) await page.addInitScript(`localStorage.setItem('mutandis.projector', 'on')`);
      await page.goto(server.url + fragment);
      await page.getByRole('navigation', { name: 'Views' }).waitFor();
      return page;
    },
    async close() {
      await browser.close();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The part of a link behind the address: what the page shows then. */
export const linkTo = (state: object): string => `#1.${deflateRawSync(JSON.stringify(state)).toString('base64url')}`;
export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
/** A tab: of a view, or of one of the sources. */
export const tab = (page: Page, name: string) => page.getByRole('tab', { name: new RegExp(`^${name}( |$)`) });
/** A source brought into view: its pane where only one is shown, then its tab where it has one. */
export const openSource = async (page: Page, label: string): Promise<void> => {
  const editor = page.getByRole('textbox', { name: label, exact: true });
  const [pane, own] = [button(page, 'Source'), tab(page, label)];
  await editor.or(pane).or(own).first().waitFor();
  if (await pane.isVisible()) await pane.click();
  if (await own.isVisible()) await own.click();
};
/** A text typed into an editor, in place of what is there. */
export const write = async (page: Page, label: string, content: string): Promise<void> => {
  await openSource(page, label);
  await page.getByRole('textbox', { name: label, exact: true }).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(content);
};

/** The name of what has the focus; empty where nothing has. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate<string>(`(() => {
    const e = document.activeElement;
    return e === document.body ? '' : (e.getAttribute('aria-label') ?? e.textContent.trim());
  })()`);

/** What axe finds wrong, rule by rule. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(
    `Promise.allSettled(document.getAnimations().filter((a) => a.effect?.getComputedTiming().endTime < Infinity).map((a) => a.finished))`,
  );
  await page.evaluate(axe.source);
  const found = await page.evaluate<
    readonly { id: string; nodes: readonly { html: string; failureSummary?: string }[] }[]
  >(
    `axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) })))`,
  );
  return found.flatMap(({ id, nodes }) => nodes.map((n) => `${id}: ${n.html}: ${n.failureSummary ?? ''}`));
}

/** Axe finds nothing wrong in light and dark, at the width of a screen and of a phone. */
export async function accessible(s: Site, prepare: (page: Page) => Promise<void>): Promise<void> {
  for (const dark of [false, true])
    for (const width of [1280, 390]) {
      const page = await s.open({ dark, width });
      await prepare(page);
      expect(await violations(page), `${dark ? 'dark' : 'light'} at ${width}`).toEqual([]);
      // Nothing has to be scrolled to from side to side.
      expect(await page.evaluate(`document.documentElement.scrollWidth`), `width at ${width}`).toBeLessThanOrEqual(
        width,
      );
      await page.context().close();
    }
}

/** The size of files of a folder when they are compressed, in bytes: of all, or of those of some names. */
export const compressed = (folder: string, of: (name: string) => boolean = () => true): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile() && of(f.name))
    .reduce((sum, f) => sum + gzipSync(readFileSync(join(f.parentPath, f.name))).length, 0);
