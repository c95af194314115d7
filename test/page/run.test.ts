/** The page as a student uses it: choosing an example, stepping, applying an update, sharing. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calculi } from '../../proofs/calculi.ts';
import { defaultName } from '../../proofs/registry.ts';
import {
  accessible,
  button,
  compressed,
  focused,
  linkTo,
  openSource,
  site,
  tab,
  violations,
  write,
  type Site,
} from './support.ts';

let s: Site;
beforeAll(async () => {
  s = await site();
});
afterAll(() => s?.close());

const step = (page: Page, n: number) => page.locator(`[data-step="${n}"]`).waitFor();
const text = (page: Page, label: string) => page.getByRole('textbox', { name: label, exact: true });
const code = (page: Page, label: string) => page.getByRole('group', { name: label, exact: true });
const source = (page: Page, part: string) => page.locator('.cm-content', { hasText: part }).first().waitFor();
/** Chooses an example, in the header or, on a phone, in its menu. */
const choose = async (page: Page, example: string) => {
  const [select, menu] = [page.getByLabel('Example'), button(page, 'Menu')];
  await menu.waitFor();
  const inMenu = !(await select.isVisible());
  if (inMenu) await menu.click();
  await select.selectOption(example);
  if (inMenu) await page.keyboard.press('Escape');
};

describe('a student', () => {
  it('opens the page on the gauge, steps to the update, applies it, and sees the value', async () => {
    const page = await s.open();
    await step(page, 0);
    await expect.poll(() => text(page, 'Program').innerText()).toContain('type celsius = int');
    await choose(page, 'account');
    await source(page, 'fun pay');
    await choose(page, 'gauge');
    await button(page, 'Step forwards').click();
    await step(page, 1);
    await expect.poll(() => page.locator('.run-redex').allInnerTexts()).not.toEqual([]);
    await button(page, 'Step forwards').click();
    await step(page, 2);
    const point = page.getByRole('region', { name: 'Update point 1' });
    await expect.poll(() => point.innerText()).toContain('admitted by the dynamic check');
    await expect.poll(() => point.innerText()).toContain('function show: replaced by the update');
    await button(page, 'Apply').click();
    await step(page, 3);
    await expect.poll(() => code(page, 'Type celsius').innerText()).toBe('type celsius = { deg : int }');
    await expect.poll(() => code(page, 'var temp').innerText()).toContain('abs[celsius] (wrap 20)');
    await expect
      .poll(() => page.locator('li.run-changed', { hasText: 'var temp' }).innerText())
      .toContain('transformer waits');
    await expect.poll(() => page.getByText('R-Upd').first().isVisible()).toBe(true);
    await button(page, 'To the end').click();
    await step(page, 23);
    await expect.poll(() => page.locator('.run-value').innerText()).toBe('20 : int');
    await s.leave(page);
  });

  it('sees why an update is refused: the con in the way is lit', async () => {
    const page = await s.open();
    await choose(page, 'gauge-incomplete');
    await source(page, 'The update forgets');
    await button(page, 'To the next update point').click();
    await step(page, 2);
    const point = page.getByRole('region', { name: 'Update point 1' });
    await expect
      .poll(() => point.innerText())
      .toContain('show stays behind and uses celsius concretely (program 5:32)');
    await expect
      .poll(async () => (await code(page, 'fun show').locator('.run-con').allInnerTexts()).join(''))
      .toBe('con[celsius] c');
    await expect.poll(() => button(page, 'Apply').isDisabled()).toBe(true);
    await s.leave(page);
  });

  it('sees a con on the stack, and that the update is admitted once its frame has returned', async () => {
    const page = await s.open();
    await choose(page, 'frame-returns');
    await button(page, 'To the next update point').click();
    await page.getByText('✗ refused').waitFor();
    await expect.poll(() => code(page, 'The annotated expression').locator('.run-con').count()).toBeGreaterThan(0);
    await button(page, 'To the next update point').click();
    await page.getByRole('region', { name: 'Update point 2' }).getByText('✗ refused').waitFor();
    await button(page, 'To the next update point').click();
    await page.getByRole('region', { name: 'Update point 3' }).getByText('✓ admitted').waitFor();
    await expect.poll(() => code(page, 'The annotated expression').locator('.run-con').count()).toBe(0);
    await s.leave(page);
  });

  it('defers and refuses an update by hand', async () => {
    const page = await s.open();
    await step(page, 0);
    await button(page, 'To the next update point').click();
    await step(page, 2);
    await button(page, 'Defer').click();
    await step(page, 3);
    await expect.poll(() => code(page, 'Type celsius').innerText()).toBe('type celsius = int');
    await button(page, 'To the next update point').click();
    await page.getByRole('region', { name: 'Update point 2' }).waitFor();
    await button(page, 'Refuse').click();
    await tab(page, 'Update 1').getByText('refused by hand').waitFor();
    await button(page, 'To the next update point').click();
    await page.getByText('No update is in line').waitFor();
    await s.leave(page);
  });

  it('types an error and sees it at its place', async () => {
    const page = await s.open();
    await step(page, 0);
    await write(page, 'Program', 'var a : int = 1\nin !a + nobody');
    const wrong = page.getByRole('list', { name: 'Program: what is wrong' });
    await wrong.getByText('unknown name nobody').waitFor();
    await expect.poll(() => wrong.getByRole('button').innerText()).toBe('2:9');
    await expect.poll(() => page.locator('.cm-lintRange-error').allInnerTexts()).toEqual(['nobody']);
    await write(page, 'Program', 'var a : int = 1\nin !a + 1');
    await expect.poll(() => wrong.getByRole('listitem').count()).toBe(0);
    await step(page, 0);
    await s.leave(page);
  });

  it('sees what is wrong with an update: its syntax, and what does not fit the running types', async () => {
    const page = await s.open();
    await step(page, 0);
    const wrong = page.getByRole('list', { name: 'Update 1: what is wrong' });
    await write(page, 'Update 1', 'update\nfun show (c : celsius) : int =');
    await wrong.getByText('expected an expression').waitFor();
    await write(page, 'Update 1', 'update\nfun absent (c : celsius) : int = c');
    await wrong.getByText('U-Names: absent is replaced but does not exist').waitFor();
    await expect.poll(() => wrong.getByRole('button').innerText()).toBe('2:5');
    await s.leave(page);
  });

  it('undoes and redoes', async () => {
    const page = await s.open();
    await step(page, 0);
    await choose(page, 'aliases');
    await source(page, 'Aliases of aliases');
    await page.locator('h1').click();
    await page.keyboard.press('Control+z');
    await source(page, 'A temperature gauge.');
    await page.keyboard.press('Control+Shift+Z');
    await source(page, 'Aliases of aliases');
    await button(page, 'Undo').click();
    await source(page, 'A temperature gauge.');
    await s.leave(page);
  });

  it('undoes in an editor what was typed there, then what the page did', async () => {
    const page = await s.open();
    await step(page, 0);
    await choose(page, 'aliases');
    await source(page, 'Aliases of aliases');
    await text(page, 'Program').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('typed');
    await source(page, 'typed');
    await page.keyboard.press('Control+z');
    await expect.poll(() => text(page, 'Program').innerText()).not.toContain('typed');
    // Of the editor's own there is no more to undo: what was typed could be put back.
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+y');
    await source(page, 'typed');
    await choose(page, 'gauge');
    await source(page, 'A temperature gauge.');
    await text(page, 'Program').click();
    await page.keyboard.press('Control+z');
    // Program and updates come back together.
    await source(page, 'Aliases of aliases');
    await tab(page, 'Update 1').click();
    await source(page, 'Words become pairs');
    await tab(page, 'Program').click();
    await page.keyboard.press('Control+Shift+Z');
    await source(page, 'A temperature gauge.');
    await expect.poll(() => page.getByLabel('Example').inputValue()).toBe('gauge');
    await s.leave(page);
  });

  it('keeps the focus when what had it goes', async () => {
    const page = await s.open();
    await button(page, 'To the next update point').click();
    await step(page, 2);
    await button(page, 'Apply').focus();
    await page.keyboard.press('Enter');
    await step(page, 3);
    await expect.poll(() => focused(page)).toBe('To the end');
    await button(page, 'Undo').focus();
    await page.keyboard.press('Enter');
    await step(page, 2);
    await page.keyboard.press('Enter');
    await step(page, 0);
    await expect.poll(() => button(page, 'Undo').getAttribute('aria-disabled')).toBe('true');
    await expect.poll(() => focused(page)).toBe('Undo');
    await openSource(page, 'Update 1');
    await button(page, 'Remove update 1').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Program');
    await s.leave(page);
    const told = await s.open({}, '#nonsense');
    await button(told, 'Dismiss').focus();
    await told.keyboard.press('Enter');
    await expect.poll(() => told.evaluate(`document.activeElement.id`)).toBe('view');
    await s.leave(told);
  });

  it('sees many errors without losing sight of the program', async () => {
    const page = await s.open();
    const lines = Array.from({ length: 200 }, (_, i) => `var a${i} : int = nobody${i}`);
    await write(page, 'Program', [...lines, 'in 1'].join('\n'));
    const wrong = page.getByRole('list', { name: 'Program: what is wrong' });
    await expect.poll(() => wrong.getByRole('listitem').count()).toBe(51);
    await wrong.getByText('and 150 more').waitFor();
    await expect.poll(() => wrong.evaluate((e) => e.clientHeight)).toBeLessThan(250);
    await s.leave(page);
  });

  it('has the run at hand, however many updates there are', async () => {
    const updates = Array.from({ length: 20 }, (_, i) => `update\nadd type t${i} = int\n`);
    const page = await s.open({}, linkTo({ program: 'update; 1', updates }));
    await step(page, 0);
    await expect
      .poll(() => page.locator('.run-controls').evaluate((e) => e.getBoundingClientRect().bottom))
      .toBeLessThanOrEqual(900);
    await s.leave(page);
  });

  it('shares a link and reopens it', async () => {
    const page = await s.open();
    await step(page, 0);
    await write(page, 'Program', 'var größe : int = 1\nin 1');
    await page.getByRole('list', { name: 'Program: what is wrong' }).getByRole('listitem').first().waitFor();
    await write(page, 'Program', '-- größer → ∀\nin (1 + 2) * 3'.replace('in ', ''));
    await step(page, 0);
    await button(page, 'Step forwards').click();
    await step(page, 1);
    await button(page, 'Copy link').click();
    await page.getByText('Link copied.').first().waitFor();
    const link = await page.evaluate<string>('navigator.clipboard.readText()');
    const other = await s.open({}, link.slice(s.url.length));
    await step(other, 1);
    await expect.poll(() => text(other, 'Program').innerText()).toContain('-- größer → ∀');
    await expect.poll(() => code(other, 'The annotated expression').innerText()).toBe('3 * 3');
    await expect.poll(() => new URL(other.url()).hash).toBe('#/proteus/run');
    await s.leave(page);
    await s.leave(other);
  });

  it('runs by the rules of a variant, where a link names one, and sees it get stuck', async () => {
    const example = (file: string) => readFileSync(new URL(`../../examples/${file}`, import.meta.url), 'utf8');
    const state = {
      program: example('gauge-incomplete.proteus').replace('show !temp', 'show !temp + 1'),
      updates: [example('gauge-incomplete.1.update')],
      variant: 'no-confree',
    };
    const link = linkTo(state);
    const page = await s.open({}, link);
    await step(page, 0);
    await button(page, 'To the next update point').click();
    await page.getByText('✓ admitted').waitFor();
    await button(page, 'To the end').click();
    await page.getByText('no rule applies: the run is stuck').waitFor();
    await button(page, 'Back to the calculus as it is').click();
    await button(page, 'To the end').click();
    await page.getByText('21 : int').waitFor();
    await s.leave(page);
  });

  it('is told of rules that are not known, and runs by those of the calculus', async () => {
    for (const variant of ['no-such-variant', '= nonsense']) {
      const page = await s.open({}, linkTo({ program: 'update; 1', updates: [], variant }));
      await page.getByText('they cannot be read, the calculus runs as it is').waitFor();
      await s.leave(page);
    }
    const page = await s.open({}, linkTo({ program: 'update; 1', updates: [], variant: 'no-confree' }));
    await page.getByText('Rules no-confree').first().waitFor();
    await step(page, 0);
    await expect.poll(() => page.getByText('cannot be read').count()).toBe(0);
    await s.leave(page);
  });

  it('is told of a link that cannot be read', async () => {
    for (const bad of ['#1.abc', '#1.%%%', '#nonsense', '#1.']) {
      const page = await s.open({}, bad);
      await page.getByRole('alert').getByText('The link could not be opened').waitFor();
      await step(page, 0);
      await s.leave(page);
    }
  });

  it('loses nothing on reload', async () => {
    const page = await s.open();
    await step(page, 0);
    await choose(page, 'store');
    await source(page, 'A key-value store');
    await button(page, 'To the next update point').click();
    await page.getByRole('region', { name: 'Update point 1' }).waitFor();
    await button(page, 'Defer').click();
    const at = async () => [
      await page.locator('[data-step]').getAttribute('data-step'),
      await code(page, 'The annotated expression').innerText(),
    ];
    await expect.poll(async () => await page.getByRole('region', { name: 'Update point 1' }).count()).toBe(0);
    const before = await at();
    await page.reload();
    await step(page, Number(before[0]));
    await expect.poll(at).toEqual(before);
    await expect.poll(() => page.getByLabel('Example').inputValue()).toBe('store');
    await button(page, 'Undo').click();
    await page.getByRole('region', { name: 'Update point 1' }).waitFor();
    await s.leave(page);
  });

  it('does it all by keyboard', async () => {
    const page = await s.open();
    await step(page, 0);
    await page.keyboard.press('n');
    await step(page, 1);
    await page.keyboard.press('N');
    await step(page, 2);
    await page.keyboard.press('a');
    await step(page, 3);
    await expect.poll(() => page.locator('#announcer').innerText()).toContain('Step 3 of 23, by R-Upd');
    await page.keyboard.press('>');
    await step(page, 23);
    await page.keyboard.press('P');
    await step(page, 12);
    await page.keyboard.press('p');
    await step(page, 11);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
    await s.leave(page);
  });

  it('points at an expression in one form and sees it in the other', async () => {
    const page = await s.open();
    await button(page, 'To the next update point').click();
    await step(page, 2);
    const lit = () => page.locator('.cm-content .code-lit').allInnerTexts();
    await code(page, 'The annotated expression').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await lit()).join('')).toBe('update; loop (i - 1)');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await lit()).join('')).toBe('loop (i - 1)');
    await page.getByText('loop (3 - 1): program 7:67').waitFor();
    await page.keyboard.press('ArrowUp');
    await expect.poll(async () => (await lit()).join('')).toBe('update; loop (i - 1)');
    // From the source to the annotated code: the pointer over `show` in the source.
    const [x, y] = await page.evaluate<[number, number]>(`(() => {
      const walk = document.createTreeWalker(document.querySelector('.cm-content'), NodeFilter.SHOW_TEXT);
      while (!walk.nextNode().data.includes('show !temp'));
      const range = document.createRange();
      const from = walk.currentNode.data.indexOf('show !temp');
      range.setStart(walk.currentNode, from);
      range.setEnd(walk.currentNode, from + 4);
      const { x, y, width, height } = range.getBoundingClientRect();
      return [x + width / 2, y + height / 2];
    })()`);
    await page.mouse.move(x, y);
    const annotated = code(page, 'fun loop').locator('.code-lit');
    await expect.poll(async () => (await annotated.allInnerTexts()).join('')).toBe('show');
    await s.leave(page);
  });
});

describe('the page', () => {
  it('has nothing that axe objects to, on the way and at an update point, in light and dark, at 1280 and 390', async () => {
    await accessible(s, async (page) => {
      await choose(page, 'gauge-incomplete');
      await button(page, 'To the next update point').click();
      await page.getByText('✗ refused').waitFor();
    });
    await accessible(s, async (page) => {
      await button(page, 'To the next update point').click();
      await button(page, 'Apply').click();
      await step(page, 3);
      await write(page, 'Update 1', 'update\nfun');
      await page.getByText('expected a name').first().waitFor();
    });
  });

  it('takes large type', async () => {
    const page = await s.open({ projector: true });
    await step(page, 0);
    await expect.poll(() => page.evaluate(`getComputedStyle(document.documentElement).fontSize`)).toBe('24px');
    await expect.poll(() => page.evaluate(`document.documentElement.scrollWidth`)).toBeLessThanOrEqual(1280);
    await s.leave(page);
  });

  it('keeps still for whoever asks for it', async () => {
    const page = await s.open();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await text(page, 'Program').click();
    await expect.poll(() => page.evaluate(`document.getAnimations().length`)).toBe(0);
    await s.leave(page);
  });

  it('works without a network once it has been loaded', async () => {
    const page = await s.open({ offline: true });
    await step(page, 0);
    await page.evaluate(`navigator.serviceWorker.ready.then(() => true)`);
    await page.context().setOffline(true);
    await page.reload();
    await step(page, 0);
    await button(page, 'To the end').click();
    await step(page, 23);
    await s.leave(page);
  });

  it('ends a run that computes more and more', async () => {
    const page = await s.open();
    await step(page, 0);
    await write(page, 'Program', 'fun f (n : int) : int = f (n * n)\nin f 3');
    await page.getByText('it goes on; the first are shown').waitFor();
    await button(page, 'Step forwards').click();
    await step(page, 1);
    await s.leave(page);
  });

  it('has the engine in files that do not import each other, and of a calculus what its own programs need', () => {
    const folder = `${s.folder}/assets/engine`;
    const files = readdirSync(folder).filter((f) => f.endsWith('.js'));
    const imported = (f: string) =>
      [...readFileSync(`${folder}/${f}`, 'utf8').matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)].map((m) => m[1] ?? '');
    /** What is loaded with a file; itself as well where that needs it. */
    const needed = (file: string) => {
      const found = new Set<string>();
      const open = imported(file);
      for (let f = open.pop(); f !== undefined; f = open.pop()) {
        if (found.has(f)) continue;
        found.add(f);
        open.push(...imported(f));
      }
      return found;
    };
    const circles = files.filter((f) => needed(f).has(f));
    expect(circles).toEqual([]);
    const own = new RegExp(`^(${calculi.map((c) => c.name).join('|')})-`);
    const calculusFiles = files.filter((f) => own.test(f));
    expect(calculusFiles.map((f) => own.exec(f)?.[1]).sort()).toEqual(calculi.map((c) => c.name).sort());
    for (const f of calculusFiles) {
      const others = [...needed(f)].flatMap((g) => own.exec(g)?.[1] ?? []);
      // Threads are of the calculus that is loaded first.
      expect(others, f).toEqual(f.startsWith('threads-') ? [defaultName] : []);
    }
  });

  it('is small, asks for nothing but its own files, and has a strict policy', () => {
    // Without the files of histories and proofs, which are loaded when somebody asks for them.
    expect(compressed(s.folder, (name) => /\.(html|js|css)$/.test(name))).toBeLessThan(800_000);
    expect(compressed(s.folder)).toBeLessThan(1_500_000);
    expect(s.complaints).toEqual([]);
    const html = readFileSync(`${s.folder}/index.html`, 'utf8');
    expect(html).toContain(`default-src 'none'; script-src 'self'`);
    // Relative, so that the page can stand in any folder.
    expect(html).not.toMatch(/(src|href)="\//);
  });
});
