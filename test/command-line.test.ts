/** A thread that has the command line loaded answers as processes do: what the other tests ask it says of processes as well. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { dir, file, inFolder, inProcess, inThread, setUp, type Answer, type Circumstances } from './command-line.ts';
import { root } from './support.ts';

inFolder();

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
  const plain = ({ code, out, err }: Answer): Answer => ({ code, out: same(out), err: same(err) });
  const answers: Answer[] = [];

  const said = calls.map(([words, circumstances]) => ({ call: words.join(' ').replaceAll(root, ''), words, circumstances })); // prettier-ignore
  test.each(said)('to the letter: mutandis $call', ({ words, circumstances }) => {
    const wanted = inProcess(words, circumstances);
    const file = words.includes('made.json') ? made() : '';
    const got = inThread(words, circumstances);
    expect(plain(got)).toEqual(plain(wanted));
    if (file !== '') expect(made()).toBe(file);
    answers.push(plain(got));
  });
  test('there is something of each kind among them', () => {
    expect([...new Set(answers.map((a) => a.code))].sort()).toEqual([0, 1, 2, 3]);
    expect(answers.filter((a) => a.out !== '').length).toBeGreaterThan(12);
    expect(answers.filter((a) => a.err !== '').length).toBeGreaterThan(6);
  });
  test('whichever calls came before: the other way round the answers are the same', () => {
    const again = [...calls].reverse().map(([words, circumstances]) => plain(inThread(words, circumstances)));
    expect(again.reverse()).toEqual(answers);
  });
  test('a call that the thread does not answer in its time is made in a process, and its late answer is no other call’s', () => {
    const [[late, next], [lateWords, nextWords]] = [
      [answers[0], answers[2]],
      [calls[0]![0], calls[2]![0]],
    ];
    expect(plain(inThread(lateWords, { waits: 0 }))).toEqual(late);
    for (let n = 0; n < 3; n++) expect(plain(inThread(nextWords))).toEqual(next);
  });
});
