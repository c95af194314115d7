/** How derivations of Proteus show terms: environments by their names, the rest in concrete syntax. */
import { entries, type FiniteMap } from '../../semantics/maps.ts';
import type { Grammar, Term } from '../../semantics/grammar.ts';
import { plug } from '../../semantics/proteus/contexts.ts';
import {
  make,
  proteus,
  type Binding,
  type Bindings,
  type Config,
  type Context,
  type Items,
  type Program,
  type Type,
  type Update,
} from '../../semantics/proteus/grammar.ts';
import {
  printBinding,
  printExpr,
  printItem,
  printProgram,
  printTerm,
  printType,
  printUpdate,
} from '../../semantics/proteus/syntax/index.ts';
import { itemList, itemsOf } from '../../semantics/proteus/programs.ts';
import { configurationText } from '../../checker/proteus/counterexample-text.ts';
import type { TermsShown } from '../calculus.ts';

/** Whether a term has few enough constructors to be printed whole. */
function small(root: unknown, least: number): boolean {
  let n = 0;
  const stack: unknown[] = [root];
  while (stack.length > 0) {
    const x = stack.pop();
    if (typeof x !== 'object' || x === null) continue;
    if (++n > least) return false;
    if (!Array.isArray(x)) stack.push(...Object.values(x));
  }
  return true;
}

/** The top of a term; what is deeper is an ellipsis. */
function pruned(g: Grammar, x: unknown, depth: number): unknown {
  if (typeof x !== 'object' || x === null || Array.isArray(x)) return x;
  const term = x as Term & Record<string, unknown>;
  const info = g.constructors.get(term.tag);
  if (!info || info.fields.length === 0) return x;
  if (depth === 0)
    switch (info.sort) {
      case 'Expr':
        return make.Expr.Var('…');
      case 'Type':
        return make.Type.Named('…');
      case 'Fields':
        return make.Fields.Field('…', make.Expr.Var('…'), make.Fields.NoFields());
      case 'TypeFields':
        return make.TypeFields.TypeField('…', make.Type.Named('…'), make.TypeFields.NoTypes());
      default:
        return x;
    }
  const parts = info.fields.map(([f]) => pruned(g, term[f], depth - 1));
  return g.makers.get(term.tag)?.(...parts) ?? x;
}

const concise = <T>(x: T): T => (small(x, 120) ? x : (pruned(proteus, x, 6) as T));

/** Terms of Proteus in full; undefined for those without concrete syntax. */
function inFull(sort: string, x: unknown): string | undefined {
  const map = (line: (k: string, v: never) => string): string => {
    const all = entries(x as FiniteMap<string, unknown>).map(([k, v]) => line(k, v as never));
    return all.length === 0 ? '∅' : all.join('\n');
  };
  switch (sort) {
    case 'Types':
      return map((t, τ: Type) => `type ${t} = ${printType(τ)}`);
    case 'Signature':
    case 'Locals':
      return map((z, τ: Type) => `${z} : ${printType(τ)}`);
    case 'Heap':
      return map((z, b: Binding) => printBinding(z, b));
    case 'Changes':
      return map((t, c: { type: Type; by: string }) => `type ${t} = ${printType(c.type)} by ${c.by}`);
    case 'Bindings': {
      const lines: string[] = [];
      for (let at = x as Bindings; at.tag === 'Bound'; at = at.rest) lines.push(printBinding(at.z, at.binding));
      return lines.length === 0 ? '∅' : lines.join('\n');
    }
    case 'Context':
      return printExpr(plug.compute(x as Context, make.Expr.Var('[]')));
    case 'Config':
      return configurationText(x as Config).trimEnd();
    case 'Update':
      return printUpdate(itemsOf(x as Update)).trimEnd();
    case 'Program':
      return printProgram(x as Program).trimEnd();
    case 'Items':
      return itemList(x as Items)
        .map((i) => printItem(i))
        .join('\n');
    default:
      return printTerm(sort, x);
  }
}

export const proteusTerms: TermsShown = {
  named: new Set(['Types', 'Signature', 'Locals', 'Heap', 'Changes', 'Context', 'Bindings', 'ChangeList', 'Update']),
  namedIfLarge: new Set(['Items', 'Program']),
  symbols: new Set(['Cap', 'Mu']),
  short: (sort, x) => printTerm(sort, concise(x)),
  full: inFull,
};
