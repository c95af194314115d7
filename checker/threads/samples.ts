/**
 * Small programs made of statements that meet in few cells (threads.md, section 14): update points, locks, reads and writes, through functions and
 * directly, references, initialisers, forks; and updates that change the type, code, or variables.
 */
import type { Chooser } from '../generate/choose.ts';

export interface Sample {
  readonly program: string;
  readonly updates: readonly string[];
}

type Choose = (n: number) => number;

const pick = <T>(choose: Choose, list: readonly T[]): T => list[choose(list.length)] as T;

/** An integer; `!v + 1` looks through t where it stands, `get !v` in a function. */
function integer(choose: Choose): string {
  return pick(choose, ['0', '1', '!out', 'get !v', '!v + 1', '!w', 'get (mk 3)', '!v + 1']);
}

function statement(choose: Choose, depth: number, forks: { left: number }): string {
  const some = choose(16);
  if (some < 3) return 'update';
  if (some < 5 && forks.left > 0) {
    forks.left--;
    return `fork (${statements(choose, depth - 1, forks)})`;
  }
  if (some < 7) return `out := ${integer(choose)}`;
  if (some < 9) return pick(choose, ['v := 7', 'v := mk 7', 'v := !v']);
  if (some === 9) return 'acquire l';
  if (some === 10) return 'l := 0';
  if (some === 11) return 'f 0';
  if (some === 12) return integer(choose);
  if (depth <= 0) return integer(choose);
  if (some === 13)
    return `(let x : t = ${pick(choose, ['!v', '7', 'mk 1'])} in ${pick(choose, ['', 'update; '])}get x)`;
  if (some === 14)
    return `(let r = ref ${pick(choose, ['1', '(!v + 0)'])} in ${statement(choose, depth - 1, forks)}; !r)`;
  return `(if ${integer(choose)} = ${integer(choose)} then (${statement(choose, depth - 1, forks)}; 0) else (${statement(choose, depth - 1, forks)}; 0))`;
}

function statements(choose: Choose, depth: number, forks: { left: number }, most = 3): string {
  const n = 1 + choose(most);
  return Array.from({ length: n }, () => statement(choose, depth, forks)).join('; ');
}

/** What looks through t directly, once t is a record. */
const opened = (code: string): string => code.replaceAll('!v + ', '(!v).a + ');

/** Uses that an update may come between: what a thread has left to do. */
const uses = ['out := !v + 1', 'out := get !v', '!v + 1', 'v := 7', 'get !v', 'out := 1; out := !v + 1', 'v := mk 7'];

/** Forks, locks and update points that meet as closely as may be. */
function meeting(choose: Choose): string {
  const use = () => pick(choose, uses);
  return pick(choose, [
    () => `update; fork (${use()}); 0`,
    () => `fork (${use()}); update; ${pick(choose, ['0', use()])}`,
    () => `fork (update; ${use()}); update; ${pick(choose, ['0', use()])}`,
    () => `fork (${use()}); fork update; 0`,
    () => `acquire l; fork (acquire l; ${use()}); update; l := 0`,
    () => `fork update; let x : t = 7 in x`,
    () => `fork (${use()}); update; v := 7; get !v`,
    () => `fork !w; update; !w`,
  ])();
}

/** Operands, and the same with an update point before what they come to. */
const operands = [
  ['acquire l', 'acquire (update; l)'],
  ['get !v', 'get (update; !v)'],
  ['!v + 1', '!(update; v) + 1'],
  ['v := 7', '(update; v) := 7'],
  ['!out', '!(update; out)'],
] as const;

/** A program in which the operands of some construct have update points in them: what is typed of them shows after it. */
function interrupted(choose: Choose, program: string): string {
  const there = operands.filter(([plain]) => program.includes(plain));
  if (there.length === 0) return `acquire (update; l); ${program}`;
  const [plain, other] = pick(choose, there);
  return program.replace(plain, other);
}

/**
 * A program and its updates.
 * @param odd whether it may have what the calculus as it is refuses, and a variant may not.
 */
export function sample(chooser: Chooser, odd = false): Sample {
  const choose: Choose = (n) => chooser.choose(n);
  const forks = { left: 2 };
  const initial = pick(choose, ['2', '1 + 1', '(out := !out + 1; 2)', '(acquire l; l := 0; 2)', '!v + 1']);
  const body = pick(choose, ['0', 'update', 'update; !v + 1', 'out := get !v', '!v + 1']);
  // Half of them are small: more of those are explored.
  const [most, depth] = choose(2) === 0 ? [2, 1] : [3, 2];
  const main = statements(choose, depth, forks, most);
  // Where nothing is forked, one thread is.
  const met = choose(3) === 0 ? meeting(choose) : undefined;
  const strange = odd && choose(12) === 0 ? 'acquire v; ' : '';
  const program =
    met !== undefined
      ? met
      : forks.left === 2 && choose(4) > 0
        ? `fork (${statements(choose, 1, forks, most)}); ${main}`
        : main;
  const head = [
    'type t = int',
    'var v : t = 5',
    'var out : int = 0',
    `var l : int = ${pick(choose, ['0', '0', '0', '1 - 1'])}`,
    `var w : int = ${initial}`,
    'fun get (x : t) : int = x',
    'fun mk (x : int) : t = x',
    `fun f (i : int) : int = ${body}`,
  ];
  // The update may forget what it should bring.
  const brings = () => choose(8) > 0;
  // Nor need its transformer be one.
  const transformer =
    odd && choose(5) === 0
      ? 'add fun c (x : int) : int = x'
      : `add fun c (x : int) : { a : int } = ${pick(choose, ['{ a = x }', '{ a = x + 100 }', 'fork (out := x); { a = x }'])}`;
  const change = [
    'update',
    'type t = { a : int } by c',
    ...(brings() ? ['fun get (x : t) : int = x.a'] : []),
    ...(brings() ? ['fun mk (x : int) : t = { a = x }'] : []),
    ...(body.includes('!v + ') && brings() ? [`fun f (i : int) : int = ${opened(body)}`] : []),
    ...(initial.includes('!v + ') && brings() ? [`var w : int = ${opened(initial)}`] : []),
    transformer,
  ].join('\n');
  const other = pick(choose, [
    'update\nvar w : int = 9',
    'update\nvar l : int = 0',
    'update\nfun f (i : int) : int = 9',
  ]);
  const back =
    'update\ntype t = int by d\nfun get (x : t) : int = x + 100\nfun mk (x : int) : t = x\nadd fun d (x : { a : int }) : int = x.a';
  const kind = choose(8);
  const updates = kind < 5 ? [change] : kind === 5 ? [other] : kind === 6 ? [change, back] : [other, change];
  const run = odd && choose(4) === 0 ? interrupted(choose, program) : program;
  return { program: `${head.join('\n')}\nin ${strange}${run}`, updates };
}
