/** Clients that an update surprises: the smallest is found, it is one by the definition, and repaired updates have none. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { observed } from '../checker/explore/traces.ts';
import { replay, type State, type TransitionSystem } from '../checker/explore/system.ts';
import { surprise } from '../workbench/explore/clients.ts';
import { requestOf } from '../workbench/explore/request.ts';
import { root } from './support.ts';

const file = (name: string) => readFileSync(join(root, 'examples/threads', name), 'utf8');
const program = { file: 'store.proteus', text: file('store.proteus') };
const fresh = [{ file: 'store.new.proteus', text: file('store.new.proteus') }];
const wrong = file('store.1.update');
const given = (text: string) => ({
  program,
  updates: [{ file: 'store.1.update', text }],
  fresh,
  choices: { policy: 'all', offer: 'any', transfer: 'lazy' },
});
const hunted = (text: string, size: number) => {
  const r = surprise(given(text), { size, limit: 20_000, observe: [] });
  if (isLeft(r)) throw new Error(r.left.map((e) => e.message).join('\n'));
  return r.right;
};

/** All traces that a system shows from some states, of at most so many writes: straight from the definition. */
function tracesFrom(system: TransitionSystem, from: readonly State[], variable: string, most: number): Set<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const todo: (readonly [State, readonly string[]])[] = from.map((s) => [s, []]);
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const [s, trace] = at;
    const key = `${Array.from(s).join(' ')} ${trace.join(' ')}`;
    if (seen.has(key)) continue;
    seen.add(key);
    found.add(trace.join(' '));
    system.successors(s, (n, to) => {
      const write = observed(system.label(n), new Set([variable]));
      if (write === undefined) todo.push([Array.from(to), trace]);
      else if (trace.length < most) todo.push([Array.from(to), [...trace, write]]);
    });
  }
  return found;
}
function reachable(system: TransitionSystem): State[] {
  const states: State[] = [Array.from(system.start)];
  const seen = new Set([String(states[0])]);
  for (const s of states)
    system.successors(s, (_, to) => {
      const next = Array.from(to);
      if (!seen.has(String(next))) states.push(next);
      seen.add(String(next));
    });
  return states;
}

describe('the smallest client', () => {
  test.each([
    ['of one call, where the transformer is wrong for what is there', wrong, 1, 'seen := cost (!stored)'],
    [
      'of two, where it is wrong for what a client has to put there',
      wrong.replace('net = n + 2', 'net = if n = 7 then 7 else 0'),
      2,
      'stored := put 1; seen := cost (!stored)',
    ],
  ])('%s', (_, update, size, client) => {
    const { found, size: largest, tried } = hunted(update, 3);
    expect(found?.client).toBe(client);
    expect(largest).toBe(size);
    expect(tried).toBeGreaterThan(0);
    // Its run is one of the updated system, and its trace in none of the sets of the definition.
    const request = requestOf({
      ...given(update),
      program: { ...program, text: found?.program ?? '' },
      fresh: [{ file: 'new.proteus', text: found?.fresh[0] ?? '' }],
      properties: [],
    });
    if (isLeft(request)) throw new Error('the program with the client does not load');
    const { updated, old, fresh: news } = request.right;
    expect('wrong' in replay(updated, found?.steps ?? [])).toBe(false);
    const trace = found?.trace ?? [];
    const before = old();
    const [after] = news as [TransitionSystem];
    const ofOld = tracesFrom(before, [before.start], 'seen', trace.length);
    const ofNew = tracesFrom(after, reachable(after), 'seen', trace.length);
    const expected = trace.some(
      (__, i) => ofOld.has(trace.slice(0, i).join(' ')) && ofNew.has(trace.slice(i).join(' ')),
    );
    expect(expected || ofOld.has(trace.join(' '))).toBe(false);
    // All but its last write is expected.
    const start = trace.slice(0, -1);
    expect(
      ofOld.has(start.join(' ')) ||
        start.some((__, i) => ofOld.has(start.slice(0, i).join(' ')) && ofNew.has(start.slice(i).join(' '))),
    ).toBe(true);
  });

  test('is none where the transformer keeps what the program shows: all clients of two statements are tried', () => {
    const { found, tried, undecided } = hunted(wrong.replace('net = n + 2', 'net = n'), 2);
    expect({ found, undecided }).toEqual({ found: null, undecided: 0 });
    expect(tried).toBeGreaterThan(30);
  });

  test('is not decided where spaces are too large, and is told so', () => {
    const r = surprise(given(wrong), { size: 1, limit: 5, observe: [] });
    expect(isLeft(r) ? r.left : r.right).toMatchObject({ found: null, tried: 0, undecided: 4 });
  });

  test('needs functions to call', () => {
    const one = { file: 'x.proteus', text: 'var n : int = 0 in update; !n' };
    const r = surprise({ ...given('update'), program: one, fresh: [one] }, { size: 1, limit: 5, observe: [] });
    expect(isLeft(r) && r.left.map((e) => e.message)).toEqual([
      'there is no function of all versions that a client could call and see the result of',
    ]);
  });
});
