/** Proteus with threads: the cases of another implementation, the examples of threads.md, and that what is explored is what the rules say. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import type { LoadError } from '../semantics/errors.ts';
import { parseUpdate } from '../semantics/proteus/syntax/index.ts';
import { constructs } from '../semantics/threads/syntax.ts';
import { make, type Config } from '../semantics/threads/grammar.ts';
import { moves } from '../rules/threads/reduction.ts';
import { threads } from '../rules/threads/system.ts';
import { derive } from '../checker/derive.ts';
import { decode, encode } from '../checker/format.ts';
import { replay } from '../checker/replay.ts';
import { threadsCalculus } from '../proofs/threads/calculus.ts';
import { load } from '../checker/proteus/load.ts';
import { ThreadSpace, type SpaceOptions } from '../checker/threads/space.ts';
import type { Queued } from '../checker/threads/worlds.ts';
import type { State } from '../checker/explore/system.ts';
import { root } from './support.ts';

interface Read {
  readonly config: Config;
  readonly queue: readonly Queued[];
}

/** A program and its updates, as files say them; or why it does not load. */
function read(base: string): Read | readonly LoadError[] {
  const loaded = load(readFileSync(`${base}.proteus`, 'utf8'), `${base}.proteus`, { system: threads, constructs });
  if (isLeft(loaded)) return loaded.left;
  const queue: Queued[] = [];
  for (let i = 1; existsSync(`${base}.${i}.update`); i++) {
    const file = `${base}.${i}.update`;
    const items = parseUpdate(readFileSync(file, 'utf8'), file, { constructs });
    if (isLeft(items)) return items.left;
    queue.push({ file, items: items.right });
  }
  return { config: loaded.right.config as Config, queue };
}
const readable = (base: string): Read => {
  const r = read(base);
  if ('length' in r) throw new Error(JSON.stringify(r));
  return r;
};

interface Explored {
  readonly states: readonly State[];
  readonly edges: number;
  readonly terminal: number;
  readonly outcomes: readonly string[];
  readonly deadlock: boolean;
}

const most = 20_000;

function explored(space: ThreadSpace): Explored {
  const states: State[] = [Array.from(space.start)];
  const seen = new Set([String(states[0])]);
  const outcomes = new Set<string>();
  let [edges, terminal, deadlock] = [0, 0, false];
  for (let i = 0; i < states.length && i < most; i++) {
    const s = states[i] as State;
    const before = edges;
    space.successors(s, (_, to) => {
      edges++;
      const next = Array.from(to);
      if (seen.has(String(next))) return;
      seen.add(String(next));
      states.push(next);
    });
    if (edges > before) continue;
    terminal++;
    const waiting = space.actors(s).every((a) => space.blocked(s, a) || space.waits(s, a));
    const end = space.done(s) ? 'done' : waiting ? 'deadlock' : 'stuck';
    deadlock ||= end === 'deadlock';
    const { value, applied, variables } = space.ending(s);
    outcomes.add(JSON.stringify({ applied, end, value, variables }));
  }
  return { states, edges, terminal, outcomes: [...outcomes].sort(), deadlock };
}

interface ExpectedRun {
  readonly policy: SpaceOptions['policy'] & string;
  readonly offer: SpaceOptions['offer'] & string;
  readonly states: number;
  readonly edges: number;
  readonly terminal: number;
  readonly deadlock: boolean;
  readonly outcomes: readonly {
    readonly applied: number;
    readonly end: string;
    readonly value: string | null;
    readonly variables: object;
  }[];
  readonly refused: readonly (readonly string[])[];
}
interface Expected {
  readonly name: string;
  readonly runs?: readonly ExpectedRun[];
  readonly error?: { readonly kind: string; readonly line: number | null };
}

const folder = `${root}test/cases-threads/`;
const cases = readdirSync(folder)
  .filter((f) => f.endsWith('.expected.json'))
  .map((f) => JSON.parse(readFileSync(folder + f, 'utf8')) as Expected);

/** Records without the spaces that printers put around them. */
const tight = (text: string) => text.replace(/\{ /g, '{').replace(/ \}/g, '}');

describe('cases of another implementation', () => {
  test('are all there', () => expect(cases.length).toBeGreaterThanOrEqual(24));
  // What a property's file says wrong is for whoever reads properties.
  test.each(cases.filter((c) => c.error && !existsSync(`${folder}${c.name}.properties`)))('$name', (c) => {
    const errors = read(`${folder}${c.name}`);
    expect(errors).toMatchObject([{ kind: c.error?.kind, line: c.error?.line }]);
  });
  const runs = cases.flatMap((c) => (c.runs ?? []).map((run) => ({ name: c.name, ...run })));
  test.each(runs)('$name, $policy, $offer', (run) => {
    const { config, queue } = readable(`${folder}${run.name}`);
    const space = new ThreadSpace(config, queue, run);
    const found = explored(space);
    const wanted = run.outcomes.map(({ applied, end, value, variables }) =>
      tight(JSON.stringify({ applied, end, value, variables })),
    );
    expect(found.outcomes.map(tight)).toEqual(wanted.sort());
    expect(found.deadlock).toBe(run.deadlock);
    expect(space.refused()).toEqual(run.refused);
    expect([found.states.length, found.edges, found.terminal]).toEqual([run.states, run.edges, run.terminal]);
  });
});

const outcome = (text: string): string => {
  const { end, value, applied, variables } = JSON.parse(text) as ExpectedRun['outcomes'][number];
  return `${end === 'done' ? value : end} ${Object.entries(variables)
    .map(([z, v]) => `${z}=${String(v)}`)
    .join(' ')} ${applied}`;
};

/** Example; policy and offer; states; outcomes (value or end, the variables that are told, updates applied). */
const table: readonly (readonly [string, string, number, readonly string[]])[] = [
  ['e1-lost-increment', 'all any', 894, ['0 n=5 0', '0 n=10 0', '0 n=5 1', '0 n=10 1']],
  ['e1-lost-increment', 'all now', 422, ['0 n=5 1', '0 n=10 1']],
  ['e1-lost-increment', 'barrier any', 610, ['0 n=5 0', '0 n=10 0', '0 n=5 1', '0 n=10 1']],
  ['e1-lost-increment', 'barrier now', 288, ['0 n=5 1', '0 n=10 1']],
  [
    'e2-locked-increment',
    'all any',
    370,
    [
      '2 total=3 0',
      '3 total=3 0',
      '2 total=pending 1',
      '3 total=pending 1',
      '300 total=pending 1',
      '200 total={ cents = 300 } 1',
      '300 total={ cents = 300 } 1',
    ],
  ],
  [
    'e2-locked-increment',
    'barrier any',
    196,
    ['2 total=3 0', '3 total=3 0', '2 total=pending 1', '3 total=pending 1', '300 total={ cents = 300 } 1'],
  ],
  ['e2-locked-increment', 'barrier now', 98, ['300 total={ cents = 300 } 1']],
  ['e3-con-elsewhere', 'all any', 27, ['0 out=6 0', '0 out=6 1']],
  ['e3-con-elsewhere', 'all now', 27, ['0 out=6 0', '0 out=6 1']],
  ['e3-con-elsewhere', 'barrier now', 13, ['0 out=6 1']],
  ['e4-lock-order', 'all any', 1294, ['0 a=0 b=0 0', '0 a=0 b=0 1', 'deadlock a=1 b=1 1']],
  ['e4-lock-order', 'versions any', 1623, ['0 a=0 b=0 0', '0 a=0 b=0 1', 'deadlock a=1 b=1 1']],
  ['e4-lock-order', 'barrier any', 807, ['0 a=0 b=0 0', '0 a=0 b=0 1']],
  ['e4-lock-order', 'barrier now', 333, ['0 a=0 b=0 1']],
  ['e5-lock-at-the-barrier', 'all now', 31, ['0 out=5 1']],
  ['e5-lock-at-the-barrier', 'barrier now', 5, ['deadlock out=0 0']],
  ['e5-lock-at-the-barrier', 'barrier any', 25, ['0 out=5 0']],
  ['e6-unfinished-result', 'all any', 12, ['7 0', '{ a = 7 } 1']],
  ['e6-unfinished-result', 'barrier any', 9, ['7 0', '{ a = 7 } 1']],
  ['e7-initialiser-that-waits', 'all any', 30, ['7 0', 'deadlock 0']],
  ['e8-dynamic-not-static', 'all now', 51, ['0 out=6 1', '0 out=7 1', '1 out=6 0']],
  ['e8-dynamic-not-static', 'barrier now', 16, ['1 out=6 0']],
  ['e8-dynamic-not-static', 'barrier any', 37, ['1 out=6 0']],
  ['e9-initialiser-under-way', 'all now', 22, ['2 w=2 0', '9 w=9 1']],
  ['e9-initialiser-under-way', 'all any', 27, ['2 w=2 0', '9 w=9 1']],
  [
    'e10-reader-beside-writer',
    'all any',
    180,
    ['7 out=5 v=7 0', '7 out=7 v=7 0', '7 out=5 v={ a = 7 } 1', '7 out=7 v={ a = 7 } 1'],
  ],
  ['e11-two-updates', 'all any', 383, ['5 out=5 0', '5 out=5 1', '5 out=105 2', '105 out=5 2', '105 out=105 2']],
  ['e11-two-updates', 'all now', 250, ['5 out=5 1', '5 out=105 2', '105 out=5 2', '105 out=105 2']],
  ['e11-two-updates', 'barrier any', 108, ['5 out=5 0', '5 out=5 1']],
  ['e12-new-lock', 'all any', 782, ['0 worst=0 0', '0 worst=0 1', '0 worst=2 1']],
  ['e12-new-lock', 'barrier any', 131, ['0 worst=0 0', '0 worst=0 1']],
];

describe('the examples of the specification have its outcomes and numbers of states', () => {
  test.each(table)('%s, %s: %i states', (name, how, states, outcomes) => {
    const { config, queue } = readable(`${root}examples/threads/${name}`);
    const [policy, offer] = how.split(' ') as [SpaceOptions['policy'] & string, SpaceOptions['offer'] & string];
    const found = explored(new ThreadSpace(config, queue, { policy, offer }));
    const told = new Set(outcomes.flatMap((o) => [...o.matchAll(/(\w+)=/g)].map((m) => m[1] as string)));
    const shown = found.outcomes.map((o) => {
      const { variables, ...rest } = JSON.parse(o) as ExpectedRun['outcomes'][number];
      const kept = Object.entries(variables).filter(([z]) => told.has(z));
      return outcome(JSON.stringify({ ...rest, variables: Object.fromEntries(kept) })).replace(/ +/g, ' ');
    });
    expect([...new Set(shown)].sort()).toEqual([...outcomes].sort());
    expect(found.states.length).toBe(states);
  });
});

describe('what is explored is what the rules say', () => {
  const names = ['e2-locked-increment', 'e6-unfinished-result', 'e9-initialiser-under-way', 'e11-two-updates'];
  const hows = ['all', 'barrier', 'own-static', 'interrupt', 'versions'].flatMap((policy) =>
    names.map((name) => [name, policy] as const),
  );
  test.each(hows)(
    '%s, %s: each step of a thread and each update is derived on the whole configuration',
    (name, policy) => {
      const { config, queue } = readable(`${root}examples/threads/${name}`);
      const options = { policy, offer: 'any' } as SpaceOptions;
      const space = new ThreadSpace(config, queue, options);
      const { states, edges } = explored(space);
      let derived = 0;
      let updates = 0;
      for (const s of states)
        space.successors(s, (n, to) => {
          const { actor, rule, event } = space.label(n);
          const next = Array.from(to);
          const k = space.applied(s);
          const world = space.worlds.at(k);
          const t = space.actors(s).includes(actor) ? placeOf(s, actor, policy === 'versions' ? 3 : 2) : -1;
          const move =
            event?.name === 'update'
              ? space.move(s, world, t)
              : rule === 'R-Switch'
                ? make.Move.Switches(actor)
                : make.Move.Moves(actor);
          const r = derive(threads, moves.form, [space.term(s), move]);
          if (isLeft(r)) throw new Error(`no rule derives ${actor}:${rule} from\n${space.print(s)}`);
          const { derivation, outputs } = r.right;
          const inner = derivation.premises.find((p) => p.rule.name === 'R-Ctx')?.premises[0]?.rule.name;
          expect([inner ?? derivation.rule.name.replace(/V$/, '')]).toEqual([rule]);
          expect(space.encode(outputs[0] as never, event?.name === 'update' ? k + 1 : k)).toEqual(next);
          derived++;
          if (event?.name === 'update') updates++;
        });
      expect(derived).toBe(edges);
      if (policy === 'all') expect(updates).toBeGreaterThan(0);
      // Updates on whole configurations: the same space.
      const plain = explored(new ThreadSpace(config, queue, { ...options, plain: true }));
      expect([plain.states.length, plain.edges, plain.outcomes]).toEqual([
        states.length,
        edges,
        explored(new ThreadSpace(config, queue, options)).outcomes,
      ]);
    },
  );
});

/** The place of a thread among those of a tuple. */
function placeOf(s: State, actor: string, stride: number): number {
  for (let t = 0; t < ~(s[1] as number); t++) if (String(~(s[2 + stride * t] as number)) === actor) return t;
  return -1;
}

describe('a run by a scheduler', () => {
  const of = (name: string) => {
    const file = `${root}examples/threads/${name}`;
    const language = threadsCalculus.language as NonNullable<typeof threadsCalculus.language>;
    const program = language.load(readFileSync(`${file}.proteus`, 'utf8'), `${name}.proteus`, { record: true });
    if (isLeft(program)) throw new Error(JSON.stringify(program.left));
    return { language, program: program.right, queue: readable(file).queue };
  };
  test('round robin at the barrier of E5 is the deadlock; the dynamic policy is not', () => {
    const { language, program, queue } = of('e5-lock-at-the-barrier');
    const barrier = language.run(program, { queue, choices: { policy: 'barrier' } });
    expect(barrier).toMatchObject({ outcome: 'deadlock', steps: 4, value: null, updates: [{ applied: null }] });
    const all = language.run(program, { queue, choices: { policy: 'all' } });
    expect(all).toMatchObject({ outcome: 'done', value: '0', updates: [{ applied: { point: 1 } }] });
  });
  test('a list of actors is followed, and says who cannot move', () => {
    const { language, program, queue } = of('e3-con-elsewhere');
    const run = language.run(program, { queue, choices: { scheduler: '0,0,0' } });
    expect(run.updates[0]?.refusals).toMatchObject([
      { point: 1, step: 3, reasons: [{ code: 'stack', line: 6, column: 17 }] },
    ]);
    expect(run.updates[0]?.refusals[0]?.reasons[0]?.message).toContain('thread 1 uses t concretely');
    expect(run.note).toBe('the list of actors ends here; 0, 1 can move');
    expect(language.run(program, { queue, maxSteps: 2, choices: { scheduler: '0,0,0' } }).note).toBe(undefined);
    expect(language.run(program, { queue, choices: { scheduler: '0,7' } }).note).toBe(
      'step 2: 7 cannot move; 0, 1 can',
    );
  });
  test.each(['all', 'barrier', 'versions', 'interrupt'])('is written down and replayed, policy %s', (policy) => {
    for (const name of ['e2-locked-increment', 'e4-lock-order', 'e9-initialiser-under-way', 'e11-two-updates']) {
      const { language, program, queue } = of(name);
      const { report, roots } = language.record(program, { queue, choices: { policy, scheduler: 'seed 7' } });
      expect(report.outcome).toBe('done');
      const file = JSON.parse([...encode(threads, roots)].join('')) as { nodes: { rule: string }[] };
      const d = decode(file, () => threads);
      if (isLeft(d)) throw new Error(d.left);
      expect(replay(threads, d.right.proof)).toMatchObject({ ok: true, nodes: file.nodes.length });
      expect(file.nodes.filter((n) => n.rule === 'Run-Step').length).toBe(report.steps);
    }
  });
});
