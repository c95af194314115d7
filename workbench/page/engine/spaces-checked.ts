/** Properties decided for the page: as they are typed, and all updating models at once in a table. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { check, type Checked } from '../../../checker/explore/check.ts';
import { outcomesOf } from '../../../checker/explore/outcomes.ts';
import { parseProperties, type Property } from '../../../checker/explore/parse.ts';
import { resolve } from '../../../checker/explore/resolve.ts';
import type { Space } from '../../../checker/explore/space.ts';
import { validity } from '../../../checker/explore/validity.ts';
import type { LoadError } from '../../../semantics/errors.ts';
import { choicesOf, exploring } from '../../explore/request.ts';
import { explored, wayTo, type Exploring } from './spaces-explored.ts';
import { indices, requested, systemOf, type SpaceOf } from './spaces.ts';

/** A run that shows something: the numbers of its steps, and where its cycle begins (its length where it has none). */
export interface RunShown {
  readonly path: readonly number[];
  readonly cycle: number;
}
export interface VerdictShown {
  readonly verdict: Checked['verdict'];
  readonly because: string | null;
  readonly run: RunShown | null;
}
export interface PropertyShown extends VerdictShown {
  readonly name: string | null;
  readonly kind: Property['kind'];
  readonly text: string;
}
export interface SpaceChecked {
  readonly problems: readonly LoadError[];
  readonly properties: readonly PropertyShown[];
  readonly states: number;
  readonly complete: boolean;
}

const file = 'property';

/** The properties of a text, with what is wrong in it. */
function read(
  of: SpaceOf,
  text: string,
): { readonly problems: readonly LoadError[]; readonly found: readonly Property[] } {
  const system = systemOf(of);
  const parsed = parseProperties(text, file, system.events);
  if (isLeft(parsed)) return { problems: parsed.left, found: [] };
  const problems = parsed.right.flatMap((p) => {
    const r = resolve(p.formula, system);
    return isLeft(r) ? r.left : [];
  });
  return { problems, found: problems.length > 0 ? [] : parsed.right };
}

function runOf(space: Space, run: Checked['run']): RunShown | null {
  if (run === null) return null;
  const path = indices(space.system, space.labelled([...run.path.labels, ...run.cycle.labels]));
  return path === null ? null : { path, cycle: run.path.labels.length };
}

function decided(space: Space, property: Property): PropertyShown {
  const { name, kind, text } = property;
  const checked = check(space, property);
  if (isLeft(checked)) throw new Error('a property that was read means nothing');
  const { verdict, because = null, run } = checked.right;
  return { name, kind, text, verdict, because, run: runOf(space, run) };
}

/** What properties come to. */
export function spaceChecked(
  { of, text }: { of: SpaceOf; text: string },
  progress?: (p: Exploring) => void,
): SpaceChecked {
  const { problems, found } = read(of, text);
  if (problems.length > 0 || found.length === 0)
    return { problems: problems.map((p) => ({ ...p })), properties: [], states: 0, complete: true };
  const space = explored(of, progress);
  return {
    problems: [],
    properties: found.map((p) => decided(space, p)),
    states: space.size,
    complete: space.complete,
  };
}

/** A line of the table: one updating model. */
export interface ModelShown {
  readonly model: string;
  readonly states: number;
  readonly complete: boolean;
  readonly outcomes: number;
  /** A run into a deadlock; null where there is none. */
  readonly deadlock: RunShown | null;
  readonly properties: readonly PropertyShown[];
  /** Whether the update is valid; null where no new program is given. */
  readonly valid: VerdictShown | null;
  /** Codes for which updates were refused somewhere. */
  readonly refused: readonly string[];
}
export interface TableShown {
  readonly problems: readonly LoadError[];
  /** The option whose values the lines are; null where the calculus has none. */
  readonly choice: string | null;
  readonly models: readonly ModelShown[];
}

function model(of: SpaceOf, name: string, found: readonly Property[], progress?: (p: Exploring) => void): ModelShown {
  const space = explored(of, progress);
  const { outcomes, states, deadlock } = outcomesOf(space);
  const stuckAt = states[outcomes.findIndex((o) => o.end === 'deadlock')];
  let valid: VerdictShown | null = null;
  const request = requested(of);
  if (of.fresh !== null && !isLeft(request)) {
    const fresh = explored({ ...of, program: of.fresh, updates: [], fresh: null }, progress);
    const { verdict, run } = validity(space, fresh);
    valid = { verdict, because: null, run: runOf(space, run) };
  }
  const way = deadlock && stuckAt !== undefined ? wayTo(space, stuckAt) : null;
  return {
    model: name,
    states: space.size,
    complete: space.complete,
    outcomes: outcomes.length,
    deadlock: way === null ? null : { path: way, cycle: way.length },
    properties: found.map((p) => decided(space, p)),
    valid,
    refused: [...new Set((space.system.refused?.() ?? []).flat())].sort(),
  };
}

/** Every value of the first thing that the calculus lets choose, against every property. */
export function spaceTable({ of, text }: { of: SpaceOf; text: string }, progress?: (p: Exploring) => void): TableShown {
  const { problems, found } = read(of, text);
  const request = requested(of);
  const calculus = isLeft(request) ? undefined : exploring(request.right.sources.program.file);
  const choice = calculus === undefined ? undefined : choicesOf(calculus)[0];
  const values = choice?.values ?? [''];
  return {
    problems: problems.map((p) => ({ ...p })),
    choice: choice?.name ?? null,
    models: values.map((value) => {
      const choices = choice === undefined ? of.choices : { ...of.choices, [choice.name]: value };
      return model({ ...of, choices }, value === '' ? 'as it is' : value, found, progress);
    }),
  };
}
