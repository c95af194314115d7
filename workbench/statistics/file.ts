/** Statistics of a hunt or of generation as a file, and as lines for a terminal. */
import * as t from 'io-ts';
import { by, list, names, nullable, object, says, whole } from '../../semantics/codecs.ts';
import type { Pattern } from '../../semantics/symbols.ts';
import type { Form } from '../../rules/judgement.ts';
import type { System } from '../../rules/system.ts';
import { mostDifferent, possiblePairs, type Statistics } from '../../checker/hunt/statistics.ts';

const format = 'mutandis statistics';

export const StatisticsFile = object({
  format: t.literal(format),
  version: t.literal(1),
  system: t.string,
  variant: nullable(t.string),
  command: says('what makes the same', t.string),
  episodes: says('of a hunt; null where a judgement was generated', nullable(whole)),
  of: says(
    'what was made of each theorem, or of the judgement that was generated',
    list(
      object({
        name: t.string,
        title: t.string,
        instances: whole,
        measured: says(
          'those whose sizes are known: of states that are known to be right as a whole, no instance is made',
          whole,
        ),
        different: says(
          `how many of those measured are not the same; names are told apart. At least so many from ${mostDifferent} on`,
          whole,
        ),
        cases: says('instances by the last rule of the derivation that the theorem inducts on', by(whole)),
        unreached: says('cases of which there was no instance', names),
        sizes: says(
          'by size: constructors, empty maps left out; words of programs that are made as texts',
          list(object({ size: whole, instances: whole, different: whole })),
        ),
      }),
    ),
  ),
  pairs: says(
    'a rule, and one above it that derives one of its premises, in the derivations of what was generated: `T-If / T-Con`',
    object({
      covered: says('of those possible', whole),
      possible: says('as far as the constructors in the rules show', whole),
      instances: by(whole),
      missing: names,
    }),
  ),
  labels: says('instances, and steps of runs, of which a calculus says something', by(whole)),
  tags: says('what was counted of episodes', by(whole)),
  repeated: says('the small instances that were made most often', list(object({ text: t.string, times: whole }))),
});
export type StatisticsFile = t.TypeOf<typeof StatisticsFile>;

/** Small instances that are told. */
const mostRepeated = 20;

/** What the statistics are of. */
export interface Made {
  readonly system: string;
  readonly variant: string | null;
  readonly command: string;
  readonly episodes: number | null;
  /** Theorems or judgements with all their cases. */
  readonly of: readonly { readonly name: string; readonly title: string; readonly cases: readonly string[] }[];
  /** The judgements that were generated, by the system whose rules derive them. */
  readonly roots: ReadonlyMap<System, readonly { readonly form: Form; readonly args: readonly Pattern[] }[]>;
  readonly tags: Readonly<Record<string, number>>;
}

const descending = (counts: ReadonlyMap<string, number>): (readonly [string, number])[] =>
  [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));

/** @param found what was counted. */
export function statisticsFile({ roots, of, ...made }: Made, found: Statistics): StatisticsFile {
  const possible = new Set<string>();
  for (const [system, of] of roots) for (const pair of possiblePairs(system, of)) possible.add(pair);
  const missing = [...possible].filter((p) => !found.pairs.has(p)).sort();
  return {
    format,
    version: 1,
    system: made.system,
    variant: made.variant,
    command: made.command,
    episodes: made.episodes,
    of: of.map(({ name, title, cases: all }) => {
      const { cases, sizes, different } = found.of.get(name) ?? {
        cases: new Map<string, number>(),
        sizes: new Map<number, number>(),
        different: new Map<number, number>(),
      };
      const differentOf = new Map<number, number>();
      for (const size of different.values()) differentOf.set(size, (differentOf.get(size) ?? 0) + 1);
      const sum = (xs: Iterable<number>) => [...xs].reduce((a, b) => a + b, 0);
      return {
        name,
        title,
        instances: sum(cases.values()),
        measured: sum(sizes.values()),
        different: different.size,
        cases: Object.fromEntries(descending(cases)),
        unreached: all.filter((c) => !cases.has(c)),
        sizes: [...sizes]
          .sort(([a], [b]) => a - b)
          .map(([size, instances]) => ({ size, instances, different: differentOf.get(size) ?? 0 })),
      };
    }),
    pairs: {
      covered: possible.size - missing.length,
      possible: possible.size,
      instances: Object.fromEntries(descending(found.pairs)),
      missing,
    },
    labels: Object.fromEntries(descending(found.labels)),
    tags: made.tags,
    repeated: descending(found.small)
      .slice(0, mostRepeated)
      .map(([text, times]) => ({ text, times })),
  };
}

/** The size that half of the instances do not exceed. */
export function middleSize(sizes: StatisticsFile['of'][number]['sizes']): number {
  const total = sizes.reduce((n, s) => n + s.instances, 0);
  let n = 0;
  for (const s of sizes) if ((n += s.instances) * 2 >= total) return s.size;
  return 0;
}

const shown = 12;

/** The statistics for a terminal. */
export function statisticsLines(s: StatisticsFile): readonly string[] {
  const few = (xs: readonly string[]) =>
    xs.length > shown ? `${xs.slice(0, shown).join(', ')}, and ${xs.length - shown} more` : xs.join(', ');
  const lines: string[] = [];
  for (const { name, instances, different, measured, cases, unreached, sizes } of s.of) {
    const unmeasured = measured === instances ? '' : `, ${measured} measured`;
    lines.push(`${name}: ${instances} instances${unmeasured}, ${different} different`);
    if (sizes.length > 0)
      lines.push(`  sizes ${sizes[0]?.size} to ${sizes.at(-1)?.size}, half of them at most ${middleSize(sizes)}`);
    const named = Object.entries(cases).filter(([c]) => c !== '');
    if (named.length > 0) lines.push(`  cases: ${few(named.map(([c, n]) => `${c} ${n}`))}`);
    if (unreached.length > 0 && named.length > 0) lines.push(`  never: ${few(unreached)}`);
  }
  if (s.pairs.possible > 0) lines.push(`pairs of rules: ${s.pairs.covered} of ${s.pairs.possible}`);
  if (s.pairs.missing.length > 0) lines.push(`  never: ${few(s.pairs.missing)}`);
  for (const [label, n] of Object.entries(s.labels)) lines.push(`${label}: ${n}`);
  const [most] = s.repeated;
  if (most !== undefined && most.times > 1) lines.push(`most often: ${most.text} (${most.times} times)`);
  return lines;
}
