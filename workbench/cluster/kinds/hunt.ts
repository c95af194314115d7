/** Ranges of episodes of a hunt; what is answered are their tallies, one a chunk. */
import { left, right } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { emptyTally, type Tally } from '../../../checker/hunt/tally.ts';
import type { Hunter } from '../../../checker/hunt/episodes.ts';
import { noStatistics, type Statistics } from '../../../checker/hunt/statistics.ts';
import { named, theoremsFor } from '../../hunt/hunter.ts';
import { chunk } from '../../hunt/run.ts';
import { hunterOf, runEpisodes } from '../../hunt/task.ts';
import { count, kind, listOf, word, type JobOf } from '../jobs.ts';

/** Bounds of a job: episodes of a range, size of what is generated, names of theorems. */
const most = { episodes: 4096, size: 40, theorems: 100 } as const;

const Counts = t.record(t.string, t.number);
/** Counts whose order matters: what comes after a bound is not counted. */
const Entries = t.array(t.tuple([t.string, t.number]));
const Numbers = t.array(t.tuple([t.number, t.number]));
const StatisticsCodec = t.type({
  of: t.array(t.type({ name: t.string, cases: Entries, sizes: Numbers, different: Numbers })),
  pairs: Entries,
  labels: Entries,
  small: Entries,
});
const TallyCodec = t.intersection([
  t.type({
    episodes: t.number,
    tests: Counts,
    cases: t.record(t.string, Counts),
    rules: Counts,
    tags: Counts,
    explored: t.type({ programs: t.number, ended: t.number, states: t.number, different: t.array(t.string) }),
    falls: t.array(t.type({ theorem: t.string, episode: t.number, case: t.string })),
  }),
  t.partial({ statistics: StatisticsCodec }),
]);
/** A tally as it travels. A fall is told by its episode: who wants the instance makes it again. */
export type TallySent = t.TypeOf<typeof TallyCodec>;
const AnswerCodec = t.type({ tallies: t.array(TallyCodec) });

const objectOf = (m: ReadonlyMap<string, number>): Record<string, number> => Object.fromEntries(m);

const encodeStatistics = (s: Statistics): t.TypeOf<typeof StatisticsCodec> => ({
  of: [...s.of].map(([name, m]) => ({
    name,
    cases: [...m.cases],
    sizes: [...m.sizes],
    different: [...m.different],
  })),
  pairs: [...s.pairs],
  labels: [...s.labels],
  small: [...s.small],
});

function decodeStatistics(sent: t.TypeOf<typeof StatisticsCodec>): Statistics {
  const { of } = noStatistics();
  for (const m of sent.of)
    of.set(m.name, { cases: new Map(m.cases), sizes: new Map(m.sizes), different: new Map(m.different) });
  return { of, pairs: new Map(sent.pairs), labels: new Map(sent.labels), small: new Map(sent.small) };
}

export const encodeTally = (tally: Tally): TallySent => ({
  episodes: tally.episodes,
  tests: objectOf(tally.tests),
  cases: Object.fromEntries([...tally.cases].map(([theorem, cases]) => [theorem, objectOf(cases)])),
  rules: objectOf(tally.rules),
  tags: objectOf(tally.tags),
  explored: { ...tally.explored, different: [...tally.explored.different] },
  falls: tally.falls.map((f) => ({ theorem: f.theorem, episode: f.episode, case: f.case })),
  ...(tally.statistics === undefined ? {} : { statistics: encodeStatistics(tally.statistics) }),
});

/** The counts of a tally; its falls are the caller's to make again. */
export function decodeCounts(encoded: TallySent): Tally {
  const explored = { ...encoded.explored, different: new Set(encoded.explored.different) };
  const statistics = encoded.statistics === undefined ? {} : { statistics: decodeStatistics(encoded.statistics) };
  const tally: Tally = { ...emptyTally(), ...statistics, episodes: encoded.episodes, explored };
  for (const [k, n] of Object.entries(encoded.tests)) tally.tests.set(k, n);
  for (const [k, n] of Object.entries(encoded.rules)) tally.rules.set(k, n);
  for (const [k, n] of Object.entries(encoded.tags)) tally.tags.set(k, n);
  for (const [k, cases] of Object.entries(encoded.cases)) tally.cases.set(k, new Map(Object.entries(cases)));
  return tally;
}

/** The hunters of the last few jobs: ranges of one hunt follow each other. */
const hunters = new Map<string, Hunter>();
const mostHunters = 4;

export const huntKind = kind(
  'hunt',
  {
    theorems: t.union([t.null, listOf(word, 'theorems', most.theorems)]),
    seed: count('a seed', Number.MAX_SAFE_INTEGER),
    size: t.union([t.null, count('a size', most.size)]),
    statistics: t.boolean,
    from: count('an episode', Number.MAX_SAFE_INTEGER),
    to: count('an episode', Number.MAX_SAFE_INTEGER),
  },
  AnswerCodec,
  {
    wrong: ({ from, to }) =>
      to < from || to - from > most.episodes ? `to: a range has at most ${most.episodes} episodes` : undefined,
    perform(job, { calculus, variant }) {
      const { from, to, ...task } = job;
      const key = JSON.stringify(task);
      let hunter = hunters.get(key);
      if (hunter === undefined) {
        const all = calculus.theorems(variant.analysis);
        const missing = task.theorems?.find((name) => !all.some((theorem) => named(theorem, name)));
        if (missing !== undefined) return left(`theorems: ${calculus.name} has no theorem ${missing}`);
        const theorems = theoremsFor(calculus, variant, task.theorems);
        hunter = hunterOf({ ...task, variant: null }, { calculus, variant, theorems, more: [] });
        hunters.set(key, hunter);
        for (const old of hunters.keys()) if (hunters.size > mostHunters) hunters.delete(old);
      }
      const tallies: TallySent[] = [];
      for (let i = from; i < to; i += chunk) tallies.push(encodeTally(runEpisodes(hunter, i, Math.min(to, i + chunk))));
      return right({ tallies });
    },
    amount: ({ tallies }) => tallies.reduce((n, tally) => n + Object.values(tally.tests).reduce((a, b) => a + b, 0), 0),
    what: ({ from, to }) => `episodes ${from} to ${to}`,
  },
);

/** A range of episodes of a hunt. */
export type HuntJob = JobOf<typeof huntKind>;
