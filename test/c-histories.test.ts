/** Histories of C programs from their facts: the tables, the agreement of both analyses, extraction, and facts that are none. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { load } from '../checker/proteus/load.ts';
import { record } from '../checker/proteus/record.ts';
import { decode, encode } from '../checker/format.ts';
import { replay } from '../checker/replay.ts';
import type { Items } from '../semantics/proteus/grammar.ts';
import { parseUpdate, printUpdate } from '../semantics/proteus/syntax/index.ts';
import { proteus } from '../rules/proteus/system.ts';
import { changes } from '../workbench/c-programs/changes.ts';
import { carryOut, extract } from '../workbench/c-programs/extract.ts';
import { decodeFacts, readFacts, type Facts } from '../workbench/c-programs/facts.ts';
import { history, step, table } from '../workbench/c-programs/history.ts';
import { pointsOf, type Choice } from '../workbench/c-programs/points.ts';
import { judgeByProteus, keptByProteus } from '../workbench/c-programs/proteus/slicing.ts';
import { mayNotChange, versionOf } from '../workbench/c-programs/stacks.ts';
import { historyLines, printable, tally } from '../workbench/c-programs/text.ts';
import { root } from './support.ts';

const file = (name: string) => `${root}examples/c/histories/${name}`;
const read = (program: string): readonly Facts[] => {
  const facts = readFacts(gunzipSync(readFileSync(file(`${program}.facts.ndjson.gz`))).toString());
  if (isLeft(facts)) throw new Error(facts.left[0]?.message);
  return facts.right;
};

/** What each table of the histories looks at. */
const programs: readonly { readonly name: string; readonly choice: Choice; readonly release: string }[] = [
  {
    name: 'vsftpd',
    choice: {
      at: [
        ...['process_post_login', 'vsf_priv_parent_postlogin', 'parse_username_password'],
        ...['vsf_standalone_main', 'vsf_two_process_start'],
      ],
    },
    release: '2.0.3',
  },
  { name: 'redis', choice: {}, release: '2.0.3' },
  { name: 'dnsmasq', choice: { at: ['main'] }, release: '2.85' },
];

describe.each(programs)('the history of $name', ({ name, choice, release }) => {
  const versions = read(name);
  test('its table comes out of its facts', () => {
    const made = table(history(versions, choice)).map((row) => row.join('\t'));
    expect(made).toEqual(
      readFileSync(file(`${name}.expected.tsv`), 'utf8')
        .replace(/\n$/, '')
        .split('\n'),
    );
  });
  test('Proteus on the slice says of every pair and point what the direct analysis says, with the same uses in the way', () => {
    let compared = 0;
    let refused = 0;
    versions.slice(1).forEach((after, i) => {
      const before = versions[i] as Facts;
      const planned = judgeByProteus(before, after, pointsOf(before, choice));
      if (isLeft(planned)) throw new Error(planned.left[0]?.message);
      // What is wrong with the update would make every verdict a refusal.
      expect(planned.right.plan.reasons).toEqual([]);
      expect(planned.right.plan.behind).toEqual([]);
      const direct = step(before, after, choice);
      planned.right.points.forEach((p, k) => {
        const d = direct.points[k];
        const places = (list: readonly { key: string; ways: readonly { in: string; line: number }[] }[]) =>
          list.map((o) => [o.key, [...new Set(o.ways.map((w) => `${w.in}:${w.line}`))].sort()] as const).sort();
        expect([p.verdict, places(p.obstacles)]).toEqual([d?.verdict, places(d?.obstacles ?? [])]);
        compared++;
        if (p.verdict === 'refused') refused++;
      });
    });
    expect([compared, refused]).toEqual({ vsftpd: [100, 36], redis: [34, 3], dnsmasq: [3, 3] }[name]);
  });
  test(`with all keys, the capability of every point of ${release} is what the direct analysis keeps`, () => {
    const v = versionOf(versions.find((f) => f.release === release) as Facts);
    const points = pointsOf(v.facts, { all: true });
    const kept = keptByProteus(v, points, new Set(v.facts.keys));
    if (isLeft(kept)) throw new Error(kept.left[0]?.message);
    for (const p of points) expect([...(kept.right.get(p) ?? [])].sort()).toEqual([...mayNotChange(v, p)].sort());
    expect(points.length).toBeGreaterThanOrEqual(12);
  });
});

describe('extraction', () => {
  test('what follows one call in main admits 14 of 17 steps at the accept loop of vsftpd, 20 of 20 at the event loop of redis', () => {
    const at = (name: string, point: string) => tally(history(read(name), { at: [point] }))[0];
    expect(at('vsftpd', 'vsf_standalone_main')).toEqual({
      function: 'vsf_standalone_main',
      steps: 17,
      admitted: 7,
      withExtraction: 14,
      places: [['what follows a call in main', 7]],
    });
    expect(at('redis', 'aeMain')).toEqual({
      function: 'aeMain',
      steps: 20,
      admitted: 18,
      withExtraction: 20,
      places: [['what follows a call in main', 2]],
    });
  });
  test('each proposal, carried out, admits its step: directly and by Proteus', () => {
    let tried = 0;
    for (const { name, choice } of programs) {
      const versions = read(name);
      history(versions, choice).steps.forEach((s, i) =>
        s.points.forEach((p, k) => {
          if (p.proposal === null) return;
          const before = carryOut(versions[i] as Facts, p.proposal);
          const after = versions[i + 1] as Facts;
          expect(step(before, after, choice).points[k]?.verdict).toBe('admitted');
          if (tried++ > 8) return;
          const point = pointsOf(before, choice)[k];
          const planned = judgeByProteus(before, after, point ? [point] : []);
          expect(isRight(planned) && planned.right.points[0]?.verdict).toBe('admitted');
        }),
      );
    }
    expect(tried).toBe(9);
  });
  test('of a call by its callee, in every version; of a line, where there is something', () => {
    const versions = read('vsftpd').map((f) => {
      const made = extract(f, 'main:vsf_standalone_main');
      return isLeft(made) ? f : made.right;
    });
    expect(tally(history(versions, { at: ['vsf_standalone_main'] }))[0]?.admitted).toBe(14);
    const [first] = read('vsftpd');
    expect(extract(first as Facts, 'main:1')).toEqual({
      _tag: 'Left',
      left: '1.1.0 has no call or loop at main:1; the nearest: 66, 70, 78',
    });
    expect(extract(first as Facts, 'vsf_standalone_main:62')).toEqual({
      _tag: 'Left',
      left: '1.1.0 has no call or loop at vsf_standalone_main:62; these facts do not say what one round of a loop uses: only what follows a call can be extracted',
    });
    expect(extract(first as Facts, 'main')).toEqual({
      _tag: 'Left',
      left: 'main is not FUNCTION:LINE or FUNCTION:CALLEE',
    });
  });
});

/** The items of an update as texts, in any order. */
const sortedItems = (items: Items): string[] =>
  printUpdate(items)
    .split(/\n(?=\S)/)
    .sort();

test('derivations of the slices of the refused steps of vsftpd replay', () => {
  const versions = read('vsftpd');
  const choice = programs[0]?.choice ?? {};
  let replayed = 0;
  versions.slice(1).forEach((after, i) => {
    const before = versions[i] as Facts;
    if (step(before, after, choice).points.every((p) => p.verdict === 'admitted')) return;
    const planned = judgeByProteus(before, after, pointsOf(before, choice));
    if (isLeft(planned)) throw new Error(planned.left[0]?.message);
    const loaded = load(planned.right.old.text, 'old.proteus', { record: true });
    const items = parseUpdate(planned.right.update(), 'slice.update');
    if (isLeft(loaded) || isLeft(items)) throw new Error('the slice does not load');
    // What was planned is what its text says.
    expect(sortedItems(items.right)).toEqual(sortedItems(planned.right.items));
    const queue = [{ file: 'slice.update', items: items.right }];
    const { roots } = record(proteus, loaded.right, queue, { maxSteps: 10_000, check: 'static' });
    const json: unknown = JSON.parse([...encode(proteus, roots)].join(''));
    const proof = decode(json, () => proteus);
    if (isLeft(proof)) throw new Error(proof.left);
    const verdict = replay(proof.right.system, proof.right.proof, {});
    expect(verdict.ok).toBe(true);
    replayed++;
  });
  expect(replayed).toBe(10);
});

describe('facts are refused with the place of what is wrong', () => {
  const [good] = read('dnsmasq');
  const copy = () => JSON.parse(JSON.stringify(good)) as Record<string, never>;
  const message = (change: (f: Record<string, never>) => void) => {
    const json = copy();
    change(json);
    const made = decodeFacts(json);
    return isLeft(made) ? made.left : 'accepted';
  };
  const at = (f: Record<string, never>, ...path: (string | number)[]) => {
    let x: never = f as never;
    for (const p of path) x = x[p as never];
    return x as Record<string | number, unknown>;
  };
  test.each([
    ['a field missing', (f) => delete at(f)['uses'], 'uses: is missing'],
    ['a field of a record missing', (f) => delete at(f, 'types', 3)['holds'], 'types[3].holds: is missing'],
    ['a wrong type', (f) => (at(f, 'functions', 7)['line'] = '12'), 'functions[7].line: is not a whole number from 0'],
    ['no whole number', (f) => (at(f, 'sites', 2)[1] = 1.5), 'sites[2][1]: is not a whole number from 0'],
    ['a site too short', (f) => (at(f, 'sites')[0] = [1, 2]), 'sites[0]: is not [function, line, callees, uses]'],
    ['uses that are none', (f) => (at(f, 'uses', 5)[0] = [1]), 'uses[5][0]: is not [key, line]'],
    [
      'a key out of range',
      (f) => (at(f, 'uses', 0)[0] = [359, 1]),
      'uses[0][0][0]: 359 is no index into keys, which has 359 entries',
    ],
    [
      'a callee out of range',
      (f) => (at(f, 'sites', 1)[2] = [35, 99999]),
      'sites[1][2][1]: 99999 is no index into functions, which has 472 entries',
    ],
    [
      'uses out of range',
      (f) => (at(f, 'points', 1)['uses'] = 9999),
      'points[1].uses: 9999 is no index into uses, which has 154 entries',
    ],
    [
      'a function that is not there',
      (f) => (at(f, 'points', 0)['function'] = 'x'),
      'points[0].function: there is no function "x"',
    ],
    [
      'a name twice',
      (f) => (at(f, 'types', 1)['name'] = at(f, 'types', 0)['name']),
      'types[1]: "anon@metrics.h:26" is there twice',
    ],
    ['a key of no kind', (f) => (at(f, 'keys')[0] = 'x:y'), 'keys[0]: "x:y" is not t:, f: or g: and a name'],
    [
      'a name too long',
      (f) => (at(f, 'globals', 0)['name'] = 'x'.repeat(5000)),
      'globals[0].name: has 5000 characters; at most 4096',
    ],
    ['another version', (f) => (at(f)['version'] = 2), 'has facts of version 2; this program reads version 1'],
    [
      'something else',
      (f) => (at(f)['format'] = 'mutandis-derivation'),
      'is not a file of facts (format "mutandis-c-facts")',
    ],
  ] as [string, (f: Record<string, never>) => unknown, string][])('%s', (_, change, expected) => {
    expect(message(change)).toBe(expected);
  });
  test('in a history, with its line', () => {
    const line = JSON.stringify(good);
    const wrong = JSON.stringify({ ...copy(), release: '9', keys: 3 });
    expect(readFacts(`${line}\n\n${wrong}\n${line}\n`)).toEqual({
      _tag: 'Left',
      left: [
        { line: 3, message: 'keys: is not a list' },
        { line: 4, message: 'release 2.85 is there twice (line 1)' },
      ],
    });
    expect(readFacts(`${line}\n${JSON.stringify({ ...copy(), program: 'x', release: '9' })}`)).toEqual({
      _tag: 'Left',
      left: [{ line: 2, message: 'facts of x among those of dnsmasq' }],
    });
    expect(readFacts(' \n')).toEqual({ _tag: 'Left', left: [{ line: 1, message: 'is empty' }] });
    expect(isLeft(readFacts('<html>\n<p>\n'))).toBe(true);
  });
  test('one object over many lines is a version', () => {
    const made = readFacts(JSON.stringify(good, null, 1));
    expect(isRight(made) && made.right.map((f) => f.release)).toEqual(['2.85']);
  });
  test('any part of a file cut off is refused, and nothing else', () => {
    const text = JSON.stringify(good);
    for (let i = 1; i <= 40; i++)
      expect(isLeft(readFacts(text.slice(0, Math.floor((text.length * i) / 41))))).toBe(true);
  });
  test('what strangers call things is printed with control characters spelled out', () => {
    const evil = { ...good, release: 'x\u001b[31m\u202e\n' } as Facts;
    const lines = historyLines(history([evil, { ...evil, release: 'y' }], { at: ['main'] })).map(printable);
    expect(lines[0]).toMatch(/^dnsmasq x\\u\{1b\}\[31m\\u\{202e\}\\u\{a\}: 132 types/);
  });
  test('a pair with itself has no changes', () => {
    expect(changes(good as Facts, good as Facts).keys.size).toBe(0);
  });
});
