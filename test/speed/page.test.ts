/**
 * How fast the page answers. These tests run when all others are done, one at a time: what they measure is the page,
 * not the tests beside it. What else this machine does is not known: the best of several rounds counts.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calculusNames } from '../../proofs/registry.ts';
import { chooser } from '../arbitrary.ts';
import { button, linkTo, site, write, type Site } from '../page/support.ts';

let s: Site;
beforeAll(async () => {
  s = await site();
});
afterAll(() => s?.close());

/** Milliseconds at a part of the way through a list of times: 0.5 for the median. */
const quantile = (times: readonly number[], part: number): number =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(part * times.length))] ?? Infinity;

const step = (page: Page, n: number) => page.locator(`[data-step="${n}"]`).waitFor();

/** Notes what keeps the main thread for more than 50 ms, from the first moment on. */
const watched = `
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) window.longTasks.push(Math.round(e.duration));
  }).observe({ type: 'longtask', buffered: true });
`;
const longTasks = async (page: Page): Promise<number[]> => {
  // What is still under way is told when it ends.
  await page.waitForTimeout(300);
  return page.evaluate<number[]>('window.longTasks.splice(0)');
};

/** The file of the page that a request is for. */
const fileAt = (path: string): string => join(s.folder, path === '/' ? 'index.html' : decodeURIComponent(path));

describe('the page', () => {
  const asked = new Set<string>();
  let bytes = 0;
  it('is painted in under a second, interactive in under two', async () => {
    const [paints, times]: [number[], number[]] = [[], []];
    for (let i = 0; i < 5; i++) {
      const context = await s.browser.newContext({ serviceWorkers: 'block' });
      const page = await context.newPage();
      page.on('request', (r) => asked.add(new URL(r.url()).pathname));
      await page.goto(s.url);
      await page.locator('[data-step]').waitFor();
      times.push(await page.evaluate<number>('performance.now()'));
      paints.push(
        await page.evaluate<number>(`performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity`),
      );
      await context.close();
    }
    const size = (of: (path: string) => boolean) =>
      [...asked]
        .filter(of)
        .reduce((n, p) => n + (existsSync(fileAt(p)) ? gzipSync(readFileSync(fileAt(p))).length : 0), 0);
    // The engine comes after the first paint, with the calculus that is looked at.
    const engine = (path: string) => /\/(engine\/|worker-)/.test(path);
    bytes = size(() => true);
    console.log(
      `first paint: ${Math.min(...paints).toFixed(0)} ms; interactive: ${Math.min(...times).toFixed(0)} ms; ${asked.size} files, ${(bytes / 1000).toFixed(0)} kB compressed, ${(size(engine) / 1000).toFixed(0)} kB of them the engine`,
    );
    expect(Math.min(...paints)).toBeLessThan(1000);
    expect(Math.min(...times)).toBeLessThan(2000);
  });

  it('asks for less than 350 kB compressed until it is interactive', () => {
    expect(bytes).toBeLessThan(350_000);
  });

  it.each(calculusNames)(
    'asks for less than 350 kB compressed where Run of %s is what is opened first',
    async (name) => {
      const context = await s.browser.newContext({ serviceWorkers: 'block' });
      const page = await context.newPage();
      const paths = new Set<string>();
      page.on('request', (r) => paths.add(new URL(r.url()).pathname));
      await page.goto(`${s.url}#/${name}/run`);
      await step(page, 0);
      const sizes = [...paths].map((p) => gzipSync(readFileSync(fileAt(p))).length);
      const total = sizes.reduce((n, size) => n + size, 0);
      console.log(`${name}: ${paths.size} files, ${(total / 1000).toFixed(0)} kB compressed`);
      expect(total).toBeLessThan(350_000);
      await context.close();
    },
  );

  const fiveThousand = (line: (i: number) => string) =>
    `${Array.from({ length: 5000 }, (_, i) => line(i)).join('\n')}\nin 1`;

  it.each<[string, (page: Page) => Promise<void>]>([
    ['opening', async (page) => step(page, 0)],
    [
      '5,000 lines with as many errors, and keys in them',
      async (page) => {
        await write(
          page,
          'Program',
          fiveThousand((i) => `var a${i} : int = nobody${i}`),
        );
        await page.getByText('and 4950 more').waitFor({ timeout: 60_000 });
        await page.keyboard.press('Control+Home');
        for (let i = 0; i < 10; i++) await page.keyboard.press('-');
      },
    ],
    [
      'a link with 1,500 updates',
      async (page) => {
        await page.goto(s.url + linkTo({ program: '1', updates: Array(1500).fill('update') }));
        await page.getByText('more than 100 updates').waitFor();
      },
    ],
    [
      '5,000 lines in Analysis, scrolled through',
      async (page) => {
        const program = fiveThousand((i) => `fun f${i} (x : int) : int = x + ${i}`);
        await page.goto(s.url + linkTo({ view: 'analysis', program, updates: [] }));
        await page.getByText('fun', { exact: true }).first().waitFor({ timeout: 60_000 });
        for (let i = 0; i < 10; i++) await page.mouse.wheel(0, 4000);
      },
    ],
    [
      'a run of 10,000 steps, stepped through',
      async (page) => {
        const loop = 'fun f (i : int) : int = if i = 0 then 0 else f (i - 1)\nin f 3000';
        await page.goto(s.url + linkTo({ program: loop, updates: [] }));
        await step(page, 0);
        for (let i = 1; i <= 20; i++) {
          await button(page, 'Step forwards').click();
          await step(page, i);
        }
      },
    ],
  ])('keeps the main thread for no more than 50 ms at a time: %s', async (what, act) => {
    let best: number[] = [Infinity];
    for (let round = 0; round < 3 && best.length > 0; round++) {
      const context = await s.browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1280, height: 900 } });
      const page = await context.newPage();
      await page.addInitScript(watched);
      await page.goto(s.url);
      if (what !== 'opening') {
        await step(page, 0);
        await longTasks(page);
      }
      await act(page);
      const tasks = await longTasks(page);
      if (Math.max(0, ...tasks) < Math.max(0, ...best)) best = tasks;
      await context.close();
    }
    console.log(`${what}: ${best.length === 0 ? 'none' : best.join(', ')} ms`);
    expect(best).toEqual([]);
  });

  it('takes a key in a program of 5,000 lines in under 50 ms, and its errors are 50 and how many more', async () => {
    const page = await s.open();
    await step(page, 0);
    const lines = Array.from({ length: 5000 }, (_, i) => `var a${i} : int = nobody${i}`);
    await write(page, 'Program', [...lines, 'in 1'].join('\n'));
    await page.getByText('and 4950 more').waitFor({ timeout: 60_000 });
    await page.keyboard.press('Control+Home');
    const times: number[] = [];
    for (let i = 0; i < 20; i++) {
      await page.evaluate(`(() => {
        window.keyTook = new Promise((done) => {
          addEventListener('keydown', () => {
            const begin = performance.now();
            requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
          }, { once: true, capture: true });
        });
      })()`);
      await page.keyboard.press('-');
      times.push(await page.evaluate<number>('window.keyTook'));
    }
    console.log(
      `a key: median ${quantile(times, 0.5).toFixed(1)} ms, 95th percentile ${quantile(times, 0.95).toFixed(1)} ms`,
    );
    expect(quantile(times, 0.5)).toBeLessThan(50);
    await page.context().close();
  });

  /** How long it takes from moving the slider until the step is there to be seen, for random steps of a run. */
  const drag = (page: Page, total: number, round: number): Promise<number[]> => {
    const choose = chooser(7 + round);
    return page.evaluate<number[]>(`(async () => {
      const slider = document.querySelector('input[type=range]');
      const shown = document.querySelector('[data-step]');
      const times = [];
      for (const step of ${JSON.stringify(Array.from({ length: 100 }, () => choose(total)))}) {
        const to = String(step);
        if (shown.dataset.step === to) continue;
        const begin = performance.now();
        await new Promise((done) => {
          const observer = new MutationObserver(() => {
            if (shown.dataset.step !== to) return;
            observer.disconnect();
            done();
          });
          observer.observe(shown, { attributes: true });
          slider.value = to;
          slider.dispatchEvent(new Event('input', { bubbles: true }));
        });
        times.push(performance.now() - begin);
      }
      return times;
    })()`);
  };

  it.each([
    [
      'with an update refused at each of its 1,200 update points',
      12004,
      `type t = int
var z : t = 1
fun f (i : int) : int = if i = 0 then !z else (z := !z + 1; update; f (i - 1))
in f 1200`,
    ],
    [
      'with 2,500 frames on the stack',
      10002,
      `type t = int
fun f (i : int) : int = if i = 0 then 0 else 1 + f (i - 1)
in f 2500`,
    ],
  ])('shows any step of a run of 10,000 in under 16 ms, %s', async (_, total, program) => {
    const page = await s.open();
    await step(page, 0);
    await write(page, 'Update 1', 'update\ntype t = { v : int } by up\nadd fun up (t : int) : { v : int } = { v = t }');
    await write(page, 'Program', program);
    await page.getByText(`of ${total}`).waitFor();
    // The code gets warm in the first round, and the machine may be busy in any: the best one counts.
    let best = { median: Infinity, most: Infinity };
    for (let round = 0; round < 8; round++) {
      const times = await drag(page, total, round);
      expect(times.length).toBeGreaterThan(90);
      const [median, most] = [quantile(times, 0.5), quantile(times, 0.95)];
      if (most < best.most) best = { median, most };
    }
    console.log(`a step: median ${best.median.toFixed(1)} ms, 95th percentile ${best.most.toFixed(1)} ms`);
    expect(best.median).toBeLessThan(16);
    expect(best.most).toBeLessThan(16);
    await page.context().close();
  });
});

const tree = (page: Page) => page.getByRole('tree');
const items = (page: Page) => page.getByRole('treeitem').count();
/** A program whose derivation has more than 5,000 nodes. */
const large = (): string => {
  const sum = Array.from({ length: 15 }, (_, i) => (i % 3 === 0 ? `f${i} x` : `(x * ${i})`)).join(' + ');
  const functions = Array.from({ length: 80 }, (_, i) => `fun f${i} (x : int) : int = ${sum}`);
  return `${functions.join('\n')}\nin f1 1`;
};

describe('a derivation of five thousand nodes', () => {
  it('folds in less than a tenth of a second, however much of it is unfolded', async () => {
    const page = await s.open({}, linkTo({ view: 'derivations', program: large(), updates: [] }));
    await tree(page).waitFor();
    const total = Number(/(\d+) nodes/.exec(await page.getByText(/^\d+ nodes/).innerText())?.[1]);
    expect(total).toBeGreaterThan(5000);
    for (const look of ['tree', 'outline']) {
      await button(page, 'Unfold all').click();
      await expect.poll(() => page.locator('[aria-expanded=true]').count()).toBeGreaterThan(3);
      // Few of them are elements of the page.
      expect(await items(page)).toBeLessThan(600);
      const times = await page.evaluate<number[]>(`(async () => {
        const times = [];
        for (let i = 0; i < 20; i++) {
          const open = [...document.querySelectorAll('[role=treeitem][aria-expanded]')];
          const item = open[(i * 7) % open.length];
          const was = item.getAttribute('aria-expanded');
          const id = item.dataset.id;
          item.focus();
          const begin = performance.now();
          item.click();
          (item.querySelector('.tree-rule') ?? item.querySelector('.tree-twist')).click();
          for (;;) {
            await new Promise((drawn) => requestAnimationFrame(drawn));
            const now = document.querySelector('[data-id="' + id + '"]');
            if (now && now.getAttribute('aria-expanded') !== was) break;
            if (performance.now() - begin > 5000) return [Infinity];
          }
          await new Promise((painted) => setTimeout(painted));
          times.push(performance.now() - begin);
        }
        return times;
      })()`);
      const [median, most] = [quantile(times, 0.5), quantile(times, 0.95)];
      console.log(`a fold (${look}): median ${median.toFixed(1)} ms, 95th percentile ${most.toFixed(1)} ms`);
      expect(most, look).toBeLessThan(100);
      if (look === 'tree') await button(page, 'Outline').click();
    }
    await page.context().close();
  });
});
