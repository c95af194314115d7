/** What may be wrong with a program that is made at random. */
import { sessions } from '../../../rules/sessions/system.ts';
import type { System } from '../../../rules/system.ts';
import { Choices as ChoicesOf, differing, likelySlips } from '../../hunt/slips.ts';

/**
 * Where a program departs from what is sure to be accepted. Of each program at most one kind is allowed, so that what a variant accepts and the calculus
 * does not is not refused for something else.
 */
export const slips = {
  /** A participant that hears nothing at a boundary. */
  unheard: ['rolesOk'],
  /** A receive without one of the branches. */
  'recv-drop': ['checksBranches'],
  /** The second branch of an if does something else. */
  'if-odd': ['checks'],
  /** A message of another sort. */
  'send-sort': ['checks'],
  /** A record without one of its fields. */
  'send-coarse': ['checks', 'subsort'],
  /** Stop before the end. */
  stop: ['checks'],
  /** A procedure that calls one again without a message. */
  'call-at-once': ['guardsCalls'],
  /** A call with an argument of another sort, or with one too few. */
  'args-odd': ['haveSorts'],
  /** A procedure with a heading that is not what is asked of it. */
  'heading-odd': ['below'],
  /** A main procedure that does not do what the protocol asks. */
  'main-odd': ['mainOk'],
  /** A code update that gives a procedure another type. */
  'proc-odd': ['replaces'],
  /** A code update that asks more of the arguments. */
  'param-odd': ['replaces', 'subparams'],
  /** A code update after which old code and new call each other. */
  'guard-odd': ['guardOk'],
  /** An entry of another type, or with parameters that ask more. */
  'entry-odd': ['entriesOk', 'handsOver'],
  /** An entry that is not in the table, or none. */
  'entry-missing': ['entriesOk', 'handsOver'],
  /** A code update that asks less of the arguments, and entries as before. */
  'param-coarse': ['handsOver'],
  /** Entries for procedures behind no boundary, which nobody minds. */
  'entry-more': ['steps'],
} as const;
export type Slip = keyof typeof slips;

/** Of how many protocols one is in rounds: where projection is what differs, few are. */
export const roundsOf = (system: System): number =>
  ['projects', 'merges', 'joins', 'meets'].some((j) => differing(system, sessions).has(j)) ? 6 : 2;

/** Whether what an update hands over is judged otherwise. */
export const handsOverOtherwise = (system: System): boolean => differing(system, sessions).has('handsOver');

const likely = new WeakMap<System, readonly (Slip | undefined)[]>();
/** What is chosen from for the programs of a system. */
export function slipsFor(system: System): readonly (Slip | undefined)[] {
  let found = likely.get(system);
  if (found === undefined) {
    const none = () => (system.variant === null ? 3 * Object.keys(slips).length : 8);
    likely.set(system, (found = likelySlips<Slip>(system, sessions, slips, 6, none)));
  }
  return found;
}

export class Choices extends ChoicesOf<Slip> {
  /** Whether processes say no more than their types ask: small programs are explored to their end. */
  readonly calm = this.once(2);

  shuffled<T>(all: readonly T[]): T[] {
    const rest = [...all];
    const out: T[] = [];
    while (rest.length > 0) out.push(...rest.splice(this.below(rest.length), 1));
    return out;
  }
  /** The same choices, where something else may be wrong. */
  slipping(kind: Slip): Choices {
    return new Choices(this.chooser, kind);
  }
}
