/** A thread that has the command line loaded answers as processes do: what the other tests ask it says of processes as well. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { dir, file, inProcess, inThread, setUp, type Circumstances } from './command-line.ts';
import { root } from './support.ts';

const example = (name: string) => join(root, 'examples', name);
const gauge = [example('gauge.proteus'), '--update', example('gauge.1.update')];

/** Calls of every kind: what holds and what does not, bad input and wrong calls, files out, standard input, what is random with a seed. */
const calls: readonly (readonly [words: readonly string[], with_?: Circumstances])[] = [
  [[]],
  [['--help']],
  [['--version']],
  [['run', '--json']],
  [['check', 'celsius.proteus', 'check', '--json', '--json']],
  [['check', 'celsius.proteus', '--system', 'stlc', '--system', 'stlc']],
  [['check', 'bad.proteus', '--json']],
  [['run', ...gauge, '--trace']],
  [['run', '-', '--update', '-'], { input: 'fun f (x : int) : int = x in f 1' }],
  [['check', '-'], { input: Uint8Array.from([0xff, 0xfe]) }],
  [['plan', example('static-refuses.proteus'), '--update', example('static-refuses.1.update')]],
  [['derive', ...gauge, '-o', 'made.json']],
  [['replay', 'made.json', '--second']],
  [['derive', ...gauge, '-o', '.']],
  [['rules', 'T-If', '--variant', 'if-union']],
  [['generate', '--seed', '3', '--count', '2']],
  [['hunt', '--variant', 'if-union', '--theorem', 'T7', '--runs', '64', '--seed', '5', '--workers', '2', '--fresh']],
  [['run', example('sessions/relay.session'), '--json']],
  [['explore', example('threads/e4-lock-order.proteus'), '--json']],
  [['prove', '--system', 'stlc', '--theorem', 'Progress', '--json']],
  [['c', 'points', 'examples/c/tally/tally.facts.ndjson', '--json'], { cwd: root }],
  [['c', 'facts', 'examples/c/tally/1', '--program', 'p', '--release', '1', '--', '-DX'], { cwd: root, env: { CLANG: '/nowhere' } }], // prettier-ignore
];

/** What takes time, or is where a file was put for a moment, is another at each call. */
const same = (text: string) => text.replace(/[\d.]+ (s|ms)\b/g, 'so long').replace(/\(\d+ a second\)/g, '');

describe('a call in a thread is one in a process', () => {
  beforeAll(() => {
    setUp();
    file('bad.proteus', 'fun f (x : int) : int = y\nin f {}\n');
  });
  const made = () => readFileSync(join(dir, 'made.json'), 'utf8');

  test('to the letter: exit codes, what is printed where, and files; whichever calls came before it', () => {
    const codes = new Set<number | null>();
    const answers = calls.map(([words, circumstances]) => {
      const wanted = inProcess(words, circumstances);
      const file = words.includes('made.json') ? made() : '';
      const got = inThread(words, circumstances);
      const said = `mutandis ${words.join(' ')}`;
      expect({ ...got, out: same(got.out), err: same(got.err) }, said).toEqual({
        ...wanted,
        out: same(wanted.out),
        err: same(wanted.err),
      });
      if (file !== '') expect(made()).toBe(file);
      codes.add(got.code);
      return got;
    });
    // There is something of each kind among them.
    expect([...codes].sort()).toEqual([0, 1, 2, 3]);
    expect(answers.filter((a) => a.out !== '').length).toBeGreaterThan(12);
    expect(answers.filter((a) => a.err !== '').length).toBeGreaterThan(6);
    // What was asked before does not show: the other way round the answers are the same.
    const again = calls.map(([words, circumstances]) => inThread(words, circumstances)).reverse();
    expect(again.reverse().map((a) => same(a.out))).toEqual(answers.map((a) => same(a.out)));
  });
});
