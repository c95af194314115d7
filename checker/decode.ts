/**
 * Reading the file form of derivations: JSON, an acyclic graph with shared terms and nodes. A term or node refers to others by
 * their index in its table, always to earlier ones, so that the file can be read from front to back.
 *
 *     { "format": "mutandis-derivation", "version": 1, "system": "stlc", "variant": null, "digest": "…",
 *       "terms": [ "x", ["#", "5"], ["{}", "a", "b"], ["App", 3, 4], … ],
 *       "nodes": [ { "rule", "judgement", "args": [term…], "metas": { "e1": term, … }, "premises": [node…] }, … ],
 *       "roots": [node…] }
 *
 * The member "rules", where it is there, is the text of the rules that the variant changes (proofs/written.ts).
 *
 * Terms: a string is a name, ["#", digits] an integer, ["{}", …] a set of names, [tag, field…] a constructor.
 */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { Grammar, Term } from '../semantics/grammar.ts';
import { isCanonicalNode, type NodeMap } from '../semantics/maps.ts';
import type { System } from '../rules/system.ts';

export const format = 'mutandis-derivation';
export const version = 1;

/** The place of a term or node in its table. */
export const index = new t.Type<number>(
  'index',
  (u): u is number => typeof u === 'number' && Number.isInteger(u) && u >= 0,
  (u, c) => (typeof u === 'number' && Number.isInteger(u) && u >= 0 ? t.success(u) : t.failure(u, c, 'not an index')),
  t.identity,
);
/** A node as it stands in a file. */
export const NodeCodec = t.type({
  rule: t.string,
  judgement: t.string,
  args: t.array(index),
  metas: t.record(t.string, index),
  premises: t.array(index),
});
/** What a file says of the rules that it was made with: their digest, and of a variant that is written in a text, the text. */
export const madeWith = { system: t.string, variant: t.union([t.string, t.null]), digest: t.string };
export const carried = { rules: t.string };
/** What every file of derivations has, but for its terms and nodes, which are looked at one by one. */
export const fileMembers = {
  format: t.literal(format),
  version: t.literal(version),
  ...madeWith,
  terms: t.array(t.unknown),
  nodes: t.array(t.unknown),
  roots: t.array(index),
};
export const FileCodec = t.intersection([t.type(fileMembers), t.partial(carried)]);

/** The rules that a file says it was made with. */
export interface MadeWith {
  readonly digest: string;
  readonly rules?: string;
}

/** Finds the system that a file names; a sentence says why there is none, where there is more to say than that it is unknown. */
export type Find = (name: string, variant: string | null, made: MadeWith) => System | string | undefined;

/** A node as read: its terms are there, its premises are still indices. */
export interface ProofNode {
  readonly rule: string;
  readonly judgement: string;
  readonly args: readonly unknown[];
  readonly metas: Readonly<Record<string, unknown>>;
  readonly premises: readonly number[];
}

/** A file as read. Every term is well formed; nothing is known of the nodes but that premises come before. */
export interface Proof {
  readonly system: string;
  readonly variant: string | null;
  readonly digest: string;
  readonly nodes: readonly ProofNode[];
  readonly roots: readonly number[];
  /** The table of terms. */
  readonly terms: readonly unknown[];
}

/** The sort of a term or primitive of a grammar; `?` for anything else. */
export function sortOf(g: Grammar, x: unknown): string {
  if (typeof x === 'string') return 'name';
  if (typeof x === 'bigint') return 'int';
  if (Array.isArray(x)) return 'names';
  return g.constructors.get((x as Term).tag)?.sort ?? '?';
}

function decodeTerm(g: Grammar, entry: unknown, terms: readonly unknown[]): Either<string, unknown> {
  if (typeof entry === 'string') return right(entry);
  if (!Array.isArray(entry) || typeof entry[0] !== 'string') return left('a term is a string or an array with a tag');
  const [tag, ...rest] = entry as [string, ...unknown[]];
  if (tag === '#')
    return rest.length === 1 && typeof rest[0] === 'string' && /^-?(0|[1-9][0-9]*)$/.test(rest[0]) && rest[0] !== '-0'
      ? right(BigInt(rest[0]))
      : left('not an integer');
  if (tag === '{}') {
    const sorted = rest.every((x, i) => typeof x === 'string' && (i === 0 || (rest[i - 1] as string) < x));
    return sorted ? right(Object.freeze(rest)) : left('a set of names is sorted, without repetition');
  }
  const info = g.constructors.get(tag);
  if (!info) return left(`unknown constructor ${tag}`);
  if (rest.length !== info.fields.length) return left(`${tag} has ${info.fields.length} fields, not ${rest.length}`);
  const parts: unknown[] = [];
  for (const [i, [field, sort]] of info.fields.entries()) {
    const at = rest[i];
    if (!index.is(at) || at >= terms.length) return left(`${tag}.${field} is no earlier term`);
    const part = terms[at];
    if (sortOf(g, part) !== sort) return left(`${tag}.${field} is a ${sort}, not a ${sortOf(g, part)}`);
    parts.push(part);
  }
  const make = g.makers.get(tag);
  if (make) return right(make(...parts));
  // A map: only canonical ones are maps.
  if (parts.length === 0) return right(Object.freeze({ tag }));
  const [key, value, l, r] = parts;
  const node = Object.freeze({ tag, key, value, left: l, right: r }) as unknown as NodeMap<string, unknown>;
  return isCanonicalNode(node) ? right(node) : left('a map with its keys out of order');
}

/** The member that an error is about: what a codec is put together of has no name in a file. */
export const placeIn = ([first]: t.Errors): string =>
  (first?.context ?? [])
    .filter((c, i, all) => c.key !== '' && !(all[i - 1]?.type instanceof t.IntersectionType))
    .map((c) => c.key)
    .join('.');

/** Reads the JSON of a derivation file. Systems are found by name, to know the grammar of the terms. */
export function decode(json: unknown, find: Find): Either<string, { readonly proof: Proof; readonly system: System }> {
  const file = FileCodec.decode(json);
  if (isLeft(file)) {
    const at = placeIn(file.left);
    return left(
      `not a derivation file: ${at === '' ? 'an object is expected' : `${at} is missing or of another kind`}`,
    );
  }
  const { system: name, variant, digest, roots } = file.right;
  const system = find(name, variant, file.right);
  if (system === undefined) return left(`unknown system ${name}${variant === null ? '' : `, variant ${variant}`}`);
  if (typeof system === 'string') return left(system);
  const terms: unknown[] = [];
  for (const [i, entry] of file.right.terms.entries()) {
    const term = decodeTerm(system.grammar, entry, terms);
    if (isLeft(term)) return left(`terms[${i}]: ${term.left}`);
    terms.push(term.right);
  }
  const nodes: ProofNode[] = [];
  for (const [i, entry] of file.right.nodes.entries()) {
    if (!NodeCodec.is(entry)) return left(`nodes[${i}] is no node`);
    const { rule, judgement, args, metas, premises } = entry;
    if ([...args, ...Object.values(metas)].some((a) => a >= terms.length)) return left(`nodes[${i}]: no such term`);
    if (premises.some((p) => p >= i)) return left(`nodes[${i}]: a premise comes before the node`);
    const known: Record<string, unknown> = {};
    for (const [meta, at] of Object.entries(metas)) known[meta] = terms[at];
    nodes.push({ rule, judgement, args: args.map((a) => terms[a]), metas: known, premises });
  }
  if (roots.length === 0 || roots.some((r) => r >= nodes.length)) return left('a root is no node');
  return right({ proof: { system: name, variant, digest, nodes, roots, terms }, system });
}
