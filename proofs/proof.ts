/** What proofs are (proofs.md, section 2): trees of steps, of whatever they are about. */
import type { Instantiation, Numbers } from './certificate.ts';
import type { Sym } from './terms.ts';

export type { Development, Instantiation, Numbers } from './certificate.ts';
export { caseAt, claimName } from './kernel.ts';

/** Shows a premise for all: its variables, and a proof of its conclusions from its premises. */
export type Show = Readonly<{ vars: Numbers; node: Node }>;
/** What a premise is met by: the name of a claim, or a proof. */
export type By = string | Show;
/** Of a lemma; of a statement of the group, by the hypothesis of induction; or of the premise for all of that name. */
type Use = { kind: 'lemma' | 'hypothesis' | 'every'; of: string; instance: Instantiation; premises: readonly By[] };
export type Step = Readonly<
  | { step: 'invert'; of: string; rule: string; metas: Numbers }
  | { step: 'shape'; of: Sym; tag: string; metas: Numbers }
  | { step: 'apply'; rule: string; instance: Instantiation; premises: readonly string[]; as: string }
  | ({ step: 'use'; exists: Numbers; as: string } & Use)
>;
export type End = Readonly<
  | { end: 'done'; witnesses: Instantiation; claims: readonly By[] }
  | { end: 'absurd' }
  | { end: 'invert'; of: string; nodes: readonly Readonly<{ rule: string; metas: Numbers; node: Node }>[] }
  | { end: 'shape'; of: Sym; nodes: readonly Readonly<{ tag: string; metas: Numbers; node: Node }>[] }
  | { end: 'equal'; left: Sym; right: Sym; yes: Node; no: Node }
  | { end: 'holds' | 'defined'; of: Sym; yes: Node; no: Node }
>;
export type Node = Readonly<{ steps: readonly Step[]; end: End }>;
