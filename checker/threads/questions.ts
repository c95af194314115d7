/** What formulas ask of a state (behaviours.md, section 3). */
import { entries, get } from '../../semantics/maps.ts';
import { printType } from '../../semantics/proteus/syntax/index.ts';
import type { Expr, Sort } from '../../semantics/threads/grammar.ts';
import type { Question, Reading, State, TransitionSystem } from '../explore/system.ts';
import { bare } from './bare.ts';
import type { Info } from './things.ts';
import type { World } from './worlds.ts';

/** What can be looked at in a state. */
export interface Views {
  expression(s: State, actor: string): Info | undefined;
  contents(s: State, z: string): Info | undefined;
  world(s: State): World;
  /** The world after so many updates, or the last one that there can be. */
  worldOf(k: number): World;
}

export interface Asked extends Pick<TransitionSystem, 'actors' | 'blocked' | 'updates'> {
  readonly views: Views;
  applied(s: State): number;
}

type Fields = Sort<'Fields'>;

/** The integer in a value, fields followed. */
function integerIn(e: Expr, fields: readonly string[]): bigint | undefined {
  let at: Expr | undefined = bare(e);
  for (const l of fields) {
    if (at?.tag !== 'Rec') return undefined;
    let f: Fields = at.fields;
    while (f.tag === 'Field' && f.label !== l) f = f.rest;
    at = f.tag === 'Field' ? f.e : undefined;
  }
  return at?.tag === 'Num' ? at.n : undefined;
}

/** The worlds that updates lead to, as far as they can be applied one after the other. */
const worldsOf = ({ updates, views }: Asked): readonly World[] =>
  Array.from({ length: updates + 1 }, (_, k) => views.worldOf(k));

/** Atoms about variables, functions and types of the program and its updates. */
export function vocabulary(space: Asked): readonly string[] {
  const worlds = worldsOf(space);
  const variables = new Set(worlds.flatMap((w) => w.variables.map((v) => v.name)));
  const functions = new Set(worlds.flatMap((w) => entries(w.functions).map(([name]) => name)));
  const types = worlds.flatMap((w) => entries(w.types).map(([t, τ]) => `type ${t} = ${printType(τ)}`));
  return [
    ...variables,
    ...[...variables].flatMap((z) => [`write(${z})`, `pending(${z})`]),
    ...[...functions].flatMap((f) => [`at(0, ${f})`, `at(1, ${f})`]),
    'at(0, update)',
    'threads <= 1',
    ...new Set(types),
  ];
}

export function ask(space: Asked, q: Question): Reading {
  const { views } = space;
  const worlds = worldsOf(space);
  const none = (message: string): Reading => ({ kind: 'none', message });
  const hasVariable = (z: string) => worlds.some((w) => w.slotOf.has(z));
  switch (q.about) {
    case 'value': {
      if (!hasVariable(q.name)) return none(`unknown variable ${q.name}`);
      const answers = new Map<Info, bigint | undefined>();
      return {
        kind: 'number',
        of: (s) => {
          const info = views.contents(s, q.name);
          if (info === undefined || info.kind !== 'value') return undefined;
          if (!answers.has(info)) answers.set(info, integerIn(info.e, q.fields));
          return answers.get(info);
        },
      };
    }
    case 'pending':
      if (!hasVariable(q.name)) return none(`unknown variable ${q.name}`);
      return {
        kind: 'truth',
        of: (s) => {
          const info = views.contents(s, q.name);
          return info !== undefined && info.kind !== 'value';
        },
      };
    case 'version':
      if (q.of !== undefined) return none('versions are of the system, not of a thread');
      return { kind: 'number', of: (s) => space.applied(s) };
    case 'threads':
      return { kind: 'number', of: (s) => space.actors(s).length };
    case 'type':
      if (!worlds.some((w) => get(w.types, q.name) !== undefined)) return none(`unknown type ${q.name}`);
      return {
        kind: 'word',
        of: (s) => {
          const τ = get(views.world(s).types, q.name);
          return τ === undefined ? undefined : printType(τ);
        },
      };
    case 'blocked':
      return { kind: 'truth', of: (s) => space.blocked(s, q.actor) };
    case 'finished':
      return {
        kind: 'truth',
        of: (s) => {
          const info = views.expression(s, q.actor);
          return info === undefined || info.kind === 'value';
        },
      };
    case 'at': {
      if (q.what !== 'update' && !worlds.some((w) => get(w.functions, q.what) !== undefined))
        return none(`unknown function ${q.what}`);
      return {
        kind: 'truth',
        of: (s) => {
          const info = views.expression(s, q.actor);
          if (info === undefined) return false;
          if (q.what === 'update') return info.kind === 'point';
          const { e } = info.place;
          return e.tag === 'App' && info.kind === 'call' && e.fun.tag === 'Ext' && e.fun.z === q.what;
        },
      };
    }
    case 'other':
      return none(`${q.name} means nothing in programs with threads`);
  }
}
