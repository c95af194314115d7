/** Histories as an engineer uses them: the table, what is in the way of a patch in C, its slice in Analysis, and own files. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { longest } from '../../workbench/c-programs/view.ts';
import { history, historySlice } from '../../workbench/page/engine/histories.ts';
import { root } from '../support.ts';
import { accessible, button, linkTo, site, tab, type Site } from './support.ts';

let s: Site;
beforeAll(async () => {
  s = await site();
});
afterAll(() => s?.close());

const packed = readFileSync(join(root, 'examples/c/histories/dnsmasq.facts.ndjson.gz'));
const link = linkTo({ view: 'histories' });
const cells = (page: Page, verdict: string) => page.locator(`.history-table .history-${verdict}`);
const give = (page: Page, name: string, content: Buffer) =>
  page.getByLabel('File of facts').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: content });

describe('an engineer', () => {
  it('reads the table of vsftpd, and opens a refused cell as a slice in Analysis', async () => {
    const page = await s.open({}, link);
    await button(page, 'vsftpd').click();
    await page.locator('.history-table caption').waitFor({ timeout: 60_000 });
    // The cells agree with the table that came with the facts, wherever that has their point.
    const lines = readFileSync(join(root, 'examples/c/histories/vsftpd.expected.tsv'), 'utf8').trim().split('\n');
    const [head = [], ...rows] = lines.map((l) => l.split('\t'));
    const told = await page
      .locator('.history-table tbody button')
      .evaluateAll((all) => all.map((e) => e.getAttribute('aria-label') ?? ''));
    const expected = rows.map((r) => {
      const of = (column: string) => r[head.indexOf(column)];
      return `${of('verdict')}: ${of('from')} to ${of('to')} at ${of('at')} in ${of('point')}`;
    });
    const place = (label: string) => label.replace(/^\w+: /, '');
    const places = new Set(expected.map(place));
    const shared = told.filter((label) => places.has(place(label)));
    expect(shared.length).toBeGreaterThan(30);
    expect(shared.filter((label) => !expected.includes(label))).toEqual([]);
    expect(shared.filter((label) => label.startsWith('refused')).length).toBeGreaterThan(5);
    await cells(page, 'refused').first().click();
    const chosen = page.locator('.history-cell');
    // The way tells a key, a function, and a file and line in C.
    const why = await chosen.locator('li').first().innerText();
    const [, key, file, line] = /^(\w+) \(.*\) is \w+ in \S+ \(([\w./-]+):(\d+)\)/.exec(why) ?? [];
    expect(key, why).toBeDefined();
    await button(page, 'Open as a slice in Analysis').click();
    await page.getByRole('region', { name: 'Analysis' }).waitFor();
    const sliced = page.getByRole('group', { name: 'The program with its update points' });
    await expect.poll(() => sliced.innerText()).toContain(`${file}:${line}`);
    const program = await sliced.innerText();
    await page.locator('.analysis-why').waitFor();
    await expect.poll(() => page.locator('.code .analysis-con').count()).toBeGreaterThan(0);
    // The line of the con in the way ends with its place in C.
    const marked = await page.locator('.code .analysis-con').first().innerText();
    const of = program.split('\n').find((l) => l.includes(marked.trim()));
    expect(of).toMatch(/-- [\w./-]+:\d+/);
    await s.leave(page);
  });

  it('drops a file of facts, is told what is wrong with another, and loads it again after a reload', async () => {
    const page = await s.open({}, link);
    await give(page, 'own.gz', packed);
    await page.locator('.history-table caption').getByText('dnsmasq').waitFor({ timeout: 60_000 });
    const text = gunzipSync(packed).toString().split('\n');
    await give(page, 'broken.ndjson', Buffer.from([text[0], '{"format":"mutandis-c-facts"}', text[1]].join('\n')));
    await page
      .getByRole('alert')
      .getByText(/^line 2: /)
      .waitFor();
    await give(page, 'nothing.json', Buffer.from('<img src=x onerror=alert(1)>'));
    await page
      .getByRole('alert')
      .getByText(/^line 1: /)
      .waitFor();
    await expect.poll(() => page.locator('img').count()).toBe(0);
    await page.reload();
    await page.getByText('nothing.json is not kept by the page: load the file again.').waitFor();
    expect(s.complaints).toEqual([]);
    await s.leave(page);
  });

  it('may drop a file of fifty megabytes and go on typing', async () => {
    const page = await s.open({}, link);
    const line = (gunzipSync(packed).toString().split('\n')[0] as string).trim();
    const many = Math.ceil((50 * 1024 * 1024) / line.length);
    const folder = mkdtempSync(join(tmpdir(), 'mutandis-facts-'));
    writeFileSync(join(folder, 'large.ndjson'), `${line}\n`.repeat(many));
    await page.getByLabel('File of facts').setInputFiles(join(folder, 'large.ndjson'));
    await page.getByRole('status').getByText('Reading the facts').waitFor();
    // The page answers while the worker reads.
    await tab(page, 'Rules').click();
    await page.getByRole('region', { name: 'Rules' }).waitFor();
    await tab(page, 'Histories').click();
    await page
      .getByRole('alert')
      .getByText(/is there twice/)
      .first()
      .waitFor({ timeout: 120_000 });
    rmSync(folder, { recursive: true, force: true });
    await s.leave(page);
  });

  it('has nothing that axe objects to, in light and dark, at 1280 and 390', async () => {
    await accessible(s, async (page) => {
      await page.goto(s.url + link);
      await button(page, 'dnsmasq').click();
      await page.locator('.history-table caption').waitFor({ timeout: 60_000 });
      await page.locator('.history-table button').first().click();
      await page.locator('.history-cell').waitFor();
    });
  });
});

describe('the engine', () => {
  it('refuses what unpacks to more than it reads, and what is damaged', async () => {
    const large = new Blob([Buffer.alloc(longest + 1, 32)]);
    expect((await history({ name: 'x', file: large })).problems).toEqual([
      'the file is larger than 64 MiB; mutandis c history reads it on the command line',
    ]);
    const damaged = new Blob([packed.subarray(0, 5000)]);
    expect((await history({ name: 'x', file: damaged })).problems).toEqual([
      'the file cannot be unpacked: it is damaged',
    ]);
  });
  it('makes slices of the history that was read last only', async () => {
    await history({ name: 'd', file: new Blob([packed]) });
    expect(historySlice({ name: 'other', step: 0, point: 0 })).toBeNull();
    expect(historySlice({ name: 'd', step: 99, point: 0 })).toEqual({ problem: 'there is no such cell' });
    expect(historySlice({ name: 'd', step: 0, point: 0 })).toMatchObject({ program: expect.stringContaining(' -- ') });
  });
});
