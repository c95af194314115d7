/** What the theorems of sessions compute with, besides the metafunctions of the rules: explorations of whole programs. */
import {
  make,
  sessions as grammar,
  type Action,
  type Config,
  type Global,
  type Params,
  type Process,
  type Versions,
} from '../../semantics/sessions/grammar.ts';
import { argumentsOf } from '../../semantics/sessions/values.ts';
import { metas } from '../../semantics/sessions/metas.ts';
import { metafunction, type Meaning } from '../../semantics/symbols.ts';
import { subterms } from '../../semantics/traversal.ts';
import { evaluates } from '../../rules/sessions/reduction.ts';
import type { System } from '../../rules/system.ts';
import { Search } from '../../checker/derive.ts';
import { diverges, exploreSession } from '../../checker/sessions/properties.ts';
import { SessionSpace } from '../../checker/sessions/space.ts';

const predicate = <A extends readonly unknown[]>(
  name: string,
  args: readonly string[],
  words: string,
  sentence: string,
  holds: (...a: A) => boolean,
  meaning?: Meaning,
) =>
  metafunction<A, boolean>(
    {
      ...{ name, args, result: 'holds', text: `{${args.length - 1}} ${words}`, latex: `{${args.length - 1}}\\text{ ${words}}`, sentence }, // prettier-ignore
      ...(meaning === undefined ? {} : { meaning }),
    },
    holds,
  );

const { u, n } = metas;
const { Takes, Leads, Follows } = make.Action;
/** Which actions are updates; what is said of them is a truth value. */
const ofUpdates = (are: boolean): Meaning => ({
  equations: (self) => [Takes(), Leads(u, n), Follows(u, n)].map((α) => [self(α), are] as const),
  otherwise: are ? 'false' : 'true',
});

const updates = (α: Action): boolean => α.tag === 'Takes' || α.tag === 'Leads' || α.tag === 'Follows';
export const updating = predicate<[Action]>(
  'updating',
  ['Action'],
  'is an update',
  'the step takes code, leads or follows',
  updates,
  ofUpdates(true),
);
export const ordinary = predicate<[Action]>(
  'ordinary',
  ['Action'],
  'is no update',
  'the step takes no code, and neither leads nor follows',
  (α) => !updates(α),
  ofUpdates(false),
);

const protocols = subterms(grammar, ['Global', 'GlobalBranches']);
/** Who has yet to follow needs the versions to do so; of a configuration without them no more is said. */
export const unswitched = predicate<[Global]>(
  'unswitched',
  ['Global'],
  'has nobody who has yet to follow',
  'nobody has yet to follow an update out of an older protocol',
  (G) => ![...protocols(G)].some((x) => (x as Global).tag === 'Switching'),
);

export const sameNames = metafunction<[Params, Params], boolean>(
  {
    name: 'sameNames',
    args: ['Params', 'Params'],
    result: 'holds',
    text: '{0} and {1} have the same names',
    latex: '{0}\\text{ and }{1}\\text{ have the same names}',
    sentence: 'two lists of parameters have the same names in the same order',
  },
  (ξ, ξ1) => {
    let [a, b] = [ξ, ξ1];
    for (; a.tag === 'Param' && b.tag === 'Param'; [a, b] = [a.rest, b.rest]) if (a.x !== b.x) return false;
    return a.tag === b.tag;
  },
);

/** States of one program that are explored; what is larger says nothing. */
export const mostStates = 4_000;
/** Messages that a queue holds at most while a program is explored: enough for every witness of section 12. */
export const usualBound = 2;

/** The expressions that the head of a process evaluates. */
const headExpressions = (P: Process) => ('e' in P ? [P.e] : 'args' in P ? argumentsOf(P.args) : []);

const makeAll = (system: System) => {
  const stands = (W: Versions, theorems: readonly string[], bound: number): boolean =>
    exploreSession(W, { system, bound, theorems, limit: mostStates }).fell.length === 0;
  return {
    /** S1: the head of a process is its one redex; it has one when each expression in it has exactly one value. */
    decomposed: predicate<[Process]>(
      'decomposed',
      ['Process'],
      'is stop, or has one redex',
      'the process is stop, or each of the expressions at its head has exactly one value',
      (P) =>
        headExpressions(P).every((e) => {
          const search = new Search(system, evaluates.form, [e], { record: false });
          return search.next() !== undefined && search.next() === undefined;
        }),
    ),
    /** S5. */
    lively: predicate<[Versions]>(
      'lively',
      ['Versions'],
      'runs on',
      'in every run every message is received in the end, and every thread communicates again or stops',
      (W) => stands(W, ['S5'], usualBound),
    ),
    /** S7. */
    followed: predicate<[Versions]>(
      'followed',
      ['Versions'],
      'is updated throughout',
      'once somebody has led, everyone at the boundary follows, and a leader that visits it for ever leads',
      (W) => stands(W, ['S7'], usualBound),
    ),
    /** S12. */
    boundedWell: predicate<[Versions]>(
      'boundedWell',
      ['Versions'],
      'runs on with queues of one message',
      'no thread is faulty, somebody can go on and every message is received, while sends wait for room',
      (W) => stands(W, ['S3', 'S4', 'S5'], 1),
    ),
    /** S9. */
    confluent: predicate<[Versions, Config]>(
      'confluent',
      ['Versions', 'Config'],
      'is confluent',
      'a thread has one step but where it may be updated, and steps of two threads commute',
      (W, C) => {
        const space = new SessionSpace(W, { system }, C);
        return diverges(space, space.start) === undefined;
      },
    ),
  };
};

const systems = new WeakMap<System, ReturnType<typeof makeAll>>();
/** The predicates that run a system. */
export function runningBy(system: System): ReturnType<typeof makeAll> {
  let found = systems.get(system);
  if (found === undefined) {
    const made = makeAll(system);
    systems.set(system, (found = made));
  }
  return found;
}
