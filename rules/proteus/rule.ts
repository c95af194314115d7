/** The rule maker of Proteus, and the abbreviations that its rule files share. */
import { make } from '../../semantics/proteus/grammar.ts';
import { metas } from '../../semantics/proteus/metas.ts';
import { collecting, ruleMaker } from '../rule.ts';

export const rule = ruleMaker(metas);

/** The rules of a file, in the order in which they stand there: those that are made by its `rule`. */
export const figure = () => collecting(rule);

/** What judgements on expressions speak of throughout: definitions, externals and local variables. */
export const C = [metas.Ω, metas.Σ, metas.Γ] as const;

export const { Num, Var, Ext, Loc, Rec, Proj, App, Let, New, Deref, Assign, Op, If, Con, Abs, Update } = make.Expr;
export const { Int, Named, Record, Ref, Arrow, Omitted } = make.Type;
export const { NoTypes, TypeField } = make.TypeFields;
export const { NoFields, Field } = make.Fields;
export const { Plus, Minus, Times } = make.Operator;
export const { Fun, Variable, Cell } = make.Binding;
export const { NoBindings, Bound } = make.Bindings;
export const { Configuration } = make.Config;
export const { Silent, Apply } = make.Action;
export const { Dynamic, Static } = make.Check;

export const int = Int();
/** N: evaluation never reaches an update point. */
export const never = make.Mu.N();
/** U: it may. */
export const mayUpdate = make.Mu.U();
export const unknownMu = make.Mu.MuUnknown('?');
export const unknownCap = make.Cap.CapUnknown('?');
