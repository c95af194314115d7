/**
 * What the tests of the page need: it is built into a folder (once for a whole run: test/browser.ts), served as plain
 * files, and opened in a browser.
 */
import { createReadStream, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { browserPath, buildPage } from '../browser.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

/** A page of the same origin on which nothing happens: what the page keeps is cleared there. */
const nothing = 'nothing-at-all';

/** Files of a folder over http, as any static server gives them; and an empty page. */
export async function serve(folder: string): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://page').pathname));
    if (path === `/${nothing}`) {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><link rel="icon" href="data:,">');
      return;
    }
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
  /** With the service worker that keeps the page's files, in a context that is used for nothing else. */
  readonly offline?: boolean;
}

export interface Site {
  readonly url: string;
  readonly folder: string;
  /** Opens the page, and waits until the first view is there. What it asks of the network is noted, and what it complains of. */
  open(look?: Look, fragment?: string): Promise<Page>;
  /** A page that is not needed any more. Its window is opened again, with nothing of what happened in it. */
  leave(page: Page): Promise<void>;
  /** All that was asked for outside of the page's own files, and all errors in the console. */
  readonly complaints: readonly string[];
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Clears what the page keeps; what it did when it was left has been done. */
const clear = `(async () => {
  sessionStorage.clear();
  localStorage.clear();
  const gone = ({ name }) => new Promise((done) => (indexedDB.deleteDatabase(name).onsuccess = done));
  await Promise.all((await indexedDB.databases()).map(gone));
})()`;

/** A window that one test after another has to itself: to open one anew takes longer than most tests do. */
interface Window {
  readonly page: Page;
  readonly session: CDPSession;
}

/** Starts a browser on the page as it is built. */
export async function site(): Promise<Site> {
  const executablePath = browserPath();
  const built = inject('page');
  const folder = built ?? (await buildPage());
  const server = await serve(folder);
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const browser = await chromium.launch({ executablePath, args: [...args, ...quiet] });
  const complaints: string[] = [];
  const context = (offline: boolean): Promise<BrowserContext> =>
    browser.newContext({
      permissions: ['clipboard-read', 'clipboard-write'],
      serviceWorkers: offline ? 'allow' : 'block',
    });
  const listened = async (within: BrowserContext): Promise<Page> => {
    const page = await within.newPage();
    page.on('request', (r) => {
      if (!r.url().startsWith(server.url) && !r.url().startsWith('data:')) complaints.push(`asks for ${r.url()}`);
    });
    page.on('pageerror', (e) => complaints.push(e.message));
    page.on('console', (m) => m.type() === 'error' && complaints.push(m.text()));
    return page;
  };
  const free: Window[] = [];
  const taken = new Map<Page, Window>();
  const windowed = async (): Promise<Page> => {
    let own = free.pop();
    if (own === undefined) {
      const page = await listened(await context(false));
      own = { page, session: await page.context().newCDPSession(page) };
    }
    taken.set(own.page, own);
    return own.page;
  };
  return {
    url: server.url,
    folder,
    browser,
    complaints,
    async open(
      { width = 1280, height = 900, dark = false, projector = false, context: within, offline } = {},
      at = '',
    ) {
      const page = within ? await listened(within) : offline ? await listened(await context(true)) : await windowed();
      await page.setViewportSize({ width, height });
      // What fades in is there at once: what is looked at is never half transparent.
      await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
      if (projector) {
        await page.goto(server.url + nothing);
        await page.evaluate(`localStorage.setItem('mutandis.projector', 'on')`);
      }
      await page.goto(server.url + at);
      await page.getByRole('navigation', { name: 'Views' }).waitFor();
      return page;
    },
    async leave(page) {
      const own = taken.get(page);
      if (own === undefined) return page.context().close();
      // What is still under way in it ends here.
      await page.goto(server.url + nothing);
      await page.evaluate(clear);
      await page.mouse.move(-1, -1);
      await own.session.send('Page.resetNavigationHistory');
      taken.delete(page);
      free.push(own);
    },
    async close() {
      await browser.close();
      server.close();
      if (built === undefined) rmSync(folder, { recursive: true, force: true });
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

/** What axe finds wrong, rule by rule; of some rules only where they are named. */
export async function violations(page: Page, only?: readonly string[]): Promise<string[]> {
  await page.evaluate(
    `Promise.allSettled(document.getAnimations().filter((a) => a.effect?.getComputedTiming().endTime < Infinity).map((a) => a.finished))`,
  );
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(axe.source);
  const options = { resultTypes: ['violations'], ...(only && { runOnly: only }) };
  const found = await page.evaluate<
    readonly { id: string; nodes: readonly { html: string; failureSummary?: string }[] }[]
  >(
    `axe.run(document, ${JSON.stringify(options)}).then((r) => r.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) })))`,
  );
  return found.flatMap(({ id, nodes }) => nodes.map((n) => `${id}: ${n.html}: ${n.failureSummary ?? ''}`));
}

/** The rules of axe that look at colours, which are all that light and dark differ in (views.test.ts). */
const ofColours = ['color-contrast', 'link-in-text-block'];

/** What axe finds wrong in the light, and in the dark; the page is in the light before and after. */
export async function violationsInBoth(page: Page): Promise<string[]> {
  const light = await violations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await violations(page, ofColours);
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light, ...dark.map((v) => `dark: ${v}`)];
}

/**
 * Axe finds nothing wrong in light and dark, at the width of a screen and of a phone.
 * @param prepare brings the page to where it is looked at; what it meets on the way may be looked at as well.
 */
export async function accessible(s: Site, prepare: (page: Page) => Promise<void>): Promise<void> {
  for (const width of [1280, 390]) {
    const page = await s.open({ width });
    await prepare(page);
    expect(await violationsInBoth(page), `at ${width}`).toEqual([]);
    // Nothing has to be scrolled to from side to side.
    expect(await page.evaluate(`document.documentElement.scrollWidth`), `width at ${width}`).toBeLessThanOrEqual(width);
    await s.leave(page);
  }
}

/** The size of files of a folder when they are compressed, in bytes: of all, or of those of some names. */
export const compressed = (folder: string, of: (name: string) => boolean = () => true): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile() && of(f.name))
    .reduce((sum, f) => sum + gzipSync(readFileSync(join(f.parentPath, f.name))).length, 0);
