/**
 * derive: runs a judgement. Given its inputs it finds the outputs and the derivation, by backward search over the
 * compiled rules, with full backtracking, on an explicit stack: neither deep terms nor long searches use native stack.
 */
import { left, right, type Either } from 'fp-ts/lib/Either.js';
import type { Environment } from '../semantics/matching.ts';
import type { Form } from '../rules/judgement.ts';
import type { System } from '../rules/system.ts';
import {
  candidates,
  compile,
  type CompiledJudgement,
  type CompiledJudgementPremise,
  type CompiledPremise,
  type CompiledRule,
} from './compile.ts';
import type { Derivation } from './derivation.ts';

/** One rule tried on a goal, and the premise at which it failed. */
export interface Attempt {
  readonly rule: CompiledRule;
  /** Index of the premise; `rule.premises.length` when an output of the conclusion is not defined. */
  readonly premise: number;
  readonly env: Environment;
  /** Why a judgement premise failed: it has no derivation, or one whose outputs do not fit (`got`). */
  readonly cause: Failure | undefined;
  readonly got: readonly unknown[] | undefined;
}

/** A goal without a derivation: the rules that matched its inputs and how far each got. */
export interface Failure {
  readonly judgement: string;
  readonly inputs: readonly unknown[];
  readonly attempts: readonly Attempt[];
  /** The search was cut short. */
  readonly outOfFuel?: boolean;
}

export interface DeriveOptions {
  /** How many rule instances may be tried; no limit by default. Variants may have rules that search forever. */
  readonly fuel?: number;
  /** Keep attempts, for explain; costs time and memory on failing searches only. */
  readonly explain?: boolean;
  /** Build derivations (default), or find the outputs only. */
  readonly record?: boolean;
  /**
   * Goals that are known to hold, with their outputs; those that turn out to are added. Only where no derivation is
   * recorded: the definitions that a step leaves alone are not typed again.
   */
  readonly settled?: Known;
  /** Told the rule of each rule instance that is complete, those of branches given up included. */
  readonly count?: (rule: CompiledRule) => void;
  /** Told of each rule instance that is complete: its judgement and arguments, those of branches given up included. */
  readonly visit?: (judgement: string, args: readonly unknown[]) => void;
}

/** Goals that are known to hold. */
export interface Known {
  /** The outputs of a goal; undefined for one that is not known to hold. */
  find(judgement: string, inputs: readonly unknown[]): readonly unknown[] | undefined;
  /**
   * Adds a goal whose derivations all have these outputs.
   * @returns the outputs to go on with: these, or equal ones that are known already.
   */
  add(judgement: string, inputs: readonly unknown[], outputs: readonly unknown[]): readonly unknown[];
  /** Told that what follows is about another program: what is too much to keep is forgotten. */
  next?(): void;
}

const none: readonly unknown[] = [];

/** Goals of some judgements without outputs that are known to hold: the inputs, compared by identity. */
export class Settled implements Known {
  private readonly goals: ReadonlyMap<string, WeakMap<object, (readonly unknown[])[]>>;

  /** @param judgements those worth remembering: their goals are large, or asked often. */
  constructor(judgements: readonly string[]) {
    this.goals = new Map(judgements.map((j) => [j, new WeakMap()]));
  }

  find(judgement: string, inputs: readonly unknown[]): readonly unknown[] | undefined {
    const list = this.goals.get(judgement)?.get(inputs[inputs.length - 1] as object);
    return list?.some((known) => known.every((x, i) => x === inputs[i])) ? none : undefined;
  }

  add(judgement: string, inputs: readonly unknown[], outputs: readonly unknown[]): readonly unknown[] {
    const goals = this.goals.get(judgement);
    const last = inputs[inputs.length - 1];
    if (goals === undefined || outputs.length > 0 || typeof last !== 'object' || last === null) return outputs;
    const list = goals.get(last);
    if (list === undefined) goals.set(last, [inputs]);
    else {
      // What is typed against ever new signatures is not remembered for all of them.
      if (list.length > 8) list.shift();
      list.push(inputs);
    }
    return outputs;
  }
}

interface Goal {
  readonly judgement: CompiledJudgement;
  readonly inputs: readonly unknown[];
  /** The frame and premise this goal is for; undefined for the root. */
  readonly parent: Frame | undefined;
  readonly at: number;
  readonly attempts: Attempt[] | undefined;
}

interface Frame {
  readonly goal: Goal;
  readonly rule: CompiledRule;
  env: Environment;
  subs: Derivation[];
  pc: number;
  /** The furthest premise at which it failed. */
  furthest: number;
  /** How many choices were open when the frame was made. */
  readonly choices: number;
}

interface Choice {
  readonly goal: Goal;
  readonly rules: readonly CompiledRule[];
  readonly next: number;
}

/** What a derivation yields: the outputs, and the derivation unless it was not recorded. */
export interface Derived {
  readonly outputs: readonly unknown[];
  readonly derivation: Derivation;
}

/** What stands for a derivation, and for those of premises, where none is built. */
const unrecorded = undefined as unknown as Derivation;
const nothing: Derivation[] = [];

/** A search for derivations of one goal: its solutions one after the other. */
export class Search {
  private readonly choices: Choice[] = [];
  private readonly compiled;
  private readonly root: Goal;
  private fuel: number;
  private started = false;
  private readonly record: boolean;
  private readonly explain: boolean;
  private readonly visit: DeriveOptions['visit'];
  private readonly settled: Known | undefined;
  private readonly count: DeriveOptions['count'];
  /** After `next` returned undefined: why, when the search keeps attempts. */
  failure: Failure | undefined;

  constructor(system: System, form: Form, inputs: readonly unknown[], options: DeriveOptions = {}) {
    this.compiled = compile(system);
    this.fuel = options.fuel ?? Infinity;
    this.record = options.record ?? true;
    this.explain = options.explain ?? false;
    this.visit = options.visit;
    this.settled = this.record ? undefined : options.settled;
    this.count = options.count;
    const judgement = this.compiled.get(form.name);
    if (!judgement) throw new Error(`system ${system.name} has no judgement ${form.name}`);
    this.root = { judgement, inputs, parent: undefined, at: 0, attempts: this.explain ? [] : undefined };
  }

  /** The next solution, or undefined when there is none (or the fuel is used up: see `failure`). */
  next(): Derived | undefined {
    let frame: Frame | undefined;
    if (this.started) frame = this.backtrack();
    else {
      this.started = true;
      const known = this.settled?.find(this.root.judgement.name, this.root.inputs);
      if (known !== undefined) return { outputs: known, derivation: unrecorded };
      frame = this.enter(this.root, candidates(this.root.judgement, this.root.inputs[this.root.judgement.main]));
      frame ??= this.backtrack(this.root);
    }
    while (frame !== undefined) {
      const at: Frame = frame;
      if (at.pc < at.rule.premises.length) {
        const premise = at.rule.premises[at.pc] as CompiledPremise;
        if (premise.kind === 'condition') {
          if (premise.holds(at.env)) at.pc++;
          else frame = this.fail(at);
          continue;
        }
        const goal = this.subgoal(at, premise);
        if (goal === undefined) {
          frame = this.fail(at);
          continue;
        }
        const known = this.settled?.find(goal.judgement.name, goal.inputs);
        if (known !== undefined) {
          frame = this.resume(at, known, unrecorded);
          continue;
        }
        frame = this.enter(goal, candidates(goal.judgement, goal.inputs[goal.judgement.main]));
        frame ??= this.backtrack(goal);
        continue;
      }
      let outputs: readonly unknown[] | undefined = build(at.rule.outputs, at.env);
      if (outputs === undefined) {
        frame = this.fail(at);
        continue;
      }
      this.visit?.(at.goal.judgement.name, [...at.goal.inputs, ...outputs]);
      this.count?.(at.rule);
      if (this.settled !== undefined && at.goal.judgement.functional)
        outputs = this.settled.add(at.goal.judgement.name, at.goal.inputs, outputs);
      // Another derivation of a goal with the same outputs leads nowhere else: what follows is not tried again with it.
      if (at.goal.judgement.functional && at.goal.parent !== undefined) this.choices.length = at.choices;
      const parent: Frame | undefined = at.goal.parent;
      const derivation = this.record ? this.node(at, outputs) : unrecorded;
      if (parent === undefined) return { outputs, derivation };
      frame = this.resume(parent, outputs, derivation);
    }
    return undefined;
  }

  private subgoal(parent: Frame, { judgement, inputs: builders }: CompiledJudgementPremise): Goal | undefined {
    const inputs = build(builders, parent.env);
    if (inputs === undefined) return undefined;
    return { judgement, inputs, parent, at: parent.pc, attempts: this.explain ? [] : undefined };
  }

  /** Gives the outputs of its current premise to a frame; the frame goes on, or fails and another does. */
  private resume(parent: Frame, outputs: readonly unknown[], derivation: Derivation): Frame | undefined {
    const premise = parent.rule.premises[parent.pc] as CompiledJudgementPremise;
    const { env } = parent;
    for (let i = 0; i < outputs.length; i++)
      if (!premise.outputs[i]?.(outputs[i], env)) return this.fail(parent, outputs);
    if (this.record) parent.subs[premise.index] = derivation;
    parent.pc++;
    return parent;
  }

  private node(frame: Frame, outputs: readonly unknown[]): Derivation {
    // Open choices made inside may resume this frame: then it goes on writing to its own arrays.
    const shared = this.choices.length > frame.choices;
    return {
      rule: frame.rule.rule,
      metas: frame.rule.metas,
      env: shared ? frame.env.slice() : frame.env,
      args: [...frame.goal.inputs, ...outputs],
      premises: shared ? frame.subs.slice() : frame.subs,
    };
  }

  /** Starts the first rule from `from` on whose inputs match; leaves a choice for the others. */
  private enter(goal: Goal, rules: readonly CompiledRule[], from = 0): Frame | undefined {
    for (let i = from; i < rules.length; i++) {
      const rule = rules[i] as CompiledRule;
      // Of the size that they come to: arrays that grow take room for more.
      const env = new Array<unknown>(rule.metas.length);
      if (!matchAll(rule, goal.inputs, env)) continue;
      if (this.fuel-- <= 0) {
        this.choices.length = 0;
        this.failure = { judgement: goal.judgement.name, inputs: goal.inputs, attempts: [], outOfFuel: true };
        return undefined;
      }
      const choices = this.choices.length;
      if (i + 1 < rules.length) this.choices.push({ goal, rules, next: i + 1 });
      const subs = this.record ? new Array<Derivation>(rule.judgements) : nothing;
      return { goal, rule, env, subs, pc: 0, furthest: 0, choices };
    }
    return undefined;
  }

  private fail(frame: Frame, got?: readonly unknown[]): Frame | undefined {
    if (this.explain) note(frame, undefined, got);
    return this.backtrack(frame.goal);
  }

  /** Goes back to the last open choice; `failed` is the goal that has just been given up. */
  private backtrack(failed?: Goal): Frame | undefined {
    let goal = failed;
    for (;;) {
      if (this.explain && goal !== undefined) this.report(goal);
      const choice = this.choices.pop();
      if (choice === undefined) {
        this.failure ??= { judgement: this.root.judgement.name, inputs: this.root.inputs, attempts: [] };
        return undefined;
      }
      // The frames that went on since go back to the premises they were at. One that still stands there has not been
      // left, and so the frames around it have not either.
      for (let at = choice.goal; at.parent !== undefined && at.parent.pc !== at.at; at = at.parent.goal)
        at.parent.pc = at.at;
      const next = this.enter(choice.goal, choice.rules, choice.next);
      if (next !== undefined) return next;
      goal = choice.goal;
    }
  }

  /** Tells the frame that wanted a goal that it has no derivation, and so on outwards, up to the next open choice. */
  private report(failed: Goal): void {
    const choice = this.choices[this.choices.length - 1];
    for (let goal = failed; choice?.goal !== goal;) {
      const frame = goal.parent;
      if (frame === undefined) {
        if (choice === undefined) this.failure ??= describe(goal);
        return;
      }
      // Noted even where the frame goes back to a premise before this one: what fails there is not as far.
      note(frame, describe(goal), undefined);
      if (choice !== undefined && opensBelow(choice, frame, goal)) return;
      goal = frame.goal;
    }
  }
}

/** Keeps the attempt that a frame was; not where it has been further, and went back to a premise that held. */
function note(frame: Frame, cause: Failure | undefined, got: readonly unknown[] | undefined): void {
  if (frame.pc < frame.furthest) return;
  frame.furthest = frame.pc;
  frame.goal.attempts?.push({ rule: frame.rule, premise: frame.pc, env: frame.env.slice(), cause, got });
}

/** Whether a choice lies inside a premise of the frame that was solved before the failed goal was tried. */
function opensBelow(choice: Choice, frame: Frame, failed: Goal): boolean {
  for (let at: Goal | undefined = choice.goal; at !== undefined && at !== failed; at = at.parent?.goal)
    if (at.parent === frame) return true;
  return false;
}

const describe = (goal: Goal): Failure => ({
  judgement: goal.judgement.name,
  inputs: goal.inputs,
  attempts: goal.attempts ?? [],
});

function matchAll(rule: CompiledRule, inputs: readonly unknown[], env: Environment): boolean {
  const { inputs: matchers } = rule;
  // The main input selects; the others are tried in order since a matcher may compare with what one before it bound.
  for (let i = 0; i < matchers.length; i++) if (!matchers[i]?.(inputs[i], env)) return false;
  return true;
}

function build(builders: readonly ((env: Environment) => unknown)[], env: Environment): unknown[] | undefined {
  const built: unknown[] = new Array(builders.length);
  for (let i = 0; i < builders.length; i++) {
    const x = (builders[i] as (env: Environment) => unknown)(env);
    if (x === undefined) return undefined;
    built[i] = x;
  }
  return built;
}

/**
 * Derives a judgement: the first solution, or why there is none (with attempts when `explain` is set).
 * @param inputs ground terms, of the sorts of the judgement's inputs.
 */
export function derive(
  system: System,
  form: Form,
  inputs: readonly unknown[],
  options?: DeriveOptions,
): Either<Failure, Derived> {
  const search = new Search(system, form, inputs, options);
  const found = search.next();
  return found ? right(found) : left(search.failure as Failure);
}
