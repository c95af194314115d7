/**
 * replay: checks derivations that somebody else made, trusting nothing but the rules and the metafunctions. It
 * searches for nothing: a node says its rule and what each metavariable stands for; replay puts these into the rule's
 * schema and compares what comes out with what the node and its premises claim.
 *
 * It uses nothing of derive or its caches, keeps no state between nodes, and does not throw on bad input.
 */
import {
  compileBuilder,
  compileMatcher,
  slots,
  type Builder,
  type Environment,
  type Matcher,
} from '../semantics/matching.ts';
import type { Grammar } from '../semantics/grammar.ts';
import type { Metavariable } from '../semantics/symbols.ts';
import { digestOf } from '../rules/digest.ts';
import { metavariablesOf, type Rule } from '../rules/rule.ts';
import type { System } from '../rules/system.ts';
import { sortOf, type Proof, type ProofNode } from './decode.ts';

/** Everything holds; or the first wrong node: its path from a root, its rule, and what fails. */
export type Verdict =
  | { readonly ok: true; readonly nodes: number; readonly roots: readonly string[] }
  | {
      readonly ok: false;
      readonly node: number | null;
      readonly path: string;
      readonly rule: string | null;
      /** The premise or side condition that fails, from 1; 0 for the conclusion; null for what precedes both. */
      readonly premise: number | null;
      readonly message: string;
    };

/** A rule made ready to be compared with nodes. */
interface Check {
  readonly judgement: string;
  readonly metas: readonly Metavariable[];
  readonly conclusion: readonly Matcher[];
  readonly premises: readonly PremiseCheck[];
  readonly judgements: number;
}

type PremiseCheck =
  | { readonly kind: 'judgement'; readonly name: string; readonly args: readonly Matcher[] }
  | { readonly kind: 'where'; readonly value: Builder; readonly pattern: Matcher; readonly text: string }
  | { readonly kind: 'holds'; readonly value: Builder; readonly text: string };

/** Compiles a rule with every metavariable known: matchers compare, none binds. */
function prepare(system: System, rule: Rule): Check {
  const g = system.grammar;
  const s = slots();
  const bound = new Set(metavariablesOf(rule));
  const match = (p: Parameters<typeof compileMatcher>[2]) => compileMatcher(g, s, p, bound);
  const conclusion = rule.conclusion.args.map(match);
  const premises = rule.premises.map((p): PremiseCheck => {
    if (p.kind === 'judgement') return { kind: 'judgement', name: p.judgement.name, args: p.args.map(match) };
    if (p.kind === 'where') {
      const value = compileBuilder(g, s, p.value);
      return { kind: 'where', value, pattern: match(p.pattern), text: 'side condition' };
    }
    return { kind: 'holds', value: compileBuilder(g, s, p), text: `side condition ${p.call.info.name}` };
  });
  return {
    judgement: rule.conclusion.judgement.name,
    metas: s.metas,
    conclusion,
    premises,
    judgements: premises.filter((p) => p.kind === 'judgement').length,
  };
}

interface Wrong {
  readonly premise: number | null;
  readonly message: string;
}

/** What is wrong with a node, its premises being claimed by `nodes`; undefined when it is an instance of its rule. */
function checkNode(g: Grammar, check: Check, node: ProofNode, nodes: readonly ProofNode[]): Wrong | undefined {
  if (node.judgement !== check.judgement)
    return { premise: 0, message: `the rule concludes ${check.judgement}, the node claims ${node.judgement}` };
  const { metas } = check;
  const env: Environment = new Array(metas.length);
  for (let i = 0; i < metas.length; i++) {
    const m = metas[i] as Metavariable;
    if (!Object.hasOwn(node.metas, m.meta)) return { premise: null, message: `no value for ${m.meta}` };
    const value = node.metas[m.meta];
    if (sortOf(g, value) !== m.sort)
      return { premise: null, message: `${m.meta} is a ${sortOf(g, value)}, not a ${m.sort}` };
    if (m.restriction !== undefined && !m.restriction.holds(value))
      return { premise: null, message: `${m.meta} is not a ${m.restriction.name}` };
    env[i] = value;
  }
  const extra = Object.keys(node.metas).length - metas.length;
  if (extra !== 0) return { premise: null, message: 'values for metavariables that the rule does not have' };
  if (node.args.length !== check.conclusion.length)
    return { premise: 0, message: 'the conclusion has other arguments' };
  for (let i = 0; i < node.args.length; i++)
    if (!(check.conclusion[i] as Matcher)(node.args[i], env))
      return { premise: 0, message: `argument ${i + 1} of the conclusion is not what the rule says` };
  if (node.premises.length !== check.judgements)
    return { premise: null, message: `the rule has ${check.judgements} premises, the node ${node.premises.length}` };
  let next = 0;
  for (let i = 0; i < check.premises.length; i++) {
    const wrong = checkPremise(check.premises[i] as PremiseCheck, env, () => nodes[node.premises[next++] as number]);
    if (wrong !== undefined) return { premise: i + 1, message: wrong };
  }
  return undefined;
}

/** Premises come before what follows from them: so no node rests on itself, by whatever way. */
function unfounded(node: ProofNode, at: number): Wrong | undefined {
  const bad = node.premises.findIndex((p) => !(Number.isInteger(p) && p >= 0 && p < at));
  return bad === -1
    ? undefined
    : { premise: null, message: `premise ${bad + 1} is no node that comes before this one` };
}

/** A metafunction may be undefined on terms that are of the right sort and make no sense: then the node is wrong. */
function guarded(g: Grammar, check: Check, node: ProofNode, proof: Proof): Wrong | undefined {
  try {
    return checkNode(g, check, node, proof.nodes);
  } catch (e) {
    return { premise: null, message: `not defined: ${e instanceof Error ? e.message : String(e)}` };
  }
}

function checkPremise(p: PremiseCheck, env: Environment, claimed: () => ProofNode | undefined): string | undefined {
  switch (p.kind) {
    case 'judgement': {
      const claim = claimed();
      if (claim === undefined) return 'the premise is missing';
      if (claim.judgement !== p.name) return `the premise is ${claim.judgement}, not ${p.name}`;
      if (claim.args.length !== p.args.length) return 'the premise has other arguments';
      const i = p.args.findIndex((match, k) => !match(claim.args[k], env));
      return i < 0 ? undefined : `argument ${i + 1} of the premise ${p.name} is not what the rule says`;
    }
    case 'where': {
      const value = p.value(env);
      return value !== undefined && p.pattern(value, env) ? undefined : `the ${p.text} does not hold`;
    }
    case 'holds':
      return p.value(env) === true ? undefined : `the ${p.text} does not hold`;
  }
}

/** A way from a root to a node: `roots[0].premises[2]…`; shortened in the middle when it is long. */
function pathTo(proof: Proof, target: number): string {
  const { roots, nodes } = proof;
  const step = new Map<number, { readonly parent: number; readonly at: number }>();
  const seen = new Set<number>(roots);
  const work = [...roots];
  while (work.length > 0 && !seen.has(target)) {
    const parent = work.pop() as number;
    nodes[parent]?.premises.forEach((child, at) => {
      if (seen.has(child)) return;
      seen.add(child);
      step.set(child, { parent, at });
      work.push(child);
    });
  }
  if (!seen.has(target)) return `nodes[${target}]`;
  const parts: string[] = [];
  let at = target;
  for (let s = step.get(at); s !== undefined; s = step.get(at)) {
    parts.push(`.premises[${s.at}]`);
    at = s.parent;
  }
  parts.reverse();
  const shown =
    parts.length > 40 ? [...parts.slice(0, 20), `.…(${parts.length - 40} more)`, ...parts.slice(-20)] : parts;
  return `roots[${roots.indexOf(at)}]${shown.join('')}`;
}

export interface ReplayOptions {
  /** Check the nodes although the file was made with other rules. */
  readonly anyRules?: boolean;
}

/** Checks every node of a proof against the rules of a system. */
export function replay(system: System, proof: Proof, options: ReplayOptions = {}): Verdict {
  if (!options.anyRules && proof.digest !== digestOf(system))
    return {
      ok: false,
      node: null,
      path: 'digest',
      rule: null,
      premise: null,
      message: `made with other rules (digest ${proof.digest}, here ${digestOf(system)})`,
    };
  const checks = new Map<string, Check>();
  for (let i = 0; i < proof.nodes.length; i++) {
    const node = proof.nodes[i] as ProofNode;
    let check = checks.get(node.rule);
    let wrong: Wrong | undefined;
    if (check === undefined) {
      const rule = system.rules.get(node.rule);
      if (rule === undefined) wrong = { premise: null, message: `there is no rule ${node.rule}` };
      else checks.set(node.rule, (check = prepare(system, rule)));
    }
    if (check !== undefined) wrong = unfounded(node, i) ?? guarded(system.grammar, check, node, proof);
    if (wrong !== undefined) return { ok: false, node: i, path: pathTo(proof, i), rule: node.rule, ...wrong };
  }
  const root = proof.roots.findIndex((r) => proof.nodes[r] === undefined);
  if (root !== -1)
    return {
      ok: false,
      node: null,
      path: `roots[${root}]`,
      rule: null,
      premise: null,
      message: 'there is no such node',
    };
  return {
    ok: true,
    nodes: proof.nodes.length,
    roots: proof.roots.map((r) => (proof.nodes[r] as ProofNode).judgement),
  };
}
