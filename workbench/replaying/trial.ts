/**
 * Both replayers on derivations that are generated, and on the same with one node changed: they have to say the same of
 * each, and of the same node.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { produce, type Draft } from 'immer';
import { equal } from '../../semantics/terms.ts';
import type { System } from '../../rules/system.ts';
import type { Theorem } from '../../rules/theorem.ts';
import type { Derivation } from '../../checker/derivation.ts';
import { derive } from '../../checker/derive.ts';
import { decode, encode, type Proof, type ProofNode } from '../../checker/format.ts';
import { RandomChooser } from '../../checker/generate/choose.ts';
import { Hunter } from '../../checker/hunt/episodes.ts';
import { replay } from '../../checker/replay.ts';
import { Interpreter } from '../../checker/second/interpret.ts';
import { replayAgain } from '../../checker/second/replay.ts';
import { Store } from '../../checker/second/store.ts';
import { unchanged, type Calculus } from '../../proofs/calculi.ts';
import { theoremsFor } from '../hunt/hunter.ts';

/** A way to change a node. */
export type Change = 'conclusion' | 'rule' | 'drop' | 'swap' | 'metavariable';
export const changes: readonly Change[] = ['conclusion', 'rule', 'drop', 'swap', 'metavariable'];

/**
 * A proof with one node changed.
 * @param pick chooses a number below a bound.
 * @returns the proof and the node; undefined where there is nothing to change so, or the change changes nothing.
 */
export function changed(
  system: System,
  proof: Proof,
  change: Change,
  pick: (n: number) => number,
): { readonly proof: Proof; readonly node: number } | undefined {
  const at = pick(proof.nodes.length);
  const node = proof.nodes[at] as ProofNode;
  const term = () => proof.terms[pick(proof.terms.length)];
  const made = produce(proof, ({ nodes }) => {
    const it = nodes[at] as Draft<ProofNode>;
    const { premises } = it;
    switch (change) {
      case 'conclusion':
        it.args[pick(it.args.length)] = term();
        return;
      case 'rule':
        it.rule = [...system.rules.keys()][pick(system.rules.size)] as string;
        return;
      case 'drop':
        if (premises.length > 0) premises.splice(pick(premises.length), 1);
        return;
      case 'swap': {
        if (premises.length < 2) return;
        const k = pick(premises.length - 1);
        premises.splice(k, 2, premises[k + 1] as number, premises[k] as number);
        return;
      }
      case 'metavariable': {
        const names = Object.keys(it.metas);
        if (names.length > 0) it.metas[names[pick(names.length)] as string] = term();
      }
    }
  });
  return says(proof, node, made, made.nodes[at] as ProofNode) ? undefined : { proof: made, node: at };
}

/** Whether two nodes say the same, with the same premises. */
function says(p: Proof, a: ProofNode, q: Proof, b: ProofNode): boolean {
  const premises = (of: Proof, n: ProofNode) => n.premises.map((k) => [of.nodes[k]?.judgement, of.nodes[k]?.args]);
  return (
    a.rule === b.rule &&
    a.judgement === b.judgement &&
    equal(a.args, b.args) &&
    equal(a.metas, b.metas) &&
    equal(premises(p, a), premises(q, b))
  );
}

/** What was tried. */
export interface Tried {
  derivations: number;
  nodes: number;
  changed: number;
  rejected: number;
  byEquations: number;
  byCode: number;
}
export const nothingTried = (): Tried => ({
  derivations: 0,
  nodes: 0,
  changed: 0,
  rejected: 0,
  byEquations: 0,
  byCode: 0,
});

/**
 * Both verdicts on a proof.
 * @returns where they differ, in words; undefined when they agree.
 */
export const compared = (system: System, proof: Proof, tried: Tried): string | undefined =>
  comparedVerdicts(replay(system, proof), replayAgain(system, proof), tried);

/** What differs in what both said of a derivation; undefined where they agree. */
export function comparedVerdicts(
  first: ReturnType<typeof replay>,
  second: ReturnType<typeof replayAgain>,
  tried: Tried,
): string | undefined {
  if (second.ok) {
    tried.byEquations += second.byEquations;
    tried.byCode += second.byCode;
  }
  if (first.ok && second.ok) return undefined;
  if (!first.ok && !second.ok && first.node === second.node) return undefined;
  const say = (v: typeof first | typeof second) => (v.ok ? 'it holds' : `node ${v.node}: ${v.message}`);
  return `replay says ${say(first)}; the second says ${say(second)}`;
}

/** Generates derivations, and compares the replayers on them and on changed ones. */
export class Trials {
  private readonly hunter: Hunter | undefined;
  private readonly store: Store;
  private readonly interpreter: Interpreter;
  private readonly chooser = new RandomChooser(0);
  private readonly system: System;
  private problems: string[] = [];
  readonly tried = nothingTried();

  /** Derivations are those of the premises of a calculus' theorems, in instances that its hunt makes of them. */
  constructor(calculus: Calculus, seed: number) {
    this.system = calculus.base;
    this.store = new Store(calculus.base.grammar);
    this.interpreter = new Interpreter(this.store);
    const theorems = theoremsFor(calculus, unchanged(calculus), null);
    // A calculus without theorems has no hunt; it is given its derivations.
    this.hunter =
      theorems.length === 0
        ? undefined
        : new Hunter(calculus.base, calculus.huntingGround, theorems, seed, {
            movers: calculus.movers,
            size: calculus.size,
            holds: (theorem, values) => this.instance(theorem, values),
          });
  }

  /**
   * The derivations of one episode of the hunt.
   * @returns the disagreements, in words.
   */
  episode(k: number): readonly string[] {
    this.problems = [];
    this.chooser.reseed(k);
    this.hunter?.episode(k);
    return this.problems.map((p) => `episode ${k}: ${p}`);
  }

  private instance(theorem: Theorem, values: Readonly<Record<string, unknown>>): void {
    const bindings = new Map(Object.entries(values).map(([m, v]) => [m, this.store.of(v)]));
    for (const p of theorem.premises) {
      if (p.kind !== 'judgement' || theorem.premisesIn !== undefined) continue;
      const inputs = p.args
        .slice(0, p.judgement.inputs.length)
        .map((a) => this.store.term(this.interpreter.value(a, bindings)));
      const derived = derive(this.system, p.judgement, inputs, { fuel: 20_000 });
      if (!isLeft(derived)) this.derivations([derived.right.derivation]);
    }
  }

  /**
   * Derivations from elsewhere, of what a program does, say.
   * @returns the disagreements, in words.
   */
  given(roots: readonly Derivation[]): readonly string[] {
    this.problems = [];
    this.chooser.reseed(this.tried.derivations);
    this.derivations(roots);
    return this.problems;
  }

  private derivations(roots: readonly Derivation[]): void {
    const { system, tried } = this;
    const pick = (n: number) => this.chooser.choose(n);
    const text = [...encode(system, roots)].join('');
    const read = decode(JSON.parse(text), () => system);
    if (isLeft(read)) {
      this.problems.push(`a derivation cannot be read: ${read.left}`);
      return;
    }
    const { proof } = read.right;
    tried.derivations++;
    tried.nodes += proof.nodes.length;
    const whole = compared(system, proof, tried);
    if (whole !== undefined) this.problems.push(whole);
    for (const change of changes) {
      const other = changed(system, proof, change, pick);
      if (other === undefined) continue;
      tried.changed++;
      const second = replayAgain(system, other.proof);
      if (!second.ok) tried.rejected++;
      const problem = comparedVerdicts(replay(system, other.proof), second, tried);
      if (problem !== undefined) this.problems.push(`${change}: ${problem}`);
    }
  }
}
