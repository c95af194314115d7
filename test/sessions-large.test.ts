/** Sessions whose files are large or deep: work in proportion, and no native stack. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { showError } from '../semantics/errors.ts';
import { get } from '../semantics/maps.ts';
import { start } from '../semantics/sessions/configs.ts';
import type { Thread, Version } from '../semantics/sessions/grammar.ts';
import { loadSession, type LoadedSession } from '../checker/sessions/load.ts';
import { exploreSession } from '../checker/sessions/properties.ts';
import { versionsOf } from '../checker/sessions/space.ts';

describe('large and deep files of sessions', () => {
  const n = 20_000;
  const load = (source: string): LoadedSession => {
    const r = loadSession(source, 'x.session');
    if (isLeft(r)) throw new Error(r.left.map(showError).join('\n'));
    return r.right;
  };
  const server = 'participant s { proc main() : start = c?m(x); stop }';
  const two = (c: string) => `protocol c -> s : m(int). end\n${c}\n${server}`;
  const row = (messages: number): string => `protocol ${'c -> s : a. '.repeat(messages)}end
participant c { proc main() : start = ${'s!a; '.repeat(messages)}stop }
participant s { proc main() : start = ${'c?a; '.repeat(messages)}stop }`;
  test('100,000 messages in a row are explored up to a limit, with work in proportion to their number', () => {
    const instances = (messages: number): number => {
      let done = 0;
      const options = { count: () => void done++ };
      const loaded = loadSession(row(messages), 'row.session', options);
      if (isLeft(loaded)) throw new Error('refused');
      const x = exploreSession(loaded.right.W, { ...options, bound: 2, limit: 40, theorems: ['S3', 'S4', 'S9'] });
      expect(x.complete).toBe(false);
      expect(x.space.size).toBe(40);
      return done;
    };
    const [small, large] = [instances(10_000), instances(100_000)];
    expect(large).toBeGreaterThan(100_000);
    expect(large).toBeLessThan(11 * small);
  });
  test('the protocol goes along with 5,000 messages in a row from every state, as who has not moved is not typed again', () => {
    const loaded = loadSession(row(5_000), 'row.session');
    if (isLeft(loaded)) throw new Error('refused');
    const x = exploreSession(loaded.right.W, { bound: 2, limit: 150, theorems: ['S2', 'S6', 'S8'] });
    expect(x.fell).toEqual([]);
    expect(x.followed).toBe(x.space.expanded);
    expect(x.followed).toBeGreaterThan(140);
  });
  const ring = (m: number): string => {
    const all = Array.from({ length: m }, (_, i) => i);
    const hears = (i: number) => (i === 0 ? '' : `p${i - 1}?m; `);
    const tells = (i: number) => (i === m - 1 ? '' : `p${i + 1}!m; `);
    return `protocol rec t. at u. ${all
      .slice(1)
      .map((i) => `p${i - 1} -> p${i} : m. `)
      .join('')}t
${all.map((i) => `participant p${i} { proc main() : start = at u ${i === 0 ? 'lead' : `from p${i - 1}`}; go()  proc go() : after u = ${hears(i)}${tells(i)}main() }`).join('\n')}
update protocol at u : end
${all.map((i) => `participant p${i} { ${i === m - 1 ? '' : 'entry go = new'}  proc new() : start = stop }`).join('\n')}`;
  };
  test('1,000 participants are loaded, refused and explored up to a limit, with work in proportion to their square', () => {
    const instances = (m: number): number => {
      let done = 0;
      const options = { count: () => void done++ };
      const loaded = loadSession(ring(m), 'ring.session', options);
      if (isLeft(loaded)) throw new Error('refused');
      const [update] = loaded.right.updates;
      expect(update?.refused).toMatchObject({ rule: 'U-Entry' });
      expect(update?.refused?.message).toContain(`p${m - 1}`);
      const x = exploreSession(loaded.right.W, { ...options, bound: 2, limit: 40, theorems: ['S3', 'S4', 'S9'] });
      expect(x.space.size).toBe(40);
      return done;
    };
    const [small, large] = [instances(100), instances(1_000)];
    expect(large).toBeGreaterThan(1_000_000);
    expect(large).toBeLessThan(100 * small);
  });
  test('messages in a row, nested branches, sums, brackets and conditions are read and judged without native stack', () => {
    const chain = `protocol ${'c -> s : a. '.repeat(n)}end
participant c { proc main() : start = ${'s!a; '.repeat(n)}stop }
participant s { proc main() : start = ${'c?{ a; '.repeat(n)}stop${' }'.repeat(n)} }`;
    const { W } = load(chain);
    expect(get(start.compute(versionsOf(W)[0] as Version).threads, 'c') as Thread).toBeDefined();
    load(
      two(`participant c { proc main() : start = s!m(${'('.repeat(n)}${'1 + '.repeat(n)}1${')'.repeat(n)}); stop }`),
    );
    load(
      two(
        `participant c { proc main() : start = ${'if true then '.repeat(n)}s!m(1); stop${' else s!m(2); stop'.repeat(n)} }`,
      ),
    );
  });
  test('many participants in a ring', () => {
    const ring = (m: number) => {
      const p = (i: number) => `p${i % m}`;
      const all = Array.from({ length: m }, (_, i) => i);
      return `protocol rec t. ${all.map((i) => `${p(i)} -> ${p(i + 1)} : m. `).join('')}t
${all.map((i) => `participant ${p(i)} { proc main() : start = ${i === 0 ? `p1!m; p${m - 1}?m; main()` : `${p(i - 1)}?m; ${p(i + 1)}!m; main()`} }`).join('\n')}`;
    };
    load(ring(200));
    expect(exploreSession(load(ring(5)).W, { bound: 1 })).toMatchObject({ complete: true, ends: [], fell: [] });
  });
});
