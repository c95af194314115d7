/**
 * Why a type may not change at an update point (section 9): the con that asks for it, and the way from the update point to
 * that con, by returns from functions to their callers and through values that hold functions. It is read off the
 * constraints that the analysis has solved.
 */
import { positionOf, type Position } from '../../semantics/positions.ts';
import type { Expr } from '../../semantics/proteus/grammar.ts';
import { printExpr } from '../../semantics/proteus/syntax/index.ts';
import { erase } from '../../semantics/proteus/substitution.ts';
import type { Way, WayStep } from '../runs.ts';
import { placeOf } from './messages.ts';
import type { Chain, Collector } from './solve.ts';

export interface Flows {
  /** All that asks for a type at the update point of this position; the shortest ways first. */
  readonly ways: (point: Position | undefined, type: string) => readonly Way[];
}

/** Of terms whose latents are all written. */
export const noFlows: Flows = { ways: () => [] };

const shown = 40;

/** An expression as in the source, on one line, cut off when it is long. */
function sourceText(e: Expr): string {
  const text = printExpr(erase.compute(e)).replace(/\s+/g, ' ');
  return [...text].length > shown ? `${[...text].slice(0, shown - 1).join('')}…` : text;
}

/** What is told of a term, kept: the same terms stand on many ways. */
interface Told {
  readonly place: (term: Expr) => Position | undefined;
  readonly source: (term: Expr) => string;
}

function kept<R>(f: (e: Expr) => R): (e: Expr) => R {
  const known = new Map<Expr, R>();
  return (e) => {
    if (!known.has(e)) known.set(e, f(e));
    return known.get(e) as R;
  };
}

function wayOf(type: string, { links, origin }: Chain, { place, source }: Told): Way {
  const steps = links.flatMap(({ origin: o, returns }): WayStep[] => {
    if (returns && o.kind === 'types' && o.term?.tag === 'App')
      return [{ kind: 'return', in: o.in, position: place(o.term) }];
    return o.kind === 'subtype' ? [{ kind: 'value', in: o.in, position: positionOf(o.term) }] : [];
  });
  const { kind, term } = origin;
  const con = kind === 'types' && term?.tag === 'Con' && term.t === type ? term : undefined;
  return {
    kind: con ? 'con' : kind === 'replacements' ? 'replaced' : kind === 'transformers' ? 'transformer' : 'latent',
    type,
    in: origin.in,
    position: con ? place(con) : positionOf(term),
    source: con ? source(con.e) : undefined,
    steps,
  };
}

/** The flows of an analysis: its constraints, and the unknowns of its update points. */
export function flowsOf(constraints: Collector, points: ReadonlyMap<Position, string>): Flows {
  const told: Told = { place: kept(placeOf), source: kept(sourceText) };
  return {
    ways(point, type) {
      const name = point && points.get(point);
      if (name === undefined) return [];
      return constraints
        .chains(name, type)
        .map((c) => wayOf(type, c, told))
        .sort((a, b) => a.steps.length - b.steps.length);
    },
  };
}
