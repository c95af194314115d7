/**
 * Proof files: JSON, with the version, the system, the variant, a digest of the rules and one of what is known of
 * metafunctions and of the statements.
 *
 *     { "format": "mutandis-proofs", "version": 1, "system", "variant", "digest", "functions",
 *       "proofs": [ { "theorem", "case", "terms": [term…], "node": node } ] }
 *
 * A term refers to earlier ones by their index: { "meta", "n", "sort" }; "name"; ["#", digits]; ["{}", name…];
 * [tag, index…]; ["!", metafunction, index…]; ["true"], ["false"]. Nodes are those of check.ts, terms by their index.
 */
import { left, right, type Either } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { AnyMetafunction } from '../semantics/symbols.ts';
import { digestOf } from '../rules/digest.ts';
import { carried, madeWith, placeIn } from '../checker/decode.ts';
import type { Development, End, Node, Show, Step } from './check.ts';
import { meaningText } from './development.ts';
import { Store, type Sym } from './terms.ts';

export const proofFormat = 'mutandis-proofs';
export const proofVersion = 1;
/** Terms and nodes nested deeper are refused: nothing of use is, and what reads them may use the stack. */
const deepest = 400;
const most = 1_000_000;

export interface CaseProof {
  readonly theorem: string;
  readonly case: string;
  readonly store: Store;
  readonly node: Node;
}

class Encoder {
  readonly terms: unknown[] = [];
  private readonly index = new Map<Sym, number>();
  term(s: Sym): number {
    const old = this.index.get(s);
    if (old !== undefined) return old;
    const args = s.args.map((a) => this.term(a));
    const { literal } = s;
    const [name, rest] = s.op.split('#') as [string, string];
    const text =
      s.kind === 'variable'
        ? { meta: name, n: Number(rest.slice(0, rest.indexOf(':'))), sort: s.sort }
        : s.kind === 'call'
          ? ['!', s.op, ...args]
          : typeof literal === 'string'
            ? literal
            : typeof literal === 'bigint'
              ? ['#', String(literal)]
              : literal !== undefined
                ? ['{}', ...literal]
                : [s.op, ...args];
    this.terms.push(text);
    this.index.set(s, this.terms.length - 1);
    return this.terms.length - 1;
  }
  private instance = (i: Readonly<Record<string, Sym>>) =>
    Object.fromEntries(Object.entries(i).map(([m, s]) => [m, this.term(s)]));
  private names = (names: readonly (string | Show)[]): unknown[] =>
    names.map((n) => (typeof n === 'string' ? n : { vars: n.vars, node: this.node(n.node) }));
  private step(s: Step): unknown {
    switch (s.step) {
      case 'invert':
        return s;
      case 'shape':
        return { ...s, of: this.term(s.of) };
      case 'apply':
        return { ...s, instance: this.instance(s.instance) };
      case 'use':
        return { ...s, instance: this.instance(s.instance), premises: this.names(s.premises) };
    }
  }
  private end(e: End): unknown {
    switch (e.end) {
      case 'absurd':
        return e;
      case 'done':
        return { ...e, witnesses: this.instance(e.witnesses), claims: this.names(e.claims) };
      case 'invert':
        return { ...e, nodes: e.nodes.map((n) => ({ ...n, node: this.node(n.node) })) };
      case 'shape':
        return { ...e, of: this.term(e.of), nodes: e.nodes.map((n) => ({ ...n, node: this.node(n.node) })) };
      case 'equal':
        return { ...e, left: this.term(e.left), right: this.term(e.right), yes: this.node(e.yes), no: this.node(e.no) };
      case 'holds':
      case 'defined':
        return { ...e, of: this.term(e.of), yes: this.node(e.yes), no: this.node(e.no) };
    }
  }
  node = (n: Node): unknown => ({ steps: n.steps.map((s) => this.step(s)), end: this.end(n.end) });
}

/** A proof as data: checked from it alone. How many goals were tried for it tells what is worth trying elsewhere. */
export interface ProofData {
  readonly theorem: string;
  readonly case: string;
  readonly goals?: number;
  readonly terms: readonly unknown[];
  readonly node: unknown;
}
export function encodeProof(theorem: string, kase: string, node: Node, goals?: number): ProofData {
  const e = new Encoder();
  const body = e.node(node);
  return { theorem, case: kase, ...(goals === undefined ? {} : { goals }), terms: e.terms, node: body };
}

export function encodeProofs(d: Development, proofs: readonly ProofData[]) {
  const { name: system, variant, written } = d.system;
  return { format: proofFormat, version: proofVersion, system, variant, digest: digestOf(d.system), ...(written === undefined ? {} : { rules: written }), functions: meaningText(d), proofs }; // prettier-ignore
}

export const isProofs = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && (json as { format?: unknown }).format === proofFormat;

/** A place in the table of terms. */
export const nat = new t.Type<number>('number', (u): u is number => Number.isInteger(u) && (u as number) >= 0, (u, c) => (Number.isInteger(u) && (u as number) >= 0 ? t.success(u as number) : t.failure(u, c)), t.identity); // prettier-ignore
const numbers = t.record(t.string, nat);
export interface RawNode {
  readonly steps: unknown[];
  readonly end: { readonly end: string };
}
/** A node but for what its steps and its end are made of. */
export const RawNode: t.Type<RawNode> = t.type({ steps: t.array(t.unknown), end: t.type({ end: t.string }) });
/** A file of proofs but for its terms and nodes, which are looked at one by one. */
export const proofMembers = {
  format: t.literal(proofFormat),
  version: t.literal(proofVersion),
  ...madeWith,
  functions: t.string,
  proofs: t.array(t.intersection([t.type({ theorem: t.string, case: t.string, terms: t.array(t.unknown), node: t.unknown }), t.partial({ goals: nat })])), // prettier-ignore
};
export const ProofFile = t.intersection([t.type(proofMembers), t.partial(carried)]);

class Bad extends Error {}

/** Reads one proof: terms, then nodes, each refused by its place. */
class Decoder {
  private readonly terms: Sym[] = [];
  private readonly depth: number[] = [];
  private nodes = 0;
  readonly store: Store;
  private readonly functions: ReadonlyMap<string, AnyMetafunction>;
  constructor(store: Store, functions: ReadonlyMap<string, AnyMetafunction>) {
    this.store = store;
    this.functions = functions;
  }
  private bad(where: string, message: string): never {
    throw new Bad(`${where}: ${message}`);
  }
  private as<T>(type: t.Type<T, unknown>, x: unknown, where: string): T {
    const r = type.decode(x);
    return isLeft(r) ? this.bad(where, 'is not of the form that it has to have') : r.right;
  }
  read(all: readonly unknown[]): void {
    if (all.length > most) this.bad('terms', 'there are too many');
    all.forEach((x, i) => {
      const where = `terms[${i}]`;
      const args = (from: number): Sym[] =>
        (x as unknown[]).slice(from).map((j) => (typeof j === 'number' && this.terms[j]) || this.bad(where, 'refers to no earlier term')); // prettier-ignore
      const deep = Array.isArray(x) ? 1 + Math.max(0, ...x.map((j) => (typeof j === 'number' ? (this.depth[j] ?? 0) : 0))) : 1; // prettier-ignore
      if (deep > deepest) this.bad(where, 'is nested too deep');
      this.depth.push(deep);
      this.terms.push(this.term(x, where, args));
    });
  }
  private term(x: unknown, where: string, args: (from: number) => Sym[]): Sym {
    const { store } = this;
    if (typeof x === 'string') return store.literal(x);
    if (!Array.isArray(x)) {
      const v = this.as(t.type({ meta: t.string, n: nat, sort: t.string }), x, where);
      if (/[#:?∂]/.test(v.meta)) this.bad(where, 'is no name of a metavariable');
      return store.variable(v.meta, v.n, v.sort);
    }
    const [tag, second] = x as [unknown, unknown];
    if (tag === '#') return /^-?\d{1,1000}$/.test(String(second)) ? store.literal(BigInt(second as string)) : this.bad(where, 'is no integer'); // prettier-ignore
    if (tag === '{}') return store.literal(this.as(t.array(t.string), x.slice(1), where));
    if (tag === 'true' || tag === 'false') return tag === 'true' ? store.yes : store.no;
    if (tag === '!') {
      const f = this.functions.get(String(second)) ?? this.bad(where, `there is no metafunction ${String(second)}`);
      const given = args(2);
      const fits = (a: Sym, i: number) => a.sort === f.info.args[i] || f.info.args[i] === '*' || (f.info.over?.includes(a.sort) ?? false); // prettier-ignore
      if (given.length !== f.info.args.length || !given.every(fits)) this.bad(where, `${f.info.name} has other arguments`); // prettier-ignore
      return store.call(f, given);
    }
    const info = store.grammar.constructors.get(String(tag));
    const given = args(1);
    if (info === undefined || info.fields.length !== given.length || !given.every((a, i) => a.sort === info.fields[i]![1])) return this.bad(where, `is no ${String(tag)}`); // prettier-ignore
    return store.constructed(info.tag, given);
  }
  private at = (i: unknown, where: string): Sym => (typeof i === 'number' && this.terms[i]) || this.bad(where, 'is no term'); // prettier-ignore
  private instance(x: unknown, where: string): Record<string, Sym> {
    return Object.fromEntries(Object.entries(this.as(numbers, x, where)).map(([m, i]) => [m, this.at(i, `${where}.${m}`)])); // prettier-ignore
  }
  private names(x: unknown, where: string, depth: number): (string | Show)[] {
    return this.as(t.array(t.unknown), x, where).map((n, i) => {
      if (typeof n === 'string') return n;
      const s = this.as(t.type({ vars: numbers, node: t.unknown }), n, `${where}[${i}]`);
      return { vars: s.vars, node: this.node(s.node, `${where}[${i}].node`, depth + 1) };
    });
  }
  node(x: unknown, where: string, depth = 0): Node {
    if (depth > deepest) this.bad(where, 'is nested too deep');
    if (++this.nodes > most) this.bad(where, 'there are too many nodes');
    const raw = this.as(RawNode, x, where);
    const steps = raw.steps.map((s, i) => this.step(s, `${where}.steps[${i}]`, depth));
    return { steps, end: this.end(raw.end, `${where}.end`, depth) };
  }
  private step(x: unknown, where: string, depth: number): Step {
    const { step } = this.as(t.type({ step: t.string }), x, where);
    const of = (x as { of?: unknown }).of;
    switch (step) {
      case 'invert':
        return { step, ...this.as(t.type({ of: t.string, rule: t.string, metas: numbers }), x, where) };
      case 'shape': {
        const { tag, metas } = this.as(t.type({ tag: t.string, metas: numbers }), x, where);
        return { step, of: this.at(of, where), tag, metas };
      }
      case 'apply': {
        const s = this.as(t.type({ rule: t.string, instance: t.unknown, premises: t.array(t.string), as: t.string }), x, where); // prettier-ignore
        return { ...s, step, instance: this.instance(s.instance, `${where}.instance`) };
      }
      case 'use': {
        const kinds = t.union([t.literal('lemma'), t.literal('hypothesis'), t.literal('every')]);
        const s = this.as(t.type({ kind: kinds, of: t.string, instance: t.unknown, premises: t.unknown, exists: numbers, as: t.string }), x, where); // prettier-ignore
        return { ...s, step, instance: this.instance(s.instance, `${where}.instance`), premises: this.names(s.premises, `${where}.premises`, depth) }; // prettier-ignore
      }
      default:
        return this.bad(where, `${step} is no step`);
    }
  }
  private end(x: { readonly end: string } & Record<string, unknown>, where: string, depth: number): End {
    const sub = (y: unknown, at: string) => this.node(y, `${where}.${at}`, depth + 1);
    const nodes = <K extends 'rule' | 'tag'>(key: K) =>
      this.as(t.array(t.intersection([t.type({ metas: numbers, node: t.unknown }), t.record(t.string, t.unknown)])), x.nodes, where).map((n, i) => ({ [key]: String(n[key]), metas: n.metas, node: sub(n.node, `nodes[${i}]`) }) as unknown as { [P in K]: string } & { metas: Record<string, number>; node: Node }); // prettier-ignore
    switch (x.end) {
      case 'absurd':
        return { end: 'absurd' };
      case 'done':
        return { end: 'done', witnesses: this.instance(x.witnesses, `${where}.witnesses`), claims: this.names(x.claims, `${where}.claims`, depth) }; // prettier-ignore
      case 'invert':
        return { end: 'invert', of: this.as(t.string, x.of, where), nodes: nodes('rule') };
      case 'shape':
        return { end: 'shape', of: this.at(x.of, where), nodes: nodes('tag') };
      case 'equal':
        return { end: 'equal', left: this.at(x.left, where), right: this.at(x.right, where), yes: sub(x.yes, 'yes'), no: sub(x.no, 'no') }; // prettier-ignore
      case 'holds':
      case 'defined':
        return { end: x.end, of: this.at(x.of, where), yes: sub(x.yes, 'yes'), no: sub(x.no, 'no') };
      default:
        return this.bad(where, `${x.end} is no end`);
    }
  }
}

/** One proof from data. */
export function decodeProof(d: Development, raw: unknown, where = ''): Either<string, CaseProof> {
  const r = t.type({ theorem: t.string, case: t.string, terms: t.array(t.unknown), node: t.unknown }).decode(raw);
  if (isLeft(r)) return left(`${where}: is no proof`);
  const store = new Store(d.system.grammar);
  try {
    const decoder = new Decoder(store, d.functions);
    decoder.read(r.right.terms);
    return right({ theorem: r.right.theorem, case: r.right.case, store, node: decoder.node(r.right.node, 'node') });
  } catch (e) {
    return left(`${where}${where === '' ? '' : '.'}${e instanceof Error ? e.message : String(e)}`);
  }
}

/** What a proof file says of itself, and its proofs as data. */
export function readProofs(json: unknown): Either<string, t.TypeOf<typeof ProofFile>> {
  const r = ProofFile.decode(json);
  if (!isLeft(r)) return r;
  return left(`not a proof file of this version: ${placeIn(r.left)}`);
}

/** The proofs of a file as data; its digests have to be those of the development. */
export function proofsOf(d: Development, json: unknown): Either<string, readonly ProofData[]> {
  const file = readProofs(json);
  if (isLeft(file)) return file;
  if (file.right.digest !== digestOf(d.system)) return left(`digest: made with other rules (${file.right.digest})`);
  if (file.right.functions !== meaningText(d)) return left('functions: made with other equations or statements');
  return right(file.right.proofs);
}

/** The proofs of a file, for a development; the digests have to be its own. */
export function decodeProofs(d: Development, json: unknown): Either<string, readonly CaseProof[]> {
  const file = proofsOf(d, json);
  if (isLeft(file)) return file;
  const found: CaseProof[] = [];
  for (const [i, p] of file.right.entries()) {
    const r = decodeProof(d, p, `proofs[${i}]`);
    if (isLeft(r)) return r;
    found.push(r.right);
  }
  return right(found);
}
