/** Atoms made to be asked: names looked up in the system, comparisons prepared. */
import { left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import type { Atom, Comparison, Formula } from './formula.ts';
import { together, type Label, type State, type TransitionSystem } from './system.ts';

export type AtomReader =
  | { readonly on: 'state'; readonly holds: (s: State) => boolean }
  /** Asked of the step that is taken; false where the run has ended. */
  | { readonly on: 'step'; readonly holds: (label: Label) => boolean }
  /** What a state without steps is; it takes all its steps to know. */
  | { readonly on: 'end'; readonly what: 'deadlock' | 'stuck' };

/** Whether a number compares; false where there is none. */
function compares(by: Comparison, to: bigint): (n: number | bigint | undefined) => boolean {
  const small = Number(to);
  const order = (n: number | bigint): number => {
    if (typeof n === 'number') return n - small;
    return n < to ? -1 : n > to ? 1 : 0;
  };
  const fits: Readonly<Record<Comparison, (d: number) => boolean>> = {
    '=': (d) => d === 0,
    '!=': (d) => d !== 0,
    '<': (d) => d < 0,
    '>': (d) => d > 0,
    '<=': (d) => d <= 0,
    '>=': (d) => d >= 0,
  };
  const fit = fits[by];
  return (n) => n !== undefined && fit(order(n));
}

function read(atom: Atom, system: TransitionSystem): AtomReader | string {
  const { ask } = atom;
  switch (ask.on) {
    case 'updated': {
      const version = system.ask({ about: 'version' });
      if (version.kind !== 'number') return version.kind === 'none' ? version.message : 'versions are numbers';
      const all = compares('>=', BigInt(system.updates));
      return { on: 'state', holds: (s) => all(version.of(s)) };
    }
    case 'end':
      if (ask.what === 'done') return { on: 'state', holds: (s) => system.done(s) };
      return { on: 'end', what: ask.what };
    case 'actor': {
      const { actor } = ask;
      return { on: 'step', holds: (l) => l.actor === actor || l.actor === together };
    }
    case 'rule': {
      const { rule } = ask;
      if (!system.rules.has(rule)) return `no step has the rule ${rule}`;
      return { on: 'step', holds: (l) => l.rule === rule };
    }
    case 'event': {
      const { name, args, compare } = ask;
      if (!system.events.has(name)) return `no step is a ${name} here`;
      if (name === 'write') {
        const variable = system.ask({ about: 'value', name: args[0] as string, fields: [] });
        if (variable.kind === 'none') return variable.message;
      }
      const fits = compare && compares(compare.by, compare.to);
      return {
        on: 'step',
        holds: ({ event: e }) =>
          e !== undefined &&
          e.name === name &&
          args.every((a, i) => e.args[i] === a) &&
          (fits === undefined || fits(e.number)),
      };
    }
    case 'state': {
      const reading = system.ask(ask.question);
      const { compare } = ask;
      switch (reading.kind) {
        case 'none':
          return reading.message;
        case 'truth':
          if (compare !== undefined) return `${atom.text}: there is nothing to compare`;
          return { on: 'state', holds: reading.of };
        case 'number': {
          if (compare === undefined) return `${atom.text} is a number: it has to be compared`;
          if (typeof compare.to === 'string') return `${atom.text}: a number is compared with ${compare.to}`;
          const fits = compares(compare.by, compare.to);
          return { on: 'state', holds: (s) => fits(reading.of(s)) };
        }
        case 'word': {
          if (compare === undefined || (compare.by !== '=' && compare.by !== '!='))
            return `${atom.text} is a word: it is compared by = or !=`;
          const wanted = String(compare.to);
          const equal = compare.by === '=';
          return {
            on: 'state',
            holds: (s) => {
              const word = reading.of(s);
              return word !== undefined && (word === wanted) === equal;
            },
          };
        }
      }
    }
  }
}

/** The readers of a formula's atoms, in their order; an error of kind `scope` for each that has no meaning. */
export function resolve(f: Formula, system: TransitionSystem): Either<LoadError[], readonly AtomReader[]> {
  const readers: AtomReader[] = [];
  const errors: LoadError[] = [];
  for (const atom of f.atoms) {
    const reader = read(atom, system);
    if (typeof reader === 'string') errors.push(loadError('scope', reader, atom.position, atom.position.file));
    else readers.push(reader);
  }
  return errors.length > 0 ? left(errors) : right(readers);
}
