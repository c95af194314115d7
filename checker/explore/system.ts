/**
 * What a calculus provides so that the behaviour of its programs can be explored: a transition system. States are
 * tuples of small integers, steps are labelled with who moves and by which rule. Exploration, properties, validity and
 * traces know a calculus by this interface alone.
 */

/**
 * A state: a tuple of integers, of any length. Two states are the same exactly when the tuples are: what no step and no
 * observation can tell apart has one tuple (references numbered in the order in which they are reached, what nothing
 * reaches left out). An integer ≥ 0 is the number of a thing (an expression, the contents of a cell, …) in a table of
 * the system's own, see {@link Interned}; an integer < 0 stands for itself (`~n` is a way to write a small number n).
 */
export type State = ArrayLike<number>;

/**
 * What a step does that the outside sees: `write` of a variable, `update` number k, `request` of an update, and what
 * else a calculus has (`send`, `receive`, `enter`). Properties match it by its name, the first arguments and the value.
 */
export interface Event {
  readonly name: string;
  /** As strings: the variable written; the number of the update, from 1; sender, receiver and label. */
  readonly args: readonly string[];
  /** The value written or sent, as printed, bare: the same in old and new representation where it is the same integer. */
  readonly value?: string;
  /** The same as a number, if it is an integer. */
  readonly number?: bigint;
}

export interface Label {
  /** A thread's number, a participant, a mediator; `all` for a step that several take together; `env` for the outside. */
  readonly actor: string;
  /** The rule, named as in the specification. */
  readonly rule: string;
  readonly event?: Event;
}

/** Who moves when it is the outside: nothing is assumed of its fairness. */
export const environment = 'env';
/** Who moves when all unfinished actors move together. */
export const together = 'all';

/** Given each step from a state: the number of its label, and where it leads (read at once; the tuple may be reused). */
export type Emit = (label: number, to: State, local?: boolean) => void;

/** What a formula can ask of a state. Names of actors are strings, for threads their numbers. */
export type Question =
  /** The integer in a variable, or in a field of its contents (`z.l.k`). */
  | { readonly about: 'value'; readonly name: string; readonly fields: readonly string[] }
  /** Whether the contents of a variable have not run yet. */
  | { readonly about: 'pending'; readonly name: string }
  /** How many updates have been applied: in all, or by one actor. */
  | { readonly about: 'version'; readonly of?: string }
  /** How many threads are unfinished. */
  | { readonly about: 'threads' }
  /** The definition of a type now, as printed. */
  | { readonly about: 'type'; readonly name: string }
  | { readonly about: 'blocked'; readonly actor: string }
  | { readonly about: 'finished'; readonly actor: string }
  /** Whether the actor's next step is an update point (`update`), or a call of the function of that name. */
  | { readonly about: 'at'; readonly actor: string; readonly what: string }
  /** Atoms of one calculus: `queue(p, q)`, `phase(o)`. */
  | { readonly about: 'other'; readonly name: string; readonly args: readonly string[] };

/** How to read an answer off a state. */
export type Reading =
  | { readonly kind: 'truth'; readonly of: (s: State) => boolean }
  /** undefined where there is none: comparisons with it are false. */
  | { readonly kind: 'number'; readonly of: (s: State) => number | bigint | undefined }
  | { readonly kind: 'word'; readonly of: (s: State) => string | undefined }
  /** The question names what neither the program nor an update has, or has no meaning here. */
  | { readonly kind: 'none'; readonly message: string };

/** What is left when a run is over, for people and for comparison. */
export interface Ending {
  /** The result, if the system is done and has one: bare, as printed. */
  readonly value: string | null;
  /** How many updates were applied. */
  readonly applied: number;
  /** The contents of the variables, bare, as printed; `pending` where they have not run. Sorted by name. */
  readonly variables: { readonly [name: string]: string };
}

/** Something about the updates of a system, in words, and a code to tell what it is. */
export interface Remark {
  readonly code: string;
  readonly message: string;
  /** The atom whose truth it explains; left out where it is of interest to everybody. */
  readonly atom?: string;
}

/** What an actor waits for. */
export interface Waiting {
  /** The variable, reference, queue or object. */
  readonly on: string;
  /** The actors who have to do something, where the state says who they are. */
  readonly whom: readonly string[];
}

/** Things behind the numbers in states, so that workers with tables of their own understand each other. */
export interface Interned {
  /** The thing behind a number ≥ 0, in a form that can be sent to another thread (structured clone). */
  give(number: number): unknown;
  /** The number of a thing that another table gave: the same thing always has the same number. */
  take(thing: unknown): number;
  /** The number of a label that another table gave. */
  label?(label: Label): number;
}

export interface TransitionSystem {
  /** The calculus. */
  readonly calculus: string;
  readonly start: State;
  /**
   * All steps of a state, finitely many, each once, always in the same order. From one state, a label leads to one state.
   * `local` may be said of a step of an actor that leaves it unfinished, changes nothing that others or updates still to
   * come look at, and that commutes with all steps of others (behaviours.md, section 9); only --reduce looks at it.
   */
  successors(s: State, emit: Emit): void;
  /** The label behind a number (from 0, without gaps). Equal labels have one number. */
  label(number: number): Label;
  /** How many updates were given. */
  readonly updates: number;
  /** The names of rules that steps can have, and of events, for the atoms `rule(R)`, `write(z)`, …. */
  readonly rules: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
  /** Whether everything is finished. */
  done(s: State): boolean;
  /** The actors that are unfinished in a state: those that fairness speaks of. */
  actors(s: State): readonly string[];
  /** Whether an actor waits for something that another must do (one that does not exist does not). */
  blocked(s: State, actor: string): boolean;
  /** Whether an actor waits, unblocked, for others to take a step together (at a barrier). */
  waits?(s: State, actor: string): boolean;
  ask(question: Question): Reading;
  ending(s: State): Ending;
  /** For people: the state on a few lines. */
  print(s: State): string;
  /** Per actor, what it has left to do, in one line; for lanes. */
  lane?(s: State, actor: string): string;
  /** What a blocked actor waits for, by its name, and whom where the state says; undefined for one that waits for nothing. */
  waiting?(s: State, actor: string): Waiting | undefined;
  /** Atoms about this program, as they are written in formulas: what is offered to whoever types one. */
  vocabulary?(): readonly string[];
  /**
   * The projection by which a state of the updated system is compared with one of the new program (behaviours.md,
   * section 6), as text: equal texts, equal projections, also across systems.
   */
  projection?(s: State): string;
  /** The representative of a state under renumbering of forked threads; it depends on the things, not on their numbers. */
  representative?(s: State): State;
  /** Codes for which updates were refused so far, per update, sorted; asked after the exploration. */
  refused?(): readonly (readonly string[])[];
  /** What is seen of the updates without a run: told beside what they are found to do. */
  remarks?(): readonly Remark[];
  readonly interned?: Interned;
}

/** A table of labels: equal labels get one number. */
export class Labels {
  private readonly numbers = new Map<string, number>();
  private readonly all: Label[] = [];

  number(label: Label): number {
    const { actor, rule, event } = label;
    const key = JSON.stringify([actor, rule, ...(event ? [event.name, event.args, event.value ?? null] : [])]);
    let n = this.numbers.get(key);
    if (n === undefined) {
      this.numbers.set(key, (n = this.all.length));
      this.all.push(label);
    }
    return n;
  }

  at(number: number): Label {
    const label = this.all[number];
    if (label === undefined) throw new RangeError(`no label has the number ${number}`);
    return label;
  }

  get size(): number {
    return this.all.length;
  }
}

const sameEvent = (a: Event | undefined, b: Event | undefined): boolean =>
  a === undefined || b === undefined
    ? a === b
    : a.name === b.name &&
      a.value === b.value &&
      a.args.length === b.args.length &&
      a.args.every((x, i) => x === b.args[i]);

/** Whether two labels are the same, event included. */
export const sameLabel = (a: Label, b: Label): boolean =>
  a.actor === b.actor && a.rule === b.rule && sameEvent(a.event, b.event);

/** Where the step with a label leads; undefined if a state has no such step. */
export function after(system: TransitionSystem, s: State, label: number): State | undefined {
  let found: State | undefined;
  system.successors(s, (n, to) => {
    if (n === label) found = Array.from(to);
  });
  return found;
}

/** Whether two tuples are the same state. */
export function sameState(a: State, b: State): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Where a path by labels leads, or which label (from 0) no step of the state before it has. */
export type Replayed =
  | { readonly states: readonly State[] }
  | { readonly wrong: number; readonly states: readonly State[]; readonly possible: readonly Label[] };

/**
 * Follows labels from a state (the start, if none is given).
 * @returns the states on the way, the first included: one more than labels.
 */
export function replay(system: TransitionSystem, labels: readonly Label[], from: State = system.start): Replayed {
  const states: State[] = [from];
  let at = from;
  for (let i = 0; i < labels.length; i++) {
    const wanted = labels[i] as Label;
    const possible: Label[] = [];
    let next: State | undefined;
    system.successors(at, (number, to) => {
      const label = system.label(number);
      possible.push(label);
      if (sameLabel(label, wanted)) next = Array.from(to);
    });
    if (next === undefined) return { wrong: i, states, possible };
    states.push((at = next));
  }
  return { states };
}
