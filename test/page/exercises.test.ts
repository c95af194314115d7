/** Exercises as a student does them, wrong turns and all, and as a teacher brings them. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, button, linkTo, openSource, site, tab, violationsInBoth, write, type Site } from './support.ts';

let s: Site;
beforeAll(async () => {
  s = await site();
});
afterAll(() => s?.close());

const link = (state: object) => linkTo({ view: 'exercises', ...state });
const file = (name: string) => readFileSync(new URL(`../../examples/exercises/${name}.yaml`, import.meta.url), 'utf8');
/** The text of a block of a file, as it is written there. */
const block = (text: string, field: string): string =>
  (new RegExp(`^${field}: \\|\\n((?:  .*\\n|\\n)*)`, 'm').exec(text)?.[1] ?? '').replace(/^ {2}/gm, '');

const goals = (page: Page) => page.getByRole('treeitem');
const goal = (page: Page) => page.getByRole('region', { name: 'Goal' });
const rule = (page: Page, name: string) => goal(page).getByRole('button', { name, exact: true }).click();
const said = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

describe('a student', () => {
  it('builds a derivation, with a wrong turn that is told with its hint, and takes it back', async () => {
    const page = await s.open();
    await tab(page, 'Exercises').click();
    await button(page, 'Looking through a name').click();
    await said(page, '1 goal is open.');
    await said(page, 'Nothing is wrong so far.');
    await rule(page, 'T-Con');
    await goals(page).nth(1).waitFor();
    // The next goal is chosen: the premise.
    await expect.poll(() => goal(page).locator('code').first().innerText()).toContain('c : celsius');
    await rule(page, 'T-Ext');
    await said(page, 'Something is wrong.');
    await expect
      .poll(() => goal(page).getByRole('alert').innerText())
      .toBe('the conclusion of T-Ext says z (Ext) where c (Var) is asked');
    await expect.poll(() => goals(page).nth(1).getAttribute('aria-invalid')).toBe('true');
    await said(page, /Hint: .*a local variable/);
    await button(page, 'Take T-Ext back').click();
    await rule(page, 'T-Var');
    await said(page, 'Solved.');
    await button(page, 'All exercises').click();
    await expect.poll(() => page.getByRole('listitem').first().innerText()).toContain('✓ solved');
    await s.leave(page);
  });

  it('of the lambda calculus runs, looks at derivations and rules, and builds one', async () => {
    const page = await s.open({}, '#/stlc/run');
    await page.locator('[data-step="0"]').waitFor();
    await button(page, 'Step forwards').click();
    await page.locator('[data-step="1"]').waitFor();
    await tab(page, 'Derivations').click();
    await page.getByRole('treeitem').first().waitFor();
    await expect.poll(() => page.getByRole('treeitem').first().innerText()).toContain('→');
    await tab(page, 'Rules').click();
    await page.locator('.rules-list figcaption', { hasText: /^T-Lam$/ }).waitFor();
    await tab(page, 'Exercises').click();
    await button(page, 'A binding in the way').click();
    await said(page, '1 goal is open.');
    await rule(page, 'T-App');
    await goals(page).nth(2).waitFor();
    await rule(page, 'T-Lam');
    await goals(page).nth(2).waitFor();
    for (const [name, open] of [
      ['T-App', 3],
      ['T-App', 4],
      ['T-Plus', 3],
      ['T-Var', 3],
      ['L-Here', 2],
      ['T-App', 3],
      ['T-Hd', 2],
      ['T-Var', 2],
      ['L-There', 2],
      ['L-There', 2],
      ['L-Here', 1],
      ['T-App', 2],
      ['T-Hd', 1],
    ] as const) {
      await rule(page, name);
      await said(page, `${open} ${open === 1 ? 'goal is' : 'goals are'} open.`);
    }
    await rule(page, 'T-Num');
    await said(page, 'Something is wrong.');
    await expect.poll(() => goal(page).getByRole('alert').innerText()).toContain('(Num)');
    await button(page, 'Take T-Num back').click();
    await rule(page, 'T-Var');
    await rule(page, 'L-Here');
    await said(page, 'Solved.');
    await s.leave(page);
  });

  it('fills in what a rule leaves open, and sees at once that a goal cannot be derived then', async () => {
    const page = await s.open({}, link({ exercise: '02-after-the-update' }));
    await rule(page, 'T-Let');
    await goals(page).nth(3).waitFor();
    // What is not known has a question mark.
    await expect.poll(() => goals(page).nth(2).innerText()).toContain('?τ3 <: int');
    await goals(page).first().click();
    const field = page.getByRole('textbox', { name: 'τ3, a Type' });
    await field.fill('celsius');
    await expect.poll(() => goals(page).nth(2).innerText()).toContain('celsius <: int');
    await said(page, 'Something is wrong.');
    await expect.poll(() => goals(page).nth(2).getAttribute('aria-invalid')).toBe('true');
    await field.fill('int int');
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
    await field.fill('int');
    await said(page, 'Nothing is wrong so far.');
    // All of it by the keyboard: the tree, then the rules.
    await goals(page).first().focus();
    await page.keyboard.press('ArrowUp');
    for (const [name, open] of [
      ['T-App', 5],
      ['T-Ext', 4],
      ['T-Deref', 4],
      ['T-Ext', 3],
      ['S-Refl', 2],
      ['S-Refl', 1],
      ['T-Update', 0],
    ] as const) {
      await goal(page).getByRole('button', { name, exact: true }).focus();
      await page.keyboard.press('Enter');
      if (open > 0) await said(page, `${open} ${open === 1 ? 'goal is' : 'goals are'} open.`);
      await expect.poll(() => page.evaluate(`document.activeElement !== document.body`)).toBe(true);
    }
    await said(page, 'Solved.');
    await expect.poll(() => goals(page).first().innerText()).toContain('⊣ {}');
    await s.leave(page);
  });

  it('writes an update that is refused: told what is wrong until it is the right one', async () => {
    const text = file('05-refused-by-a-function');
    const page = await s.open({}, link({ exercise: '05-refused-by-a-function' }));
    await button(page, 'Check').click();
    await said(page, 'the update has to change the type celsius');
    await write(page, 'Your update', 'update\ntype celsius = { deg : int } by\n');
    // Errors of the language stand under the text while it is typed.
    await page.getByRole('list', { name: 'Your update: what is wrong' }).getByRole('listitem').waitFor();
    const solution = block(text, 'solution');
    await write(page, 'Your update', `${solution}fun show (c : celsius) : int = c.deg\n`);
    await page.keyboard.press('Control+Enter');
    await said(page, 'it is applied at update point 1');
    await said(page, /Hint: Does the update replace/);
    await button(page, 'Another hint').click();
    await said(page, /Hint: Which function has/);
    await button(page, 'Open in Run').click();
    await openSource(page, 'Update 1');
    await page.locator('.cm-content', { hasText: 'fun show (c : celsius) : int = c.deg' }).first().waitFor();
    await tab(page, 'Exercises').click();
    await write(page, 'Your update', solution);
    await button(page, 'Check').click();
    await said(page, 'Solved.');
    await s.leave(page);
  });

  it('places an update point, and writes a transformer', async () => {
    const point = file('07-where-to-update');
    const page = await s.open({}, link({ exercise: '07-where-to-update' }));
    await write(page, 'Your program', block(point, 'program').replace('+ n; n)', '+ n; update; n)'));
    await button(page, 'Check').click();
    await said(page, /refused at update point 1: stack: what is left to run uses celsius concretely/);
    await write(page, 'Your program', block(point, 'solution'));
    await button(page, 'Check').click();
    await said(page, 'Solved.');
    await button(page, 'Next: A transformer').click();
    await button(page, 'Check').click();
    await said(page, 'the value is -10, not 120');
    await write(page, 'Your update', block(file('08-a-transformer'), 'solution'));
    await button(page, 'Check').click();
    await said(page, 'Solved.');
    await s.leave(page);
  });

  it('repairs a rule: sees what fells it, runs that, and repairs it too strictly before it is right', async () => {
    const text = file('09-branches');
    const page = await s.open({}, link({ exercise: '09-branches' }));
    await page.getByRole('math', { name: /Δ3 ∪ Δ4/ }).waitFor();
    await button(page, 'Check').click();
    await said(page, /T7 falls/);
    await said(page, /Hint: Only one of the branches is run/);
    await button(page, 'Open in Run').click();
    await page.locator('[data-step]').waitFor();
    await tab(page, 'Exercises').click();
    await write(page, 'Your rules', block(text, 'rules').replace('Δ3 ∪ Δ4', 'Δ3 ∪'));
    await page.getByRole('list', { name: 'Your rules: what is wrong' }).getByRole('listitem').waitFor();
    await write(page, 'Your rules', block(text, 'rules').replace('Δ3 ∪ Δ4', '{}'));
    await button(page, 'Check').click();
    await said(page, /the rules have become too strict/);
    // Typed without the symbols that a keyboard lacks, or with a button for one.
    await write(page, 'Your rules', block(text, 'rules').replace(/Δ3 ∪ Δ4\n/, 'Delta3 '));
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Backspace');
    await page.getByRole('group', { name: 'Symbols for Your rules' }).getByRole('button', { name: '∩' }).click();
    await page.keyboard.insertText(' Delta4');
    await page.getByRole('math', { name: /Δ3 ∩ Δ4/ }).waitFor();
    await button(page, 'Check').click();
    await said(page, /Solved: T7 is proved/);
    await s.leave(page);
  }, 120_000);

  it('shares an answer by a link, and finds it again after a reload, and undoes it', async () => {
    const page = await s.open({}, link({ exercise: '01-con-needs-capability', answers: { other: 'not for others' } }));
    await rule(page, 'T-Con');
    await goals(page).nth(1).waitFor();
    await button(page, 'Copy link').click();
    await said(page, 'Link copied.');
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    const other = await s.open({}, copied.replace(/^[^#]*/, ''));
    await goals(other).nth(1).waitFor();
    const state = await other.evaluate<string>(
      `sessionStorage.getItem('mutandis.page') ?? localStorage.getItem('mutandis.page') ?? ''`,
    );
    expect(state).not.toContain('not for others');
    await s.leave(other);
    await page.waitForTimeout(400);
    await page.reload();
    await goals(page).nth(1).waitFor();
    await rule(page, 'T-Var');
    await said(page, 'Solved.');
    // One choice, one step back.
    await button(page, 'Undo').click();
    await said(page, '1 goal is open.');
    await page.getByRole('heading', { name: /✓ solved/ }).waitFor();
    await button(page, 'Redo').click();
    await said(page, 'Solved.');
    await s.leave(page);
  });
});

describe('the keyboard', () => {
  it('keeps the focus when what had it goes', async () => {
    const page = await s.open({}, link({}));
    const press = async (name: string, then: () => Promise<unknown>) => {
      await button(page, name).focus();
      await page.keyboard.press('Enter');
      await then();
      await expect.poll(() => page.evaluate(`document.activeElement !== document.body`), { message: name }).toBe(true);
    };
    await press('Looking through a name', () => said(page, '1 goal is open.'));
    await press('T-Con', () => goals(page).nth(1).waitFor());
    await press('T-Ext', () => said(page, 'Something is wrong.'));
    await press('Take T-Ext back', () => said(page, 'Nothing is wrong so far.'));
    await press('A hint', () => said(page, /^Hint: The rule is chosen/));
    await press('Start again', () => expect.poll(() => goals(page).count()).toBe(1));
    await press('Next: After an update point', () => page.getByRole('heading', { name: 'After an update' }).waitFor());
    await press('All exercises', () => page.getByRole('heading', { name: 'Exercises', exact: true }).waitFor());
    await s.leave(page);
  });
});

describe('a teacher', () => {
  it('checks the first answer to a repair at once: nothing is hunted before', async () => {
    const page = await s.open({}, link({ exercise: '10-arguments' }));
    await button(page, 'Check').click();
    // The hunt is the answer's own, and says how far it is.
    await page
      .getByText(/proofs are being loaded|cases tried by proof|tests in|Not yet/)
      .first()
      .waitFor();
    await expect.poll(() => page.getByText('Checking that it can be solved').count()).toBe(0);
    await s.leave(page);
  });

  it('lists what a teacher loads, by lesson, with progress; the answers are saved to be handed in', async () => {
    const page = await s.open({}, link({}));
    await page.getByRole('region', { name: 'Subtyping' }).getByText('0 of 2').waitFor();
    const titled = (title: string) => file('04-a-definition').replace('A whole definition', title);
    const set = ['One', 'Two'].map((t) => ({
      name: `${t}.yaml`,
      mimeType: 'text/yaml',
      buffer: Buffer.from(titled(t).replace('lesson: Typing', 'lesson: Homework')),
    }));
    await page.getByLabel('Exercise file').setInputFiles(set);
    const homework = page.getByRole('region', { name: 'Homework' });
    await expect.poll(() => homework.locator('.exercises-open').allInnerTexts()).toEqual(['One', 'Two']);
    await page.reload();
    await homework.getByRole('button', { name: 'Two', exact: true }).click();
    await rule(page, 'H-Fun');
    await button(page, 'All exercises').click();
    await homework.getByRole('button', { name: 'Remove One' }).click();
    await expect.poll(() => homework.locator('.exercises-open').allInnerTexts()).toEqual(['Two']);
    const saved = page.waitForEvent('download');
    await button(page, 'Save answers').click();
    const path = await (await saved).path();
    expect(Object.keys(JSON.parse(readFileSync(path, 'utf8')) as object)).toEqual(['file "Two"']);
    await s.leave(page);
  });

  it('loads a file, which is checked; one that cannot be solved is not given to anybody', async () => {
    const page = await s.open({}, link({}));
    const load = (name: string, text: string) =>
      page.getByLabel('Exercise file').setInputFiles({ name, mimeType: 'text/yaml', buffer: Buffer.from(text) });
    const own = file('04-a-definition').replace('A whole definition', 'My own');
    await load('own.yaml', own);
    await page.getByRole('heading', { name: 'My own' }).waitFor();
    await rule(page, 'H-Cell');
    // The feedback is the verdict only.
    await said(page, 'Something is wrong.');
    await expect.poll(() => goals(page).first().getAttribute('aria-invalid')).toBe(null);
    await expect.poll(() => goal(page).getByRole('alert').count()).toBe(0);
    await button(page, 'All exercises').click();
    await load('bad.yaml', file('05-refused-by-a-function').replace('because: function', 'because: stack'));
    await said(page, 'This exercise cannot be solved as it is:');
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('it does not solve the exercise');
    await expect.poll(() => page.getByRole('textbox', { name: 'Your update' }).count()).toBe(0);
    await button(page, 'All exercises').click();
    await load('none.yaml', 'title: [');
    await said(page, 'This is no exercise:');
    await s.leave(page);
  });
});

describe('the view', () => {
  it('has nothing that axe objects to, in light and dark, at 1280 and 390', async () => {
    await accessible(s, async (page) => {
      await tab(page, 'Exercises').click();
      await button(page, 'Looking through a name').waitFor();
      expect(await violationsInBoth(page)).toEqual([]);
      await button(page, 'What two branches leave').click();
      await page.getByRole('math', { name: /Δ3 ∪ Δ4/ }).waitFor();
      expect(await violationsInBoth(page)).toEqual([]);
      await button(page, 'All exercises').click();
      await button(page, 'A place for an update point').click();
      await button(page, 'Check').click();
      await said(page, 'no update point is added');
      expect(await violationsInBoth(page)).toEqual([]);
      await button(page, 'All exercises').click();
      await button(page, 'After an update point').click();
      await rule(page, 'T-App');
      await said(page, 'Something is wrong.');
    });
  }, 120_000);

  it('asks for nothing but its own files, and complains of nothing', () => {
    expect(s.complaints).toEqual([]);
  });
});
