/**
 * What the view Derivations asks: the derivation of a configuration, a definition or a step of the run, or one from a
 * file, as a tree for the page; the card of a node; its LaTeX. All come through the file form of derivations
 * (checker/format.ts), so what is shown can be saved, and what was saved is shown in the same way.
 */
import { isLeft, isRight, left, right, type Either } from 'fp-ts/lib/Either.js';
import { metavariablesOf } from '../../../rules/rule.ts';
import type { System } from '../../../rules/system.ts';
import { decode, encode, sortOf, type Proof, type ProofNode } from '../../../checker/format.ts';
import { checkCounterexample, isCounterexample } from '../../../checker/hunt/counterexample.ts';
import { treeAsLatex, treePreamble } from '../../../checker/proofs-latex.ts';
import { replay } from '../../../checker/replay.ts';
import { calculusOf, contextIn } from '../../../proofs/calculi.ts';
import { systemFinder } from '../../../proofs/systems.ts';
import { carriedSaid } from '../../../proofs/written.ts';
import type { CardInstance, CardRule } from '../tree/rule.ts';
import type { TreeNode } from '../../drawing/nodes.ts';
import { cardOf, metaAsMath } from './cards.ts';
import { programsOf } from './calculi.ts';
import type { RunOf, Source } from './sent.ts';
import { Naming } from '../../drawing/naming.ts';
import { variantNamed, variantWritten } from '../variant-name.ts';

/** What is derived: something of the page's run, or what a file holds. */
export type DerivationOf =
  | (RunOf & {
      readonly from: 'run';
      readonly step: number;
      /** `configuration`, `step`, or `definition NAME`. */
      readonly subject: string;
    })
  | { readonly from: 'file'; readonly text: string };

/** A node of the tree, and the node of the derivation that it shows: a tree has shared nodes several times. */
export interface DerivedNode extends TreeNode {
  readonly node: number;
}

/** What replaying a file came to. */
export interface FileVerdict {
  readonly ok: boolean;
  /** In a sentence. */
  readonly message: string;
  /** The first wrong node, where it is, and what fails: the premise from 1, 0 for the conclusion. */
  readonly wrong: {
    readonly node: number;
    readonly path: string;
    readonly rule: string | null;
    readonly premise: number | null;
    readonly message: string;
  } | null;
  /** Of a counterexample: what it is about. */
  readonly about: {
    readonly theorem: string;
    readonly case: string;
    readonly program: string;
    readonly updates: readonly string[];
    readonly why: readonly string[];
    /** As a source program, for a run; null where it is none. */
    readonly source: Source | null;
    /** The rules that the file was checked by, as the state of the page names them. */
    readonly variant: string | null;
  } | null;
}

export interface Derived {
  readonly ok: true;
  readonly system: string;
  readonly variant: string | null;
  readonly nodes: readonly DerivedNode[];
  /** In the table of nodes; a file may have several. */
  readonly roots: readonly number[];
  /** How many distinct nodes the derivation has. */
  readonly total: number;
  readonly verdict: FileVerdict | null;
}
export interface NotDerived {
  readonly ok: false;
  readonly message: string;
  /** Why, a line each. */
  readonly why: readonly string[];
  readonly verdict: FileVerdict | null;
}

/** As many nodes as are sent to the page: a derivation with shared nodes may be a tree without end. */
const mostNodes = 20_000;

interface Known {
  readonly system: System;
  readonly proof: Proof;
  readonly names: Naming;
  readonly text: string;
  readonly verdict: FileVerdict | null;
}
/** The last few: the view goes to and fro between them. */
const known = new Map<string, Either<NotDerived, Known>>();

const no = (message: string, why: readonly string[] = []): NotDerived => ({ ok: false, message, why, verdict: null });

const keyOf = (of: DerivationOf): string =>
  of.from === 'file'
    ? of.text
    : JSON.stringify([of.program, of.updates, of.check, of.decisions, of.step, of.subject, of.variant ?? null]);

/** The derivation that is asked for. */
function find(of: DerivationOf): Either<NotDerived, Known> {
  const key = keyOf(of);
  let found = known.get(key);
  if (found === undefined) {
    found = of.from === 'file' ? fromFile(of.text) : fromRun(of);
    known.set(key, found);
    if (known.size > 4) known.delete(known.keys().next().value as string);
  }
  return found;
}

function fromRun(of: Extract<DerivationOf, { from: 'run' }>): Either<NotDerived, Known> {
  const made = programsOf(of.variant).derived(of);
  if (isLeft(made)) return left(no(made.left.message, made.left.why));
  const { system: shown, roots } = made.right;
  const text = [...encode(shown, roots)].join('');
  const decoded = decode(JSON.parse(text), () => shown);
  if (isLeft(decoded)) throw new Error(`a derivation that was written cannot be read: ${decoded.left}`);
  const { proof } = decoded.right;
  return right({ system: shown, proof, names: new Naming(shown), text, verdict: null });
}

function fromFile(text: string): Either<NotDerived, Known> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return left(no('this is no derivation file: it is not JSON'));
  }
  const finder = systemFinder();
  const decoded = decode(json, finder);
  if (isLeft(decoded)) return left(no(decoded.left));
  const { proof, system } = decoded.right;
  const verdict = verdictOf(json, proof, system);
  return right({ system, proof, names: new Naming(system), text, verdict });
}

/** Replays a file; a counterexample is checked as one. The wrong node is looked for even if the rules are others now. */
function verdictOf(json: unknown, proof: Proof, system: System): FileVerdict {
  const strict = replay(system, proof);
  const verdict = strict.ok || strict.node !== null ? strict : replay(system, proof, { anyRules: true });
  const wrong =
    verdict.ok || verdict.node === null
      ? null
      : {
          node: verdict.node,
          path: verdict.path,
          rule: verdict.rule,
          premise: verdict.premise,
          message: verdict.message,
        };
  if (!isCounterexample(json))
    return {
      ok: strict.ok,
      message: strict.ok
        ? `holds: ${strict.nodes} nodes checked; ${strict.roots.join(', ')}`
        : `does not hold: ${strict.path}, ${strict.message}`,
      wrong,
      about: null,
    };
  const checked = checkCounterexample(json, systemFinder(), (s) => contextIn(s));
  if (!checked.ok) return { ok: false, message: `does not hold: ${checked.message}`, wrong, about: null };
  const { theorem, program, updates, why, conclusion } = checked.summary;
  const { name, variant: named, written } = checked.system;
  const variant = written === undefined ? variantNamed(name, named ?? '') || null : variantWritten(name, written);
  const { values, plan = [] } = checked.found.given;
  const source = programsOf(variant).source(values, plan, variant);
  const by = carriedSaid(calculusOf(checked.system)?.base, checked.system);
  return {
    ok: true,
    message: `a counterexample to ${theorem}: ${checked.nodes} nodes checked, conclusion ${conclusion + 1} has no derivation${by === null ? '' : `; ${by}`}`,
    wrong,
    about: { theorem, case: checked.summary.case, program, updates, why, source, variant },
  };
}

const formOf = (system: System, name: string) => system.judgements.find((j) => j.name === name);

/** The tree of some nodes of a proof, level by level, up to the most that are sent. */
function treeOf({ proof, system, names }: Known, roots: readonly number[]) {
  interface Growing {
    id: number;
    node: number;
    premises: number[];
    cut: number;
  }
  const made: Growing[] = [];
  const grow = (node: number): number => {
    made.push({ id: made.length, node, premises: [], cut: 0 });
    return made.length - 1;
  };
  const ids = roots.map(grow);
  for (let i = 0; i < made.length; i++) {
    const at = made[i] as Growing;
    const { premises } = proof.nodes[at.node] as ProofNode;
    if (made.length + premises.length > mostNodes) at.cut = premises.length;
    else at.premises = premises.map(grow);
  }
  const said = new Map<number, string>();
  const nodes = made.map(({ id, node, premises, cut }): DerivedNode => {
    const { rule, judgement, args } = proof.nodes[node] as ProofNode;
    let conclusion = said.get(node);
    if (conclusion === undefined)
      said.set(node, (conclusion = names.sentence(formOf(system, judgement), judgement, args, 'text')));
    return { id, node, rule, judgement, conclusion, premises, ...(cut > 0 ? { cut } : {}) };
  });
  return { nodes, roots: ids };
}

/**
 * The tree of a derivation.
 * @param request.at a node of it that is shown alone, in place of the roots.
 */
export function derivation(request: { readonly of: DerivationOf; readonly at?: number | null }): Derived | NotDerived {
  const found = find(request.of);
  if (isLeft(found)) return found.left;
  const { proof, system, verdict } = found.right;
  const { at } = request;
  const alone = at !== undefined && at !== null && at < proof.nodes.length ? [at] : proof.roots;
  return {
    ok: true,
    system: system.name,
    variant: system.variant,
    ...treeOf(found.right, alone),
    total: proof.nodes.length,
    verdict,
  };
}

/** The card of a node: its rule, and what its metavariables stand for. */
export function derivationCard(request: {
  readonly of: DerivationOf;
  readonly node: number;
}): { readonly rule: CardRule | null; readonly instance: CardInstance; readonly conclusion: string } | null {
  const found = find(request.of);
  if (isLeft(found)) return null;
  const { proof, system, names, verdict } = found.right;
  const node = proof.nodes[request.node];
  if (node === undefined) return null;
  const rule = system.rules.get(node.rule);
  const order = rule === undefined ? [] : metavariablesOf(rule).filter((m) => Object.hasOwn(node.metas, m));
  const metas = [...order, ...Object.keys(node.metas).filter((m) => !order.includes(m))];
  const wrong = verdict?.wrong?.node === request.node ? verdict.wrong : null;
  return {
    rule: rule === undefined ? null : cardOf(system, rule),
    conclusion: names.sentence(formOf(system, node.judgement), node.judgement, node.args, 'text'),
    instance: {
      wrong: wrong === null ? null : wrongText(wrong),
      values: metas.map((meta) => {
        const x = node.metas[meta];
        const sort = sortOf(system.grammar, x);
        const short = names.short(x, 80);
        const full = clipped(names.full(x));
        return { meta, math: metaAsMath(system, meta, sort), kind: sort, short, full: full === short ? null : full };
      }),
    },
  };
}

const longest = 200_000;
const clipped = (s: string): string =>
  s.length > longest ? `${s.slice(0, longest)}…\n(${s.length - longest} more characters)` : s;

/** What is wrong with a node, with its place in the rule. */
export const wrongText = (w: NonNullable<FileVerdict['wrong']>): string => {
  const where = w.premise === null ? '' : w.premise === 0 ? 'conclusion: ' : `premise ${w.premise}: `;
  return `${w.path}${w.rule === null ? '' : `, rule ${w.rule}`}: ${where}${w.message}`;
};

/** A tree in LaTeX, as it is folded. @param request.root in the table that `derivation` gave. */
export function derivationLatex(request: {
  readonly of: DerivationOf;
  readonly at?: number | null;
  readonly root: number;
  readonly folded: readonly number[];
}): string | null {
  const tree = derivation(request);
  const found = find(request.of);
  if (!tree.ok || isLeft(found)) return null;
  const { proof, system, names } = found.right;
  const folded = new Set(request.folded);
  const above = (id: number): number => {
    let n = 0;
    const stack = [...(tree.nodes[id] as DerivedNode).premises];
    for (let p = stack.pop(); p !== undefined; p = stack.pop()) {
      const q = tree.nodes[p] as DerivedNode;
      n += 1 + (q.cut ?? 0);
      stack.push(...q.premises);
    }
    return n;
  };
  const text = treeAsLatex(request.root, (id) => {
    const { node, premises, rule, cut } = tree.nodes[id] as DerivedNode;
    const { judgement, args } = proof.nodes[node] as ProofNode;
    const conclusion = names.sentence(formOf(system, judgement), judgement, args, 'latex');
    const closed = folded.has(id) && premises.length > 0;
    const omitted = (closed ? above(id) : 0) + (cut ?? 0);
    return { rule, conclusion, premises: closed ? [] : premises, ...(omitted > 0 ? { omitted } : {}) };
  });
  return `% ${treePreamble}\n${text}`;
}

/** The file of a derivation, for `mutandis replay`. */
export function derivationFile({ of }: { readonly of: DerivationOf }): string | null {
  const found = find(of);
  return isRight(found) ? found.right.text : null;
}
