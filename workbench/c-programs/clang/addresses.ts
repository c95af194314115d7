/**
 * Addresses into values (section 1): `&p->l`, or a member array that decays, keep the old layout alive. Local variables that hold one
 * carry it: each later mention of them is a use.
 */
import type { Context } from './context.ts';
import { child, type TreeNode } from './tree.ts';

/** Local variables, by clang's number, and the keys of the values into which they may point. */
export type Carriers = ReadonlyMap<string, ReadonlySet<string>>;

const none: ReadonlySet<string> = new Set();
const both = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> =>
  a.size === 0 ? b : b.size === 0 ? a : new Set([...a, ...b]);

/** The types into whose values an expression may be an address. */
export function addressesIn(file: Context, node: TreeNode, carriers: Carriers): ReadonlySet<string> {
  const into = (n: TreeNode): ReadonlySet<string> => addressesIn(file, n, carriers);
  switch (node.kind) {
    case 'ParenExpr':
    case 'CStyleCastExpr':
      return into(child(node));
    case 'ImplicitCastExpr':
      if (node['castKind'] === 'ArrayToPointerDecay') return insideOf(file, child(node), carriers);
      return into(child(node));
    case 'DeclRefExpr':
      return carriers.get((node['referencedDecl'] as TreeNode | undefined)?.id ?? '') ?? none;
    case 'UnaryOperator':
      if (node['opcode'] === '&') return insideOf(file, child(node), carriers);
      return node['opcode'] === '++' || node['opcode'] === '--' ? into(child(node)) : none;
    case 'BinaryOperator': {
      const op = node['opcode'];
      if (op === '=' || op === ',') return into(child(node, 1));
      const pointer = /[*\]]$/.test(node.type?.qualType ?? '');
      return (op === '+' || op === '-') && pointer ? both(into(child(node)), into(child(node, 1))) : none;
    }
    case 'CompoundAssignOperator':
      return into(child(node));
    case 'ConditionalOperator':
      return both(into(child(node, 1)), into(child(node, 2)));
    case 'BinaryConditionalOperator':
      return both(into(child(node)), into(node.inner?.[node.inner.length - 1] ?? {}));
    case 'StmtExpr': {
      const last = child(node).inner;
      return last === undefined ? none : into(last[last.length - 1] ?? {});
    }
    default:
      return none;
  }
}

/** The types whose values an lvalue lies inside of. */
function insideOf(file: Context, node: TreeNode, carriers: Carriers): ReadonlySet<string> {
  switch (node.kind) {
    case 'ParenExpr':
      return insideOf(file, child(node), carriers);
    case 'MemberExpr': {
      const owners = file.fields.get(String(node['referencedMemberDecl'])) ?? [];
      const mine = new Set(owners.map((o) => `t:${o}`));
      return both(
        mine,
        node['isArrow'] === true ? addressesIn(file, child(node), carriers) : insideOf(file, child(node), carriers),
      );
    }
    case 'ArraySubscriptExpr':
      return both(addressesIn(file, child(node), carriers), addressesIn(file, child(node, 1), carriers));
    case 'UnaryOperator':
      return node['opcode'] === '*' ? addressesIn(file, child(node), carriers) : none;
    default:
      return none;
  }
}

/** The local variables of a body that may hold an address into a value: until no assignment adds anything. */
export function carriersIn(file: Context, body: TreeNode): Carriers {
  const assignments: { readonly id: string; readonly value: TreeNode }[] = [];
  const stack = [body];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const inner = node.inner ?? [];
    if (node.kind === 'VarDecl' && node['init'] !== undefined && node['storageClass'] !== 'static')
      for (const value of inner) assignments.push({ id: node.id ?? '', value });
    else if (node.kind === 'BinaryOperator' && node['opcode'] === '=') {
      const to = child(node);
      const ref = to.kind === 'DeclRefExpr' ? (to['referencedDecl'] as TreeNode | undefined) : undefined;
      if (ref !== undefined && (ref.kind === 'VarDecl' || ref.kind === 'ParmVarDecl'))
        assignments.push({ id: ref.id ?? '', value: child(node, 1) });
    }
    for (const part of inner) stack.push(part);
  }
  const carriers = new Map<string, ReadonlySet<string>>();
  for (let more = true; more;) {
    more = false;
    for (const { id, value } of assignments) {
      const before = carriers.get(id) ?? none;
      const now = both(before, addressesIn(file, value, carriers));
      if (now.size > before.size) {
        carriers.set(id, now);
        more = true;
      }
    }
  }
  return carriers;
}
