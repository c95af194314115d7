/** MathML from its plain form (rules/mathml.ts), as elements. */
import { h, type ComponentChild } from 'preact';
import type { MathNode } from '../../../checker/notation/mathml.ts';

const element = (node: MathNode, key?: number): ComponentChild =>
  h(
    node.tag,
    { ...(key === undefined ? {} : { key }), ...node.attributes },
    node.text ?? (node.children ?? []).map(element),
  );

const breaksBefore = new Set([...'⊢⊣⤳→⇒⇐↪⇓↓=⊆∩∪≤∈', '<:', ':=']);
const operator = (n: MathNode): string | undefined =>
  n.tag === 'mo'
    ? n.text
    : n.tag === 'msub' || n.tag === 'msup' || n.tag === 'mover'
      ? n.children?.[0]?.text
      : undefined;

/** MathML does not break lines: a formula is cut where it may be broken, outside of brackets, at commas, and between words. */
function pieces(of: MathNode): MathNode[][] {
  if (of.tag === 'mtext')
    return (of.text ?? '').split(/(?<=\s)(?=\S)/u).map((word) => [{ ...of, text: word.replace(/ $/, '\u00a0') }]);
  if (of.tag !== 'mrow') return [[of]];
  // A part that is marked is cut as well, and each piece of it is marked.
  if (of.attributes !== undefined) return (of.children ?? []).flatMap(pieces).map((children) => [{ ...of, children }]);
  const out: MathNode[][] = [[]];
  let depth = 0;
  for (const n of of.children ?? []) {
    const o = operator(n);
    if (depth === 0 && o !== undefined && breaksBefore.has(o)) out.push([]);
    const [first, ...rest] = pieces(n);
    (out.at(-1) as MathNode[]).push(...(first ?? []));
    out.push(...rest);
    if (o === '(' || o === '[' || o === '{') depth++;
    if (o === ')' || o === ']' || o === '}') depth--;
    if ((depth <= 0 && o === ';') || (depth <= 1 && o === ',')) out.push([]);
    if (n.tag === 'mspace' && depth <= 0) out.push([]);
  }
  return out.filter((p) => p.length > 0);
}

/** An operator that begins or ends a piece stands between two things all the same. */
function infix(n: MathNode): MathNode {
  const [first, ...rest] = n.tag === 'mrow' ? (n.children ?? []) : [];
  if (first !== undefined) return { ...n, children: [infix(first), ...rest] };
  return n.tag === 'mo' ? { ...n, attributes: { ...n.attributes, form: n.text === '(' ? 'prefix' : 'infix' } } : n;
}

/** A formula. @param label what a screen reader says in place of its parts. */
export function Formula({ of, label }: { readonly of: MathNode; readonly label: string }) {
  const parts = pieces(of);
  return (
    <span class="tree-formula" role="math" aria-label={label}>
      {parts.map((p, i) =>
        h(
          'math',
          { key: i, class: 'tree-math' },
          p.map((n, k) => element(k === 0 && i > 0 ? infix(n) : n, k)),
        ),
      )}
    </span>
  );
}
