/** Proofs of cases as the page shows them: those of a file, or those that are kept of a calculus, read step by step. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { mathOf, type MathNode } from '../../../checker/notation/mathml.ts';
import { calculusNamed } from '../../../proofs/calculi.ts';
import { check, type Development } from '../../../proofs/check.ts';
import { developmentFor } from '../../../proofs/developments.ts';
import { decodeProof, encodeProofs, proofsOf, readProofs, type ProofData } from '../../../proofs/format.ts';
import { readCase, type Line, type Reading, type Words } from '../../../proofs/reading/reading.ts';
import type { Part } from '../../../proofs/statement.ts';
import { systemFinder } from '../../../proofs/systems.ts';
import { Teller } from '../../../proofs/tell.ts';
import { headingOf, readingAsLatex } from '../../../proofs/written-out.ts';
import { readVariant } from '../variant-name.ts';
import type { CardRule } from '../tree/rule.ts';
import { cardOf } from './cards.ts';
import { keptProofs } from './kept-proofs.ts';

/** Those of a file, or those that are kept of the calculus that the page is in. */
export type ProofsAsked =
  { readonly from: 'file'; readonly text: string } | { readonly from: 'kept'; readonly variant: string | null };

export interface ProofsFound {
  readonly ok: boolean;
  /** What checking them came to, in a sentence. */
  readonly message: string;
  readonly system: string;
  readonly variant: string | null;
  /** `Preservation, R-Hd`, in their order. */
  readonly cases: readonly string[];
  /** The place of the first that does not hold. */
  readonly wrong: number | null;
}

/** A formula, and how a screen reader says it. */
export interface FormulaShown {
  readonly text: string;
  readonly math: MathNode;
}
export type WordsShown = readonly (string | FormulaShown)[];
export interface LineShown {
  /** In the order of reading, from 0. */
  readonly id: number;
  readonly kind: Line['kind'];
  readonly by: WordsShown;
  readonly name: string | null;
  readonly claims: readonly (FormulaShown & { readonly no: number })[];
  readonly facts: readonly FormulaShown[];
  readonly parts: readonly { readonly id: number; readonly title: WordsShown; readonly lines: readonly LineShown[] }[];
}
/** What a step is by: a rule, or what a statement says. */
export type NameShown =
  | { readonly kind: 'rule'; readonly rule: CardRule }
  | { readonly kind: 'statement'; readonly name: string; readonly title: string; readonly given: readonly FormulaShown[]; readonly infer: readonly FormulaShown[] }; // prettier-ignore
export interface ProofShown {
  readonly heading: string;
  readonly title: string;
  readonly lines: readonly LineShown[];
  readonly names: Readonly<Record<string, NameShown>>;
  readonly steps: number;
}

interface Known {
  readonly d: Development;
  readonly proofs: readonly ProofData[];
}
const known = new Map<string, Either<string, Known>>();

function fromFile(text: string): Either<string, Known> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return left('this is no file of proofs: it is not JSON');
  }
  const head = readProofs(json);
  if (isLeft(head)) return head;
  const system = systemFinder()(head.right.system, head.right.variant, head.right);
  if (typeof system === 'string') return left(system);
  const d = system && developmentFor(system);
  if (!d) return left(`there is no system ${head.right.system}, variant ${head.right.variant ?? 'none'}, with proofs`);
  const proofs = proofsOf(d, json);
  return isLeft(proofs) ? proofs : right({ d, proofs: proofs.right });
}

async function find(of: ProofsAsked): Promise<Either<string, Known>> {
  if (of.from === 'kept') {
    const { calculus: name } = readVariant(of.variant);
    const calculus = calculusNamed(name);
    const d = calculus && developmentFor(calculus.base);
    const kept = await keptProofs(name);
    if (!d || kept === undefined) return left('no proofs are kept of this calculus');
    const proofs = proofsOf(d, encodeProofs(d, [...kept.values()]));
    return isLeft(proofs) ? proofs : right({ d, proofs: proofs.right });
  }
  const before = known.get(of.text);
  if (before !== undefined) return before;
  const found = fromFile(of.text);
  known.set(of.text, found);
  if (known.size > 2) known.delete(known.keys().next().value as string);
  return found;
}

/** One proof, checked: what is read is read from what holds. */
function one({ d, proofs }: Known, at: number): Either<string, { readonly reading: Reading; readonly steps: number }> {
  const data = proofs[at];
  if (data === undefined) return left('there is no such proof');
  const p = decodeProof(d, data, `proofs[${at}]`);
  if (isLeft(p)) return p;
  const verdict = check(d, p.right.store, p.right.theorem, p.right.case, p.right.node);
  if (!verdict.ok) return left(`${headingOf(data)} does not hold: ${verdict.path}: ${verdict.message}`);
  const again = decodeProof(d, data);
  if (isLeft(again)) return again;
  return right({ reading: readCase(d, again.right), steps: verdict.steps });
}

/** The cases of a file, all of them checked; of the kept ones each is checked when it is read. */
export async function proofs({ of }: { readonly of: ProofsAsked }): Promise<ProofsFound> {
  const found = await find(of);
  const nothing = { system: '', variant: null, cases: [], wrong: null };
  if (isLeft(found)) return { ok: false, message: found.left, ...nothing };
  const { d, proofs: all } = found.right;
  const { name: system, variant } = d.system;
  const cases = all.map(headingOf);
  const plain = { system, variant, cases };
  let steps = 0;
  if (of.from === 'file')
    for (const [i, data] of all.entries()) {
      const p = decodeProof(d, data, `proofs[${i}]`);
      if (isLeft(p)) return { ok: false, message: `does not hold: ${p.left}`, ...plain, wrong: i };
      const v = check(d, p.right.store, p.right.theorem, p.right.case, p.right.node);
      if (!v.ok) return { ok: false, message: `does not hold: ${cases[i]}: ${v.path}: ${v.message}`, ...plain, wrong: i }; // prettier-ignore
      steps += v.steps;
    }
  const message = of.from === 'file' ? `holds: ${all.length} cases proved in ${steps} steps` : `${all.length} cases are proved`; // prettier-ignore
  return { ok: true, message, ...plain, wrong: null };
}

const formula = ({ text, latex }: { readonly text: string; readonly latex: string }): FormulaShown => ({ text, math: mathOf(latex) }); // prettier-ignore
const words = (w: Words): WordsShown => w.map((x) => (typeof x === 'string' ? x : formula(x)));

/** Lines for the page, each with a number. @param next the number of the first. */
export function linesShown(all: readonly Line[], next = { id: 0 }): LineShown[] {
  return all.map((l) => ({
    id: next.id++,
    kind: l.kind,
    by: words(l.by),
    name: l.name ?? null,
    claims: l.claims.map((c) => ({ no: c.no, ...formula(c) })),
    facts: l.facts.map(formula),
    parts: l.parts.map((p) => ({ id: next.id++, title: words(p.title), lines: linesShown(p.lines, next) })),
  }));
}

/** A rule, or what a statement says; undefined where there is none of the name. */
export function nameShown(d: Development, name: string): NameShown | undefined {
  const rule = d.system.rules.get(name);
  if (rule !== undefined) return { kind: 'rule', rule: cardOf(d.system, rule) };
  const s = d.statements.get(name);
  if (s === undefined) return undefined;
  const teller = new Teller(d);
  const said = (p: Part) => formula(teller.saying(p, new Map()));
  return { kind: 'statement', name, title: s.title, given: s.premises.map(said), infer: s.conclusions.map(said) };
}

/** What the steps of lines are by, by name. */
export function namesShown(d: Development, lines: readonly LineShown[]): Record<string, NameShown> {
  const out: Record<string, NameShown> = {};
  const visit = (all: readonly LineShown[]): void => {
    for (const { name, parts } of all) {
      parts.forEach((p) => visit(p.lines));
      const shown = name === null || Object.hasOwn(out, name) ? undefined : nameShown(d, name);
      if (shown !== undefined) out[name!] = shown;
    }
  };
  visit(lines);
  return out;
}

/** A proof, read; a message where it does not hold. */
export async function proofRead({
  of,
  at,
}: {
  readonly of: ProofsAsked;
  readonly at: number;
}): Promise<ProofShown | { readonly message: string }> {
  // prettier-ignore
  const found = await find(of);
  if (isLeft(found)) return { message: found.left };
  const read = one(found.right, at);
  if (isLeft(read)) return { message: read.left };
  const { reading, steps } = read.right;
  const lines = linesShown(reading.lines);
  return { heading: headingOf(reading), title: reading.title, lines, names: namesShown(found.right.d, lines), steps };
}

/** The same in LaTeX; null where it does not hold. */
export async function proofLatex({
  of,
  at,
}: {
  readonly of: ProofsAsked;
  readonly at: number;
}): Promise<string | null> {
  // prettier-ignore
  const found = await find(of);
  const read = isLeft(found) ? found : one(found.right, at);
  return isLeft(read) ? null : readingAsLatex(read.right.reading);
}
