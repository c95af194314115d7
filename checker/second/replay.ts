/**
 * A second replay: it checks derivations as replay does, and shares with it the reading of files and the rules, no code.
 * Terms are numbers (store.ts); a node's rule is not matched against what the node says but *built* from the node's
 * metavariables, and what comes out has to be the very numbers that stand there; metafunctions are computed by their
 * equations where they have any (interpret.ts). Where the two disagree, one of them is wrong.
 */
import type { Metavariable, Pattern } from '../../semantics/symbols.ts';
import type { Premise, Rule } from '../../rules/rule.ts';
import type { System } from '../../rules/system.ts';
import type { Proof, ProofNode } from '../decode.ts';
import { Interpreter, type Bindings } from './interpret.ts';
import { Store } from './store.ts';

/** Everything holds; or the first node that does not, and the premise (from 1; 0: the conclusion; null: before both). */
export type SecondVerdict =
  | { readonly ok: true; readonly nodes: number; readonly byEquations: number; readonly byCode: number }
  | { readonly ok: false; readonly node: number | null; readonly premise: number | null; readonly message: string };

interface Wrong {
  readonly premise: number | null;
  readonly message: string;
}

/** The metavariables that occur in a rule, each once. */
function metavariables(rule: Rule): readonly Metavariable[] {
  const found = new Map<string, Metavariable>();
  const look = (p: unknown): void => {
    if (typeof p !== 'object' || p === null) return;
    if ('meta' in p) {
      const m = p as Metavariable;
      if (!found.has(m.meta)) found.set(m.meta, m);
    } else if (Array.isArray(p)) p.forEach(look);
    else if ('call' in p) look((p as unknown as { readonly args: unknown }).args);
    else Object.values(p).forEach(look);
  };
  const inPremise = (p: Premise): void => {
    if (p.kind === 'judgement') look(p.args);
    else if (p.kind === 'where') look([p.value, p.pattern]);
    else look(p);
  };
  look(rule.conclusion.args);
  rule.premises.forEach(inPremise);
  return [...found.values()];
}

class Replayer {
  private readonly system: System;
  private readonly proof: Proof;
  private readonly store: Store;
  readonly interpreter: Interpreter;
  private readonly metas = new Map<string, readonly Metavariable[]>();

  constructor(system: System, proof: Proof) {
    this.system = system;
    this.proof = proof;
    this.store = new Store(system.grammar);
    this.interpreter = new Interpreter(this.store);
  }

  private sortOf(id: number): string {
    const { tag, primitive } = this.store.node(id);
    if (tag !== undefined) return this.system.grammar.constructors.get(tag)?.sort ?? '?';
    return typeof primitive === 'string' ? 'name' : typeof primitive === 'bigint' ? 'int' : 'names';
  }

  /** What is wrong with a node; undefined when nothing is. */
  node(index: number): Wrong | undefined {
    const node = this.proof.nodes[index] as ProofNode;
    const rule = this.system.rules.get(node.rule);
    if (rule === undefined) return { premise: null, message: `no rule is called ${node.rule}` };
    if (node.premises.some((p) => !Number.isInteger(p) || p < 0 || p >= index))
      return { premise: null, message: 'a premise does not come before what follows from it' };
    if (rule.conclusion.judgement.name !== node.judgement)
      return { premise: 0, message: `${rule.name} does not conclude ${node.judgement}` };
    const bindings: Bindings = new Map();
    const metas = this.metas.get(rule.name) ?? metavariables(rule);
    this.metas.set(rule.name, metas);
    if (Object.keys(node.metas).length !== metas.length)
      return { premise: null, message: 'it has other metavariables than the rule' };
    for (const m of metas) {
      if (!Object.hasOwn(node.metas, m.meta)) return { premise: null, message: `${m.meta} stands for nothing` };
      const id = this.store.of(node.metas[m.meta]);
      if (this.sortOf(id) !== m.sort) return { premise: null, message: `${m.meta} is of another sort` };
      if (!this.interpreter.meets(m, id)) return { premise: null, message: `${m.meta} may not stand for this` };
      bindings.set(m.meta, id);
    }
    const same = (patterns: readonly Pattern[], claimed: readonly unknown[]): boolean =>
      patterns.length === claimed.length &&
      patterns.every((p, i) => this.interpreter.value(p, bindings) === this.store.of(claimed[i]));
    if (!same(rule.conclusion.args, node.args)) return { premise: 0, message: 'the conclusion is another one' };
    const judgements = rule.premises.filter((p) => p.kind === 'judgement').length;
    if (judgements !== node.premises.length) return { premise: null, message: `the rule has ${judgements} premises` };
    let next = 0;
    for (const [i, p] of rule.premises.entries()) {
      const wrong = (message: string): Wrong => ({ premise: i + 1, message });
      if (p.kind === 'judgement') {
        const claim = this.proof.nodes[node.premises[next++] as number] as ProofNode;
        if (claim.judgement !== p.judgement.name || !same(p.args, claim.args)) return wrong('it is another sentence');
      } else if (p.kind === 'where') {
        const value = this.interpreter.value(p.value, bindings);
        if (value < 0 || value !== this.interpreter.value(p.pattern, bindings)) return wrong('the sides differ');
      } else if (this.interpreter.value(p, bindings) !== this.store.primitive(true)) return wrong('it does not hold');
    }
    return undefined;
  }
}

/**
 * Checks every node of a proof against the rules of a system, the digest left aside: whether the file was made with these
 * rules is for the caller to ask.
 */
export function replayAgain(system: System, proof: Proof): SecondVerdict {
  const replayer = new Replayer(system, proof);
  for (let i = 0; i < proof.nodes.length; i++) {
    let wrong: Wrong | undefined;
    try {
      wrong = replayer.node(i);
    } catch (e) {
      // A metafunction may be undefined on terms that are of the right sort and make no sense.
      wrong = { premise: null, message: `not defined: ${e instanceof Error ? e.message : String(e)}` };
    }
    if (wrong !== undefined) return { ok: false, node: i, ...wrong };
  }
  if (proof.roots.some((r) => proof.nodes[r] === undefined))
    return { ok: false, node: null, premise: null, message: 'a root is no node' };
  const { equations, code } = replayer.interpreter.counts;
  return { ok: true, nodes: proof.nodes.length, byEquations: equations, byCode: code };
}
