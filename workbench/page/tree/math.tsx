/** MathML from its plain form (rules/mathml.ts), as elements. */
import { h, type ComponentChild } from 'preact';
import type { MathNode } from '../../../rules/mathml.ts';

const element = (node: MathNode, key?: number): ComponentChild =>
  h(
    node.tag,
    { ...(key === undefined ? {} : { key }), ...node.attributes },
    node.text ?? (node.children ?? []).map(element),
  );

/** A formula. @param label what a screen reader says instead of the formula's parts. */
export function Formula({ of, label }: { readonly of: MathNode; readonly label?: string }) {
  return h(
    'math',
    { class: 'tree-math', ...(label === undefined ? {} : { 'aria-label': label, role: 'math' }) },
    element(of),
  );
}
