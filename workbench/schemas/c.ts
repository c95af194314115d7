/** What the commands on C programs print with --json. */
import * as t from 'io-ts';
import { by, list, names, nullable, object, oneOf, open, says, whole } from '../../semantics/codecs.ts';

const at = { file: t.string, line: whole };
const where = { function: t.string, ...at };
const key = says('t:TYPE, f:FUNCTION or g:GLOBAL', t.string);
const keys = list(key);

const back = object({ kind: t.literal('return'), in: t.string, ...at });
const way = { in: t.string, ...at, why: t.string };
const ways = list(object({ ...way, steps: says('returns, the nearest first', list(back)) }));
const obstacles = says('changed keys that may still be used', list(object({ key, ways })));

const changes = {
  types: object({ added: names, deleted: names, changed: names, byHolding: names }),
  functions: object({
    added: names,
    deleted: names,
    moved: says('before and after', list(t.readonly(t.tuple([t.string, t.string])))),
    signature: names,
    body: names,
    literals: nullable(names),
  }),
  globals: object({ added: names, deleted: names, type: names, initial: names }),
};

const pin = object({ type: t.string, why: t.string, ...at, places: whole });
const extraction = object({ kind: oneOf('loop', 'rest'), ...where });
const judged = {
  ...where,
  frames: says('how many functions may be on the stack', whole),
  mayChange: names,
  mayNotChange: names,
  verdict: oneOf('admitted', 'refused', 'unknown'),
  storage: nullable(names),
  pinned: list(pin),
  skipped: names,
  proposal: says('the extractions that would admit it', nullable(object({ extract: list(extraction) }))),
};

const source = { source: says('the line, where the sources are there', nullable(t.string)) };
const cited = list(
  object({ ...way, ...source, steps: list(object({ kind: t.literal('return'), in: t.string, ...at, ...source })) }),
);

const remark = object({ what: t.string, function: nullable(t.string), ...at });
const remarks = list(remark);

const facts = open(
  {
    out: t.string,
    files: whole,
    types: whole,
    functions: whole,
    globals: whole,
    points: whole,
    outer: says('update points that are in no other loop', whole),
    pinned: whole,
    skipped: remarks,
  },
  { roots: list(object({ function: t.string, why: t.string })), unresolved: remarks, unsupported: remarks },
);

const points = object({
  program: t.string,
  release: t.string,
  points: list(
    object({
      ...where,
      outer: t.boolean,
      unbounded: t.boolean,
      mayChange: keys,
      mayNotChange: keys,
      ways: list(object({ key, ways })),
    }),
  ),
});

const history = object({
  program: t.string,
  versions: list(
    object({
      release: t.string,
      types: whole,
      functions: whole,
      globals: whole,
      points: whole,
      ms: t.number,
      parse: object({ errors: whole }),
    }),
  ),
  steps: list(object({ from: t.string, to: t.string, ...changes, points: list(object({ ...judged, obstacles })) })),
  tally: says(
    'of each function with a point: in how many steps it is admitted',
    list(
      object({
        function: t.string,
        steps: whole,
        admitted: whole,
        withExtraction: whole,
        places: list(t.readonly(t.tuple([t.string, t.number]))),
      }),
    ),
  ),
});

const slice = object({
  out: t.string,
  from: t.string,
  to: t.string,
  lines: whole,
  points: list(
    object({
      ...where,
      verdict: oneOf('admitted', 'refused'),
      obstacles: list(
        object({
          key,
          ways: list(
            object({ ...way, steps: list(back), at: says('in the old slice', object({ line: whole, column: whole })) }),
          ),
        }),
      ),
    }),
  ),
});

const why = object({
  from: t.string,
  to: t.string,
  points: list(object({ ...judged, ...source, obstacles: list(object({ key, ways: cited })) })),
});

/** The map of a slice: what stands at which place of its text, in terms of C. */
const marks = list(
  open(
    { line: whole, column: whole, what: t.string, c: object(where) },
    { key: says('the key that is used there', key) },
  ),
);
export const sliceMap = object({ old: marks, new: marks, types: says('by key the name in the slice', by(t.string)) });

export const commandsOnC = {
  'c-facts': facts,
  'c-points': points,
  'c-diff': object({ from: t.string, to: t.string, ...changes, keys }),
  'c-history': history,
  'c-slice': slice,
  'c-why': why,
} as const;
