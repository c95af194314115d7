/** Choices of a sample, and the one thing in it that may be wrong: whether it is, the rules of the variant say. */
import { sessions } from '../../../rules/sessions/system.ts';
import type { System } from '../../../rules/system.ts';
import type { Chooser } from '../../generate/choose.ts';

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

/** The judgements of whose rules a system has others than the calculus. */
export function differing(system: System): ReadonlySet<string> {
  return new Set(
    [...system.rules.values()].filter((r) => sessions.rules.get(r.name) !== r).map((r) => r.conclusion.judgement.name),
  );
}

/** Of how many protocols one is in rounds: where projection is what differs, few are. */
export const roundsOf = (system: System): number =>
  ['projects', 'merges', 'joins', 'meets'].some((j) => differing(system).has(j)) ? 6 : 2;

const likely = new WeakMap<System, readonly (Slip | undefined)[]>();
/** What is chosen from for the programs of a system: what has to do with the rules in which a variant differs comes up more often. */
export function slipsFor(system: System): readonly (Slip | undefined)[] {
  let found = likely.get(system);
  if (found !== undefined) return found;
  const differs = differing(system);
  const all = Object.entries(slips) as [Slip, readonly string[]][];
  const often = all.filter(([, judgements]) => judgements.some((j) => differs.has(j))).map(([s]) => s);
  const none = Array<undefined>(system.variant === null ? 3 * all.length : 8).fill(undefined);
  likely.set(
    system,
    (found = [...all.map(([s]) => s), ...Array(6).fill(often).flat(), ...none] as (Slip | undefined)[]),
  );
  return found;
}

export class Choices {
  /** Names given so far. */
  private count = 0;

  /** Whether processes say no more than their types ask: small programs are explored to their end. */
  readonly calm: boolean;

  constructor(
    private readonly chooser: Chooser,
    readonly slip: Slip | undefined,
  ) {
    this.calm = chooser.choose(2) === 0;
  }

  below(n: number): number {
    return this.chooser.choose(n);
  }
  /** True once in n times. */
  once(n: number): boolean {
    return this.chooser.choose(n) === 0;
  }
  pick<T>(all: readonly T[]): T {
    return all[this.chooser.choose(all.length)] as T;
  }
  shuffled<T>(all: readonly T[]): T[] {
    const rest = [...all];
    const out: T[] = [];
    while (rest.length > 0) out.push(...rest.splice(this.chooser.choose(rest.length), 1));
    return out;
  }
  /** The same choices, where something else may be wrong. */
  slipping(kind: Slip): Choices {
    return new Choices(this.chooser, kind);
  }
  /** Whether something may be wrong in this way here. */
  slips(kind: Slip, often = 2): boolean {
    return this.slip === kind && this.once(often);
  }
  fresh(base: string): string {
    return `${base}${++this.count}`;
  }
}
