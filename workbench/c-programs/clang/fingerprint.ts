/** Fingerprints of definitions: of what was written, not of where it stands or what the compiler adds. */
import { sha256 } from '../../sha256.ts';
import type { TreeNode } from './tree.ts';

/** The first ten digits of a SHA-256. */
export const digest = (text: string): string => sha256(text).slice(0, 10);

/** What the compiler adds by itself. */
const implicit = new Set(['ImplicitCastExpr', 'ImplicitValueInitExpr', 'ConstantExpr', 'FullComment', 'ParenExpr']);
/** Nodes whose types are written down. */
const typed = new Set([
  'VarDecl',
  'ParmVarDecl',
  'FieldDecl',
  'TypedefDecl',
  'CStyleCastExpr',
  'CompoundLiteralExpr',
  'VAArgExpr',
]);
const attributes = [
  'name',
  'opcode',
  'isPostfix',
  'isArrow',
  'value',
  'tagUsed',
  'storageClass',
  'hasElse',
  'targetLabelDeclId',
] as const;

/**
 * The text of a tree that fingerprints are made of; with and without string constants.
 * @param normal the text of a type without places in it.
 */
export function written(
  root: TreeNode,
  normal: (type: string) => string,
): { readonly all: string; readonly literals: string } {
  const parts: string[] = [];
  const strings: number[] = [];
  const labels = new Map<string, number>();
  const stack: (TreeNode | string)[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (typeof node === 'string') {
      parts.push(node);
      continue;
    }
    const { kind = '{}', inner = [] } = node;
    if (!implicit.has(kind)) {
      let text = `(${kind}`;
      if (kind !== 'StringLiteral')
        for (const a of attributes) {
          let value = node[a];
          if (value === undefined) continue;
          // Labels are told apart by the order in which they come.
          if (a === 'targetLabelDeclId') {
            const id = value as string;
            if (!labels.has(id)) labels.set(id, labels.size);
            value = labels.get(id);
          }
          text += ` ${String(value)}`;
        }
      const named = (node['referencedDecl'] as TreeNode | undefined)?.name;
      if (named !== undefined) text += ` ${named}`;
      const arg = node['argType'] as TreeNode['type'];
      if (arg?.qualType !== undefined) text += ` ${normal(arg.qualType)}`;
      if (typed.has(kind)) text += ` ${normal(node.type?.qualType ?? '')}`;
      parts.push(text);
      if (kind === 'StringLiteral') {
        strings.push(parts.length);
        parts.push(` ${String(node['value'])}`);
      }
      stack.push(')');
    }
    for (let i = inner.length - 1; i >= 0; i--) stack.push(inner[i] as TreeNode);
  }
  const all = parts.join('');
  for (const i of strings) parts[i] = '';
  return { all, literals: parts.join('') };
}
