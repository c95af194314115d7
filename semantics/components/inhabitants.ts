/** Values of a type: a few, where anything will do that is of it. */
import { fieldList } from './expressions.ts';
import { make, type Expr, type Type, type TypeFields } from './grammar.ts';
import { itemList } from './values.ts';

const { Num, Nil, Lit, Rec, Obj } = make.Expr;

/**
 * A few values of a type, simple ones first; none where it has none.
 * @param objects the references that there are, with their classes.
 */
export function inhabitants(τ: Type, objects: ReadonlyMap<string, string>): readonly Expr[] {
  switch (τ.tag) {
    case 'Int':
      return [Num(1n), Num(7n)];
    case 'List': {
      const single = inhabitants(τ.of, objects).slice(0, 1);
      return [Nil(τ.of), ...single.map((v) => Lit(itemList([v])))];
    }
    case 'Record': {
      const all: (readonly [string, Expr])[] = [];
      for (let at: TypeFields = τ.fields; at.tag === 'TypeField'; at = at.rest) {
        const [v] = inhabitants(at.type, objects);
        if (v === undefined) return [];
        all.push([at.l, v]);
      }
      return [Rec(fieldList(all))];
    }
    case 'Named':
    case 'Ref':
      return [...objects].filter(([, C]) => C === τ.C).map(([o]) => Obj(o));
  }
}
