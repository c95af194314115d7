/** The view of sessions as it is used: server-label stepped until its marker is under way, followed to c1 s1; the diagram copied; exercises solved. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadFiles, sessionExercises, sessionGrade } from '../../workbench/page/engine/sessions/exercises.ts';
import { accessible, button, linkTo, site, type Site } from './support.ts';

let s: Site;
beforeAll(async () => {
  s = await site();
});
afterAll(() => s?.close());

const link = linkTo({ view: 'sequence', variant: 'sessions:' });
const where = (page: Page) => page.getByRole('status', { name: 'Where the run is' });
const diagram = (page: Page) => page.getByRole('img', { name: /^Sequence diagram/ });
/** Takes a step of a participant, and waits until it is taken. */
const step = async (page: Page, name: string, text: string) => {
  const before = Number(/^(\d+) steps/.exec(await where(page).innerText())?.[1]);
  await page.getByRole('button', { name: `${name}: ${text}`, exact: true }).click();
  await expect.poll(() => where(page).innerText()).not.toContain(`${before} steps taken`);
  await expect.poll(() => diagram(page).getAttribute('aria-label')).toContain(` ${before + 1} steps`);
};
/** Steps of these participants in turn, updates taken, until nobody has one. */
const on = async (page: Page, most = 60) => {
  for (let i = 0; i < most && !(await where(page).innerText()).includes('ended'); i++) {
    const first = page.getByRole('list', { name: 'Participants' }).getByRole('button').first();
    const [name, text] = ((await first.getAttribute('aria-label')) ?? '').split(': ') as [string, string];
    await step(page, name, text);
  }
};

describe('somebody who updates a protocol', () => {
  it('sees the marker under way, lets the server follow, and comes to c1 s1; copies the diagram', async () => {
    const page = await s.open({}, link);
    await page.locator('.sequence-bar select').selectOption('server-label');
    await expect.poll(() => where(page).innerText()).toBe('0 steps taken');
    await step(page, 'c', 'go on');
    await step(page, 'c', 'lead u 1');
    const open = diagram(page).locator('.sequence-marker[data-under-way="true"]');
    await expect.poll(() => open.count()).toBe(1);
    await expect.poll(() => page.getByRole('group', { name: 'Queues' }).innerText()).toContain('#1');
    await expect
      .poll(() => page.getByRole('region', { name: 'Coherence' }).innerText())
      .toContain('is coherent with it');
    // A step back, the chance passed, and the marker taken after all.
    await button(page, 'Back').click();
    await step(page, 'c', 'stay u');
    await button(page, 'Back').click();
    await expect.poll(() => where(page).innerText()).toBe('1 steps taken');
    await step(page, 'c', 'lead u 1');
    await step(page, 's', 'go on');
    await step(page, 's', 'follow u 1');
    await expect.poll(() => open.count()).toBe(0);
    await on(page);
    await expect.poll(() => where(page).innerText()).toBe('The run has ended: c1 s1');
    await button(page, 'Copy Mermaid').click();
    const clip = () => page.evaluate<string>('navigator.clipboard.readText()');
    await expect.poll(clip).toMatch(/^sequenceDiagram\n {2}participant c\n {2}participant s\n {2}c--\)s: #1\n/);
    await button(page, 'Copy SVG').click();
    await expect.poll(clip).toMatch(/^<svg[^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(s.complaints).toEqual([]);
    await s.leave(page);
  });

  it('solves an exercise after a wrong turn', async () => {
    const page = await s.open({}, link);
    await page.locator('.sequence-bar select').selectOption('exercise stuck');
    const told = page.getByRole('region', { name: 'Exercise' }).getByRole('status');
    await step(page, 'p', 'go on');
    await step(page, 'p', 'stay u');
    await button(page, 'Check').click();
    await expect.poll(() => told.innerText()).toContain('Not yet. Somebody can still go on.');
    await button(page, 'Back').click();
    await expect.poll(() => where(page).innerText()).toBe('1 steps taken');
    for (const [name, text] of [
      ['p', 'lead u 1'],
      ['p', 'go on'],
      ['q', 'go on'],
      ['q', 'follow u 1'],
      ['q', 'go on'],
      ['r', 'go on'],
    ] as const)
      await step(page, name, text);
    await expect.poll(() => where(page).innerText()).toBe('Nobody can go on, and this is not the end.');
    await button(page, 'Check').click();
    await expect.poll(() => told.innerText()).toContain('Solved.');
    await s.leave(page);
  });
});

describe('the exercises', () => {
  const mended = `protocol c -> s : { go. s -> r : go. r -> c : news. end, bye. s -> r : bye. end }
participant c { proc main() : start = s!bye; stop }
participant s { proc main() : start = c?{ go; r!go; stop | bye; r!bye; stop } }
participant r { proc main() : start = s?{ go; c!news; stop | bye; stop } }`;
  const grade = (name: string, source: string) => sessionGrade({ name, source, path: [] }).solved;
  it('are not solved as they are given, are by an answer, and not by the obvious wrong one', async () => {
    await loadFiles();
    for (const e of sessionExercises()) expect(grade(e.name, e.source), e.name).toBe(false);
    expect(grade('mend', mended)).toBe(true);
    // To take the choice away is no answer.
    expect(grade('mend', 'protocol end')).toBe(false);
    const entry = sessionExercises().find((e) => e.name === 'entry')?.source ?? '';
    const answered = (entries: string) => entry.replace('participant s { }', `participant s { ${entries} }`);
    expect(grade('entry', answered('entry serve = tell  proc tell(n : int) : start = c!sum(n); stop'))).toBe(true);
    expect(grade('entry', answered('entry serve = tell  proc tell() : start = c!sum(0); stop'))).toBe(false);
  });
});

describe('the sequence view', () => {
  it('has nothing that axe finds wrong, in light and dark, wide and narrow', async () => {
    await accessible(s, async (page) => {
      await page.goto(s.url + link);
      await page.locator('.sequence-bar select').selectOption('server-label');
      await expect.poll(() => where(page).innerText()).toBe('0 steps taken');
      await step(page, 'c', 'go on');
      await step(page, 'c', 'lead u 1');
      await expect.poll(() => page.getByRole('group', { name: 'Queues' }).innerText()).toContain('#1');
    });
  });
});
