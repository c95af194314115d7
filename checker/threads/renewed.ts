/**
 * Systems with the program that their update is to come to (behaviours.md, section 14): one to three threads, most of them endless, with few values; an
 * update of a type or of code; and the new program, given in full. B7 is tried on them.
 */
import type { Chooser } from '../generate/choose.ts';
import type { Sample } from './samples.ts';

export interface Renewed extends Sample {
  readonly fresh: string;
  /** What is compared with integers in properties of the new program. */
  readonly values: readonly string[];
}

/** What is said in the definitions of a program that an update may say otherwise. */
interface Said {
  readonly record: boolean;
  readonly next: string;
  readonly work: string;
  readonly loop: string;
}

/** Functions on 0, 1 and 2. */
const cycles = [
  'if k = 1 then 0 else 1',
  'if k = 2 then 0 else k + 1',
  'if k = 0 then 2 else 0',
  '0',
  'if k = 0 then 0 else k - 1',
];

export function renewed(c: Chooser): Renewed {
  const pick = <T>(list: readonly T[]): T => list[c.choose(list.length)] as T;
  const integer = (): string => pick(['0', '1', '!out', 'get !v', 'next !out', 'next (get !v)', 'next !out']);
  const statement = (): string =>
    pick([
      () => 'update',
      () => `out := ${integer()}`,
      () => `out := ${integer()}`,
      () => `v := mk (${integer()})`,
      () => `acquire l; out := ${integer()}; l := 0`,
      () => `(if !out = ${pick(['0', '1'])} then (out := ${integer()}; 0) else (v := mk (${integer()}); 0))`,
    ])();
  const body = (): string => Array.from({ length: 1 + c.choose(2) }, statement).join('; ');
  // An update point where threads come by.
  const loop = (): string => pick([`update; ${body()}`, `${body()}; update`, body()]);
  const old: Said = { record: false, next: pick(cycles), work: body(), loop: loop() };
  const kind = c.choose(5);
  const said: Said = {
    record: kind < 2,
    next: kind === 1 || kind === 2 ? pick(cycles) : old.next,
    work: kind === 3 ? body() : old.work,
    loop: kind === 4 ? loop() : old.loop,
  };
  const main = pick([
    'loop 0',
    'fork (work 0); loop 0',
    'fork (loop 0); work 0',
    'fork (loop 0); loop 0',
    'update; work 0',
  ]);
  return {
    program: `${program(old)}\nin ${main}`,
    updates: [update(old, said, pick(['x', 'x', 'x', 'next x', '0']))],
    fresh: `${program(said)}\nin ${main}`,
    values: ['out', 'l', said.record ? 'v.a' : 'v'],
  };
}

const get = ({ record }: Said): string => `fun get (x : t) : int = ${record ? 'x.a' : 'x'}`;
const mk = ({ record }: Said): string => `fun mk (x : int) : t = ${record ? '{ a = x }' : 'x'}`;
const next = (s: Said): string => `fun next (k : int) : int = ${s.next}`;
const work = (s: Said): string => `fun work (i : int) : int = ${s.work}`;
const loops = (s: Said): string => `fun loop (i : int) : int = ${s.loop}; loop 0`;

const program = (s: Said): string =>
  [
    `type t = ${s.record ? '{ a : int }' : 'int'}`,
    `var v : t = ${s.record ? '{ a = 1 }' : '1'}`,
    'var out : int = 0',
    'var l : int = 0',
    ...[get(s), mk(s), next(s), work(s), loops(s)],
  ].join('\n');

/** What leads from one to the other; the transformer may be wrong. */
function update(old: Said, said: Said, transformed: string): string {
  const functions = [get, mk, next, work, loops].filter((f) => f(old) !== f(said)).map((f) => f(said));
  const change = said.record
    ? ['type t = { a : int } by c', ...functions, `add fun c (x : int) : { a : int } = { a = ${transformed} }`]
    : functions;
  // An update that says nothing new still is one.
  return ['update', ...(change.length > 0 ? change : [next(said)])].join('\n');
}
