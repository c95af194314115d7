/** What a version of a program gives to the fields of its records: where old values get a new field, that is what it means. */
import { equal } from '../../../semantics/terms.ts';
import { expressionOf } from '../../../semantics/proteus/heaps.ts';
import { itemList } from '../../../semantics/proteus/programs.ts';
import type { Expr, Fields, Program, TypeFields } from '../../../semantics/proteus/grammar.ts';
import { children, type Node } from '../../../semantics/proteus/substitution.ts';
import { printExpr } from '../../../semantics/proteus/syntax/index.ts';

/** A record that is written in a program: in which definition, and its fields in order. */
interface Written {
  readonly in: string;
  readonly fields: ReadonlyMap<string, Expr>;
}

/** What is given to a field: one constant by all who write it, or several constants; undefined where it is no constant. */
export type Given =
  { readonly kind: 'constant'; readonly e: Expr } | { readonly kind: 'several'; readonly said: string } | undefined;

const fieldsOf = (ρ: Fields): Map<string, Expr> => {
  const found = new Map<string, Expr>();
  for (let f = ρ; f.tag === 'Field'; f = f.rest) found.set(f.label, f.e);
  return found;
};

/** Whether an expression means the same wherever it stands, and does nothing. */
function isConstant(e: Expr): boolean {
  if (e.tag === 'Num' || e.tag === 'Ext') return true;
  return e.tag === 'Rec' && [...fieldsOf(e.fields).values()].every(isConstant);
}

/** The records that are written in a program as it was read. */
function recordsIn(program: Program): readonly Written[] {
  const found: Written[] = [];
  const code = itemList(program.items).flatMap((i): [string, Expr][] =>
    i.tag === 'BindItem' ? [[i.z, expressionOf(i.binding)]] : [],
  );
  for (const [z, e] of [...code, ['the expression', program.e] as const]) {
    const stack: Node[] = [e];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (at.tag === 'Rec') found.push({ in: z, fields: fieldsOf(at.fields) });
      stack.push(...children(at));
    }
  }
  return found;
}

/** What a program gives to fields of records of a type, told by the labels of that type. */
export function givenBy(program: Program): (type: TypeFields, label: string) => Given {
  const records = recordsIn(program);
  return (type, label) => {
    const labels: string[] = [];
    for (let f = type; f.tag === 'TypeField'; f = f.rest) labels.push(f.label);
    const like = records.filter((r) => [...r.fields.keys()].join() === labels.join());
    const said = like.map((r) => ({ in: r.in, e: r.fields.get(label) as Expr }));
    const [first] = said;
    if (first === undefined) return undefined;
    // What depends on where it stands says nothing of old values.
    if (!said.every((s) => isConstant(s.e))) return undefined;
    if (said.every((s) => equal(s.e, first.e))) return { kind: 'constant', e: first.e };
    const distinct = [...new Map(said.map((s) => [printExpr(s.e), s])).values()].slice(0, 4);
    return { kind: 'several', said: distinct.map((s) => `${printExpr(s.e)} (in ${s.in})`).join(', ') };
  };
}
