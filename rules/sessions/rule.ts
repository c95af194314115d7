/** What the rules of sessions are written in: their metavariables and constructors. */
import { make } from '../../semantics/sessions/grammar.ts';
import { metas } from '../../semantics/sessions/metas.ts';
import { ruleMaker } from '../rule.ts';

export const rule = ruleMaker(metas);

export const { Int, Bool, Str, Record } = make.Sort;
export const { NoSorts, SortField } = make.SortFields;
export const { GEnd, GVar, GRec, Message, GAt, Sent, Crossing, Switching } = make.Global;
export const { NoGlobals, GBranch } = make.GlobalBranches;
export const { End, LVar, LRec, Out, In, At } = make.Local;
export const { NoLocals, LBranch } = make.LocalBranches;
export const { Var, Num, True, False, Text, Rec, Proj, Op, Not } = make.Expr;
export const { Less, Equal } = make.Operator;
export const { NoFields, Field } = make.Fields;
export const { Stop, Send, Recv, If, Let, Call, Update, Visit } = make.Process;
export const { Lead, From } = make.Role;
export const { NoBranches, Branch } = make.Branches;
export const { NoArgs, Arg } = make.Args;
export const { NoParams, Param } = make.Params;
export const { Typed } = make.Heading;
export const { NoProcs, Proc } = make.Table;
export const { NoNames, Names } = make.NameList;
export const { Msg, Mark } = make.Item;
export const { NoItems, Items } = make.Items;
export const { Thread } = make.Thread;
export const { Later } = make.Versions;
export const { Version } = make.Version;
