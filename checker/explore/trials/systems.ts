/**
 * Small generated systems: a few threads that run lists of instructions over shared variables. They have what decides
 * verdicts (races, locks, endless loops, update points, ends, local steps, threads that are alike) and few states.
 */
import type { Chooser } from '../../generate/choose.ts';
import { Labels, type Label, type Reading, type State, type TransitionSystem } from '../system.ts';

export type Instruction =
  /** Changes nothing that others see: a local step. */
  | { readonly do: 'skip' }
  | { readonly do: 'goto'; readonly to: number }
  | { readonly do: 'set'; readonly x: number; readonly value: number }
  | { readonly do: 'add'; readonly x: number }
  | { readonly do: 'jump'; readonly x: number; readonly value: number; readonly to: number }
  | { readonly do: 'acquire'; readonly x: number }
  /** An update may be applied here, or not. */
  | { readonly do: 'update' };

export type Program = readonly (readonly Instruction[])[];

/** The names of the shared variables. */
export const variables = ['x', 'y'] as const;
const values = 3;

const alternatives = <T>(c: Chooser, of: readonly (() => T)[]): T => (of[c.choose(of.length)] as () => T)();

export function generateProgram(c: Chooser): Program {
  const thread = (): Instruction[] => {
    const length = 1 + c.choose(4);
    const x = (): number => c.choose(variables.length);
    const to = (): number => c.choose(length + 1);
    const value = (): number => c.choose(2);
    return Array.from({ length }, () =>
      alternatives<Instruction>(c, [
        () => ({ do: 'skip' }),
        () => ({ do: 'goto', to: to() }),
        () => ({ do: 'set', x: x(), value: value() }),
        () => ({ do: 'add', x: x() }),
        () => ({ do: 'jump', x: x(), value: value(), to: to() }),
        () => ({ do: 'acquire', x: x() }),
        () => ({ do: 'update' }),
      ]),
    );
  };
  const threads = Array.from({ length: 1 + c.choose(3) }, thread);
  // Half of the systems have two threads that are alike, for symmetry.
  if (threads.length > 1 && c.choose(2) === 0) threads[threads.length - 1] = threads[1] as Instruction[];
  return threads;
}

const none = (message: string): Reading => ({ kind: 'none', message });
const readsNumber = (of: (s: State) => number): Reading => ({ kind: 'number', of });

/** A state: the variables, the number of updates applied, and where each thread is. */
export function systemOf(program: Program): TransitionSystem {
  const labels = new Labels();
  const version = variables.length;
  const first = version + 1;
  const start = [...variables.map(() => 0), 0, ...program.map(() => 0)];
  const code = (i: number): readonly Instruction[] => program[i] as readonly Instruction[];
  const at = (s: State, i: number): number => s[first + i] as number;
  const unfinished = (s: State, i: number): boolean => i < program.length && at(s, i) < code(i).length;
  const instruction = (s: State, i: number): Instruction | undefined => code(i)[at(s, i)];
  const blocked = (s: State, i: number): boolean => {
    const now = unfinished(s, i) ? instruction(s, i) : undefined;
    return now?.do === 'acquire' && s[now.x] !== 0;
  };
  const numbered = (actor: string): number => (/^\d+$/.test(actor) ? Number(actor) : -1);
  const write = (i: number, rule: string, x: number, value: number): Label => ({
    actor: String(i),
    rule,
    event: { name: 'write', args: [variables[x] as string], value: String(value), number: BigInt(value) },
  });
  const rules = ['Skip', 'Goto', 'Set', 'Add', 'Jump', 'Acquire', 'R-Upd', 'R-NoUpd'];
  return {
    calculus: 'small',
    start,
    successors(s, emit) {
      program.forEach((_, i) => {
        if (!unfinished(s, i)) return;
        const now = instruction(s, i) as Instruction;
        const to = (label: Label, pc: number, change: (t: number[]) => void = () => {}, local = false): void => {
          const t = Array.from(s);
          t[first + i] = pc;
          change(t);
          emit(labels.number(label), t, local && unfinished(t, i));
        };
        const plain = (rule: string): Label => ({ actor: String(i), rule });
        const next = at(s, i) + 1;
        switch (now.do) {
          case 'skip':
            return to(plain('Skip'), next, undefined, true);
          case 'goto':
            return to(plain('Goto'), now.to, undefined, true);
          case 'set':
            return to(write(i, 'Set', now.x, now.value), next, (t) => (t[now.x] = now.value));
          case 'add': {
            const sum = ((s[now.x] as number) + 1) % values;
            return to(write(i, 'Add', now.x, sum), next, (t) => (t[now.x] = sum));
          }
          case 'jump':
            return to(plain('Jump'), s[now.x] === now.value ? now.to : next);
          case 'acquire':
            if (!blocked(s, i)) to(plain('Acquire'), next, (t) => (t[now.x] = 1));
            return;
          case 'update':
            if (s[version] === 0)
              to({ ...plain('R-Upd'), event: { name: 'update', args: ['1'] } }, next, (t) => (t[version] = 1));
            to(plain('R-NoUpd'), next);
        }
      });
    },
    label: (n) => labels.at(n),
    updates: 1,
    rules: new Set(rules),
    events: new Set(['write', 'update', 'request']),
    done: (s) => program.every((_, i) => !unfinished(s, i)),
    actors: (s) =>
      program
        .map((_, i) => i)
        .filter((i) => unfinished(s, i))
        .map(String),
    blocked: (s, actor) => blocked(s, numbered(actor)),
    ask(q) {
      switch (q.about) {
        case 'value': {
          const x = (variables as readonly string[]).indexOf(q.name);
          return x === -1 ? none(`there is no variable ${q.name}`) : readsNumber((s) => s[x] as number);
        }
        case 'version':
          return readsNumber((s) => s[version] as number);
        case 'threads':
          return readsNumber((s) => program.filter((_, i) => unfinished(s, i)).length);
        case 'blocked':
          return { kind: 'truth', of: (s) => blocked(s, numbered(q.actor)) };
        case 'finished':
          return { kind: 'truth', of: (s) => !unfinished(s, numbered(q.actor)) };
        case 'at':
          return {
            kind: 'truth',
            of: (s) => {
              const i = numbered(q.actor);
              return i >= 0 && unfinished(s, i) && instruction(s, i)?.do === q.what;
            },
          };
        default:
          return none(`small systems have no ${q.about}`);
      }
    },
    ending: (s) => ({
      value: null,
      applied: s[version] as number,
      variables: Object.fromEntries(variables.map((x, i) => [x, String(s[i])])),
    }),
    print: (s) => Array.from(s).join(' '),
    interned: { give: (n) => n, take: (n) => n as number, label: (l) => labels.number(l) },
    projection: (s) =>
      Array.from(s)
        .filter((_, i) => i !== version)
        .join(' '),
    /** Threads that are alike, but for the first, in the order of where they are. */
    representative(s) {
      const t = Array.from(s);
      const groups = new Map<string, number[]>();
      program.forEach((c, i) => {
        if (i === 0) return;
        const key = JSON.stringify(c);
        groups.set(key, [...(groups.get(key) ?? []), i]);
      });
      for (const group of groups.values()) {
        const places = group.map((i) => at(s, i)).sort((a, b) => a - b);
        group.forEach((i, k) => (t[first + i] = places[k] as number));
      }
      return t;
    },
  };
}

/** The instructions of a program, a thread a line. */
export const programText = (program: Program): string =>
  program.map((thread, i) => `${i}: ${thread.map((now) => Object.values(now).join(' ')).join('; ')}`).join('\n');

const atoms = [
  ...[
    'x = 0',
    'x = 1',
    'x = 2',
    'y = 1',
    'x != 0',
    'y < 2',
    'x >= 1',
    'updated',
    'version = 0',
    'done',
    'stuck',
    'threads <= 1',
  ],
  ...['deadlock', 'write(x)', 'write(x) = 1', 'write(y)', 'update', 'update(1)', 'step(0)', 'step(1)', 'rule(R-NoUpd)'],
  ...['blocked(0)', 'blocked(1)', 'finished(0)', 'finished(1)', 'at(0, update)', 'at(1, acquire)'],
];
/** Atoms over values and versions, which local steps do not change, and over how a run ends. */
const kept = [
  'x = 0',
  'x = 1',
  'y = 1',
  'x != 0',
  'y < 2',
  'updated',
  'version = 0',
  'done',
  'deadlock',
  'stuck',
  'threads <= 1',
];

/** A formula over the atoms of small systems. */
export function generateFormula(
  c: Chooser,
  { size, temporal = true, reduced = false }: { size: number; temporal?: boolean; reduced?: boolean },
): string {
  const choices = reduced ? kept : atoms;
  const atom = (): string => choices[c.choose(choices.length)] as string;
  const formula = (n: number): string => {
    if (n <= 1) return atom();
    const one = (): string => formula(n - 1);
    const half = (): string => formula(Math.ceil((n - 1) / 2));
    return alternatives(c, [
      () => `!(${one()})`,
      () => `(${half()} & ${half()})`,
      () => `(${half()} | ${half()})`,
      () => `(${half()} -> ${half()})`,
      ...(temporal
        ? [
            () => `F (${one()})`,
            () => `G (${one()})`,
            () => `G F (${one()})`,
            ...(reduced ? [] : [() => `X (${one()})`]),
            () => `((${half()}) U (${half()}))`,
            () => `((${half()}) R (${half()}))`,
            () => `((${half()}) W (${half()}))`,
          ]
        : []),
    ]);
  };
  return formula(size);
}
