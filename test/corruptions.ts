/** Derivations with one thing changed: replay rejects each. */
import { expect } from 'vitest';
import { equal } from '../semantics/terms.ts';
import type { System } from '../rules/system.ts';
import type { Proof, ProofNode } from '../checker/format.ts';
import type { RandomChooser } from '../checker/generate/choose.ts';
import { replay } from '../checker/replay.ts';

/**
 * Changes the rule, a metavariable or a premise of a node, again and again, and expects replay to reject what comes of it.
 * @param times how often; what says the same as before is not counted.
 * @returns how many changed derivations were rejected.
 */
export function rejectsChanged(system: System, proof: Proof, chooser: RandomChooser, times: number): number {
  let tried = 0;
  const pick = (): number => chooser.choose(proof.nodes.length);
  for (let n = 0; n < times; n++) {
    const at = pick();
    const node = proof.nodes[at] as ProofNode;
    const other = proof.nodes[pick()] as ProofNode;
    const names = Object.keys(node.metas);
    let wrong: ProofNode;
    if (n % 3 === 0 || names.length === 0) {
      if (other.rule === node.rule) continue;
      wrong = { ...node, rule: other.rule };
    } else if (n % 3 === 1) {
      const m = names[chooser.choose(names.length)] as string;
      const value = other.metas[m];
      if (value === undefined || equal(value, node.metas[m])) continue;
      wrong = { ...node, metas: { ...node.metas, [m]: value } };
    } else {
      if (node.premises.length === 0) continue;
      const k = chooser.choose(node.premises.length);
      const by = pick();
      const [a, b] = [proof.nodes[node.premises[k] as number] as ProofNode, proof.nodes[by] as ProofNode];
      if (a.judgement === b.judgement && equal(a.args, b.args)) continue;
      wrong = { ...node, premises: node.premises.map((p, i) => (i === k ? by : p)) };
    }
    tried++;
    const nodes = proof.nodes.map((x, i) => (i === at ? wrong : x));
    expect(replay(system, { ...proof, nodes }).ok).toBe(false);
  }
  return tried;
}
