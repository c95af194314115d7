/**
 * Unexpected behaviour hunted (behaviours.md, sections 7 and 12): the smallest client under which the updated system
 * shows a trace that neither version shows. All clients of a size are tried before any of the next.
 */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import { Space } from '../../checker/explore/space.ts';
import { unexpected } from '../../checker/explore/traces.ts';
import type { Label } from '../../checker/explore/system.ts';
import { exploring, requestOf, type Source, type Sources } from './request.ts';

export interface Surprise {
  readonly client: string;
  /** The old program with the client in it, to be explored again. */
  readonly program: string;
  readonly fresh: readonly string[];
  /** What is written: `seen := 40`. */
  readonly trace: readonly string[];
  readonly steps: readonly Label[];
}

export interface Surprises {
  readonly found: Surprise | null;
  readonly observed: readonly string[];
  /** Clients that were decided, up to which size all of them, and those whose spaces were too large. */
  readonly tried: number;
  readonly size: number;
  readonly undecided: number;
  readonly states: number;
}

export interface SurpriseOptions {
  /** Statements of the largest client. */
  readonly size: number;
  /** States of each space. */
  readonly limit: number;
  /** Variables that are observed beside what the client writes down. */
  readonly observe: readonly string[];
  /** Told after each client; false ends the hunt. */
  readonly progress?: (s: { readonly tried: number; readonly size: number }) => boolean;
}

type Given = Omit<Sources, 'properties'>;

/** Whether a program with a client is one that loads: a call may be ill typed in a version. */
function spacesOf(given: Given, [old, ...fresh]: readonly string[], limit: number): readonly Space[] | undefined {
  const { program, updates, choices } = given;
  const request = requestOf({
    program: { ...program, text: old ?? '' },
    updates,
    fresh: fresh.map((text, i): Source => ({ file: given.fresh[i]?.file ?? program.file, text })),
    properties: [],
    choices,
  });
  if (isLeft(request)) return undefined;
  const { updated, old: before, fresh: after } = request.right;
  return [updated, before(), ...after].map((system) => new Space(system, { limit }).explore());
}

/**
 * Looks for the smallest client that is surprised.
 * @returns errors of the texts; or what was found, and how much was tried.
 */
export function surprise(given: Given, options: SurpriseOptions): Either<readonly LoadError[], Surprises> {
  const { program, fresh } = given;
  const whole = requestOf({ ...given, properties: [] });
  if (isLeft(whole)) return whole;
  const listed = exploring(program.file, given.system)?.language?.clients?.([program, ...fresh]);
  if (listed === undefined)
    return left([loadError('scope', 'programs of this kind have no clients', undefined, program.file)]);
  if (isLeft(listed)) return listed;
  const clients = listed.right;
  const observed = [clients.observed, ...options.observe];
  let [tried, undecided, states] = [0, 0, 0];
  const done = (found: Surprise | null, size: number) => right({ found, observed, tried, size, undecided, states });
  for (let size = 1; size <= options.size; size++)
    for (const client of clients.ofSize(size)) {
      const spaces = spacesOf(given, client.programs, options.limit);
      if (spaces === undefined) continue;
      const [updated, ...chain] = spaces as [Space, ...Space[]];
      states += spaces.reduce((sum, s) => sum + s.size, 0);
      const { verdict, trace, labels } = unexpected(updated, chain, new Set(observed));
      if (verdict === 'unknown') undecided++;
      else tried++;
      if (verdict === 'found')
        return done(
          {
            client: client.text,
            program: client.programs[0] ?? '',
            fresh: client.programs.slice(1),
            trace: trace ?? [],
            steps: updated.labelled(labels ?? []),
          },
          size,
        );
      if (options.progress?.({ tried, size }) === false) return done(null, size - 1);
    }
  return done(null, options.size);
}
