/** What the theorems of threads compute with, besides the metafunctions of the rules. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { entries, get, has, keys } from '../../semantics/maps.ts';
import { equal } from '../../semantics/terms.ts';
import { metafunction, partialMetafunction } from '../../semantics/symbols.ts';
import { subterms } from '../../semantics/traversal.ts';
import type { Config as BaseConfig, Update as BaseUpdate } from '../../semantics/proteus/grammar.ts';
import { signatureOf } from '../../semantics/proteus/heaps.ts';
import { isBlocked, isValue, main, placeIn, plug, redexOf } from '../../semantics/threads/functions.ts';
import { touched } from '../../semantics/threads/places.ts';
import {
  make,
  threads as grammar,
  type Config,
  type Expr,
  type Move,
  type Path,
  type State,
  type Update,
} from '../../semantics/threads/grammar.ts';
import { steps as baseSteps } from '../../rules/proteus/reduction.ts';
import { proteus } from '../../rules/proteus/system.ts';
import { moves, reduces } from '../../rules/threads/reduction.ts';
import { threads } from '../../rules/threads/system.ts';
import type { System } from '../../rules/system.ts';
import { derive } from '../../checker/derive.ts';
import { redexes } from '../../checker/redexes.ts';
import type { State as Tuple } from '../../checker/explore/system.ts';
import { ThreadSpace } from '../../checker/threads/space.ts';
import { holes } from '../../semantics/holes.ts';
import { itemsOf } from '../../semantics/proteus/programs.ts';

const predicate = <A extends readonly unknown[]>(
  name: string,
  args: readonly string[],
  text: string,
  sentence: string,
  holds: (...a: A) => boolean,
) =>
  metafunction<A, boolean>(
    {
      name,
      args,
      result: 'holds',
      text,
      latex: text.replace(
        /([^{}]*)(\{\d\})?/g,
        (_, words: string, at?: string) => `${words === '' ? '' : `\\text{${words}}`}${at ?? ''}`,
      ),
      sentence,
    },
    holds,
  );

/** (Ω, H, T), whatever else is kept beside it. */
export const plainState = metafunction<[State], State>(
  {
    name: 'plainState',
    args: ['State'],
    result: 'State',
    text: '{0}',
    sentence: 'the definitions, the heap and the threads of a configuration',
  },
  (S) => (S.tag === 'State' ? S : make.State.State(S.types, S.heap, S.threads)),
);

export const updateIn = partialMetafunction<[Move], Update>(
  {
    name: 'updateIn',
    args: ['Move'],
    result: 'Update',
    text: 'update of {0}',
    latex: '\\text{update of }{0}',
    sentence: 'the update that a move applies',
  },
  (λ) => ('update' in λ ? λ.update : undefined),
);

const decompositionsBy = (system: System) => {
  const byRules = redexes(system, reduces.form);
  return (root: Expr): number => {
    let count = 0;
    const stack: unknown[] = [root];
    for (let e = stack.pop() as Expr | undefined; e !== undefined; e = stack.pop() as Expr | undefined) {
      if (e.tag === 'Fork' || byRules(e)) count++;
      stack.push(...holes(grammar, e));
    }
    return count;
  };
};

const uniquelyDecomposed = (system: System) => {
  const decompositions = decompositionsBy(system);
  return predicate<[Expr]>(
    'threadDecomposed',
    ['Expr'],
    '{0} is a value, or E[redex] in one way',
    'the expression is a value and no E[redex], or it is E[redex] for exactly one E and redex',
    (e) => decompositions(e) === (isValue(e) ? 0 : 1),
  );
};

export const underWay = predicate<[State, string]>(
  'underWay',
  ['State', 'name'],
  'thread {1} of {0} is unfinished, and waits for nobody',
  'the thread is there, is no value, and is not blocked',
  (S, j) => {
    const e = get(S.threads, j);
    return e !== undefined && !isValue(e) && !isBlocked(S.heap, j, e);
  },
);

export const growsThreads = predicate<[State, State]>(
  'growsThreads',
  ['State', 'State'],
  'names and references of {0} keep their types in {1}',
  'every name and reference keeps its type',
  (S, S1) => {
    const Σ1 = signatureOf.compute(S1.heap as never);
    return entries(signatureOf.compute(S.heap as never)).every(([z, τ]) => equal(get(Σ1, z), τ));
  },
);

export const othersKept = predicate<[State, string, State]>(
  'othersKept',
  ['State', 'name', 'State'],
  'threads of {0} other than {1} are as they were in {2}',
  'the threads that did not move are what they were',
  (S, j, S1) => entries(S.threads).every(([i, e]) => i === j || equal(get(S1.threads, i), e)),
);

/** Whether a step of a thread changes the set of threads. */
const changesThreads = (system: System, S: State, j: string): boolean => {
  const r = derive(system, moves.form, [S, make.Move.Moves(j)], { record: false });
  return !isLeft(r) && !equal(keys(S.threads), keys((r.right.outputs[0] as State).threads));
};

const independent = (system: System) =>
  predicate<[State, string, string]>(
    'independent',
    ['State', 'name', 'name'],
    'threads {1} and {2} of {0} meet in nothing',
    'neither writes a cell that the other touches, not both change the set of threads, and none is at an update point',
    (S, i, j) => {
      const [a, b] = [get(S.threads, i), get(S.threads, j)];
      if (i === j || a === undefined || b === undefined || isValue(a) || isValue(b)) return false;
      const [p, q] = [redexOf(a), redexOf(b)];
      if (p.tag === 'Update' || q.tag === 'Update') return false;
      const [x, y] = [touched(p), touched(q)];
      if (x !== undefined && x === y) return false;
      return !(changesThreads(system, S, i) && changesThreads(system, S, j));
    },
  );

/** A configuration with its references numbered in the order in which they are met; what nothing reaches is left out. */
function canonical(S: State): string {
  const number = new Map<string, number>();
  const texts: string[] = [];
  const pending: string[] = [];
  const seenNames: string[] = [];
  const write = (x: unknown): string => {
    const out: string[] = [];
    const stack: unknown[] = [x];
    while (stack.length > 0) {
      const at = stack.pop();
      if (typeof at === 'bigint') out.push(`#${at}`);
      else if (typeof at === 'string') {
        if (at.startsWith('@')) {
          if (!number.has(at)) {
            number.set(at, number.size + 1);
            pending.push(at);
          }
          out.push(`@${number.get(at)}`);
        } else out.push(at);
      } else if (Array.isArray(at)) out.push(at.join(','));
      else if (typeof at === 'object' && at !== null) {
        const fields = Object.values(at);
        for (let i = fields.length - 1; i >= 0; i--) stack.push(fields[i]);
      }
    }
    return out.join(' ');
  };
  for (const [j, e] of entries(S.threads)) texts.push(`${j}: ${write(e)}`);
  for (const [z, b] of entries(S.heap)) if (!z.startsWith('@')) texts.push(`${z}= ${write(b)}`);
  for (let w = pending.shift(); w !== undefined; w = pending.shift()) {
    seenNames.push(w);
    texts.push(`@${number.get(w)}= ${write(get(S.heap, w))}`);
  }
  return texts.join('\n');
}

export const sameState = predicate<[State, State]>(
  'sameState',
  ['State', 'State'],
  '{0} and {1} are one state',
  'equal but for the numbers of references, and references that nothing reaches',
  (S, S1) => equal(S.types, S1.types) && canonical(S) === canonical(S1),
);

/** How deep a redex stands. */
function depth(e: Expr): number {
  let n = 0;
  for (let E: Config['context'] = placeIn(e).context; E.tag === 'In'; E = E.outer) n++;
  return n;
}

/** A cell whose contents a thread has begun to run, where its write-back stands, and who wrote since. */
interface Running {
  readonly j: string;
  readonly w: string;
  readonly depth: number;
  /** Whether another thread wrote, or an update replaced what there was. */
  written: boolean;
  /** Whether the contents themselves wrote: there is no mark from then on, and others may write. */
  assigned: boolean;
}

/** Follows a run: whether a write-back comes after another thread's write, or after an update replaced the cell. */
const lostWrite = (system: System) =>
  predicate<[State, Path]>(
    'writesKept',
    ['State', 'Path'],
    'no write is lost in the run {1} from {0}',
    'between R-Force and its write-back no other thread writes the cell, and no update replaces it, unless the contents themselves assign it',
    (start, π) => {
      let S = start;
      let running: Running[] = [];
      for (let at: Path = π; at.tag === 'Then'; at = at.rest) {
        const λ = at.move;
        const r = derive(system, moves.form, [S, λ]);
        if (isLeft(r)) return true;
        const { derivation, outputs } = r.right;
        if (λ.tag === 'Moves') {
          const e = get(S.threads, λ.j) as Expr;
          const redex = redexOf(e);
          const w = touched(redex);
          const rule = ruleOf(derivation);
          if (rule === 'R-Force' && w !== undefined)
            running.push({ j: λ.j, w, depth: depth(e), written: false, assigned: false });
          if ((rule === 'R-Assign' || rule === 'R-Acquire') && w !== undefined) {
            const last = running.findLastIndex((x) => x.j === λ.j);
            const own = running[last];
            if (rule === 'R-Assign' && own?.w === w && own.depth === depth(e)) {
              if (own.written && !own.assigned) return false;
              running.splice(last, 1);
            }
            for (const x of running.filter((y) => y.w === w)) {
              if (x.j === λ.j) x.assigned = true;
              else x.written = true;
            }
          }
        } else if ('update' in λ) for (const x of running) if (has(λ.update.replaced, x.w)) x.written = true;
        S = outputs[0] as State;
        running = running.filter((x) => get(S.threads, x.j) !== undefined);
      }
      return true;
    },
  );

/** The rule of the redex in a move. */
function ruleOf(d: { readonly rule: { readonly name: string }; readonly premises: readonly unknown[] }): string {
  type Node = Parameters<typeof ruleOf>[0];
  for (let at: Node = d; ;) {
    const next = (at.premises as readonly Node[]).find((p) => p.rule.name.startsWith('R-'));
    if (next === undefined) return at.rule.name;
    at = next;
  }
}

const mostStates = 3_000;

/** The outcomes of all runs, pending transformers run at the end. */
function outcomes(system: System, S: State, U: Update, transfer: 'lazy' | 'instant'): ReadonlySet<string> | undefined {
  const K = make.Config.Configuration(S.types, S.heap, make.Context.Hole(), get(S.threads, main) as Expr);
  const queue = [{ file: 'update', items: itemsOf(U as unknown as BaseUpdate) }];
  const space = new ThreadSpace(K, queue, { system, transfer });
  const states: Tuple[] = [Array.from(space.start)];
  const seen = new Set([String(states[0])]);
  const found = new Set<string>();
  for (let i = 0; i < states.length; i++) {
    if (states.length > mostStates) return undefined;
    let last = true;
    space.successors(states[i] as Tuple, (_, to) => {
      last = false;
      if (seen.has(String(to))) return;
      const next = Array.from(to);
      seen.add(String(next));
      states.push(next);
    });
    if (last) found.add(space.projection(states[i] as Tuple));
  }
  return found;
}

/** Whether transfer at once has the outcomes of lazy transfer; a space too large says nothing. */
const lazyAsInstant = (system: System) =>
  predicate<[State, Update]>(
    'lazyAsInstant',
    ['State', 'Update'],
    'runs from {0} with {1} end alike, values converted lazily or at once',
    'the outcomes of all runs are those of transfer inside the update step',
    (S, U) => {
      const [lazy, instant] = [outcomes(system, S, U, 'lazy'), outcomes(system, S, U, 'instant')];
      if (lazy === undefined || instant === undefined) return true;
      return lazy.size === instant.size && [...lazy].every((o) => instant.has(o));
    },
  );

const makeAll = (system: System) => ({
  uniquelyDecomposed: uniquelyDecomposed(system),
  independent: independent(system),
  writesKept: lostWrite(system),
  lazyAsInstant: lazyAsInstant(system),
});
const made = new WeakMap<System, ReturnType<typeof makeAll>>();
/** The predicates that run a system. */
export function runningBy(system: System): ReturnType<typeof makeAll> {
  let found = made.get(system);
  if (found === undefined) made.set(system, (found = makeAll(system)));
  return found;
}

const mostSteps = 60;

const codeOf = subterms(grammar, ['Expr', 'Fields', 'Binding', 'Heap']);

export const ofProteus = predicate<[BaseConfig]>(
  'ofProteus',
  ['Config'],
  '{0} is one of Proteus',
  'nothing is forked or acquired in the program and its definitions',
  (K) => {
    for (const root of [plug.compute(K.context as never, K.e as never), K.heap])
      for (const x of codeOf(root)) if (x.tag === 'Fork' || x.tag === 'Acquire' || x.tag === 'By') return false;
    return true;
  },
);

/** The threads' steps are those of Proteus. */
export const runsAsProteus = predicate<[BaseConfig]>(
  'runsAsProteus',
  ['Config'],
  '{0} runs as in Proteus',
  'the same rules in the same order, and equal configurations, marks aside',
  (K) => {
    const whole = plug.compute(K.context as never, K.e as never);
    let S = make.State.State(
      K.types as never,
      K.heap as never,
      {
        tag: 'Threads.node',
        key: main,
        value: whole,
        left: none,
        right: none,
      } as never,
    ) as State;
    let at = K;
    for (let i = 0; i < mostSteps; i++) {
      const one = derive(proteus, baseSteps.form, [at, make.Action.Silent()]);
      const two = derive(threads, moves.form, [S, make.Move.Moves(main)]);
      if (isLeft(one) || isLeft(two)) return isLeft(one) && isLeft(two);
      if (ruleOf(one.right.derivation) !== ruleOf(two.right.derivation)) return false;
      at = one.right.outputs[0] as BaseConfig;
      S = two.right.outputs[0] as State;
      const same = entries(at.heap).every(([w, b]) => {
        const other = get(S.heap, w);
        return (
          equal(b, other) ||
          (b.tag !== 'Fun' && other !== undefined && 'e' in other && other.e.tag === 'By' && equal(b.e, other.e.e))
        );
      });
      if (!same || !equal(plug.compute(at.context as never, at.e as never), get(S.threads, main))) return false;
    }
    return true;
  },
);
const none = Object.freeze({ tag: 'Threads.empty' });
