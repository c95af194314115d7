/** Explorations: one program with its updates, and what is asked of it. */
import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { list, object } from '../../../semantics/codecs.ts';
import { showError } from '../../../semantics/errors.ts';
import { asked, type Explored } from '../../explore/told.ts';
import { asSent, count, kind, listOf, source, text, word, type JobOf } from '../jobs.ts';

/** Bounds of a job: sources of a sort, properties, names that are observed, and states of a space. */
const most = { sources: 100, properties: 1000, names: 1000, states: 50_000_000 } as const;

const states = count('a number of states', most.states);
const sources = listOf(source, 'texts', most.sources);

export const exploreKind = kind(
  'explore',
  {
    program: source,
    updates: sources,
    fresh: sources,
    properties: listOf(source, 'properties', most.properties),
    choices: t.record(word, text('what is chosen', 200)),
    limit: states,
    reduce: t.boolean,
    symmetric: t.boolean,
    observe: t.union([t.null, listOf(text('a name', 200), 'names', most.names)]),
    // What a calculus is asked for that makes its report itself.
    own: t.union([t.null, t.exact(t.partial({ limit: states, bound: states, reduce: t.boolean, policy: word }))]),
  },
  object({ json: t.UnknownRecord, lines: list(t.string), notes: list(t.string), holds: t.boolean }) as t.Type<Explored, unknown>, // prettier-ignore
  {
    async perform(job, { calculus, variant }) {
      const { program, updates, fresh, properties, choices, observe, ...rest } = job;
      const rules = job.variant === null ? {} : { rules: variant.system };
      const request = asked({
        ...rest,
        observe: observe ?? undefined,
        sources: { program, updates, fresh, properties, choices, system: calculus.name, ...rules },
      });
      if (isLeft(request)) return left(request.left.map(showError).join('; '));
      const explored = await request.right();
      return isLeft(explored) ? explored : right(asSent(explored.right) as Explored);
    },
    amount: ({ json }) => {
      const { states: met } = json as { readonly states?: unknown };
      return typeof met === 'number' ? met : 0;
    },
    what: ({ program }) => `the exploration of ${program.file}`,
  },
);

/** The exploration of one program. */
export type ExploreJob = JobOf<typeof exploreKind>;
