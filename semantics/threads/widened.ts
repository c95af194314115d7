/** What Proteus has for its terms, with the types of the extension: the same functions, since they look constructors up by tag. */
import type * as P from '../proteus/grammar.ts';
import type { Metafunction } from '../symbols.ts';
import type { Sort } from './grammar.ts';

type Affected = {
  Expr: P.Expr;
  Fields: P.Fields;
  Context: P.Context;
  Frame: P.Frame;
  Binding: P.Binding;
  Bindings: P.Bindings;
  Heap: P.Heap;
  Config: P.Config;
  Update: P.Update;
  Action: P.Action;
  Item: P.Item;
  Items: P.Items;
  Program: P.Program;
};
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type SortFor<T> = { [S in keyof Affected]: Same<T, Affected[S]> extends true ? S : never }[keyof Affected];

/** A type of terms of Proteus as the type of terms of the extension. */
export type Widened<T> = [SortFor<T>] extends [never] ? T : Sort<SortFor<T>>;
/** The same for each of several. */
export type WidenedAll<A extends readonly unknown[]> = { [I in keyof A]: Widened<A[I]> };

/** A metafunction of Proteus on the terms of the extension. */
export const widened = <A extends readonly unknown[], R, C>(f: Metafunction<A, R, C>) =>
  f as unknown as Metafunction<WidenedAll<A>, Widened<R>, Widened<Exclude<C, undefined>> | Extract<C, undefined>>;
