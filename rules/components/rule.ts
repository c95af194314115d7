/** What the rules of components are written in: their metavariables and constructors. */
import { make } from '../../semantics/components/grammar.ts';
import { metas } from '../../semantics/components/metas.ts';
import { ruleMaker } from '../rule.ts';

export const rule = ruleMaker(metas);

export const { Int, Ref, Record, List } = make.Type;
export const { NoTypes, TypeField } = make.TypeFields;
export const {
  Num,
  Var,
  Obj,
  Self,
  Next,
  Rec,
  Proj,
  Nil,
  Lit,
  Cons,
  Op,
  If,
  Let,
  Fold,
  While,
  Get,
  Set,
  New,
  Send,
  Call,
  Waits,
} = make.Expr;
export const { NoFields, Field } = make.Fields;
export const { NoItems, Item } = make.Items;
export const { Hole } = make.Context;
export const { NoSlots, Slot } = make.Slots;
export const { NoParams, Param } = make.Params;
export const { NoMethods, Method } = make.Methods;
export const { NoExports, Export } = make.Exports;
export const { NoImports, Import } = make.Imports;
export const { Version } = make.Version;
export const { NoFormats, Format } = make.Formats;
export const { NoClasses, Class } = make.Classes;
export const { NoObjects, Object: ObjectOf } = make.Objects;
export const { NoStarts, Start } = make.Starts;
export const { Update } = make.Update;
export const { Updates } = make.Updates;
export const { System } = make.System;
export const { InClass, Adapting, InThread, Exporting, Pure } = make.Stand;
export const { Judging } = make.Judging;
export const { Request } = make.Request;
export const { Placed } = make.Placed;
export const { Inst, Med } = make.Entry;
export const { Forward, Block, Transfer, Completed } = make.Phase;
export const { NoNames, Names } = make.NameList;
export const { InObject, Adaptor, Top } = make.Head;
export const { NoFrames, Frame } = make.Frames;
export const { Waiting, Live, Blocked, Ended } = make.Thread;
export const { Configuration } = make.Config;
export const { Begins, Does, Mediates, Installs, Updating } = make.Turn;
export const { NoTurns, Turns } = make.Turns;
export const { NoPlaced, PlacedList } = make.PlacedList;
export const { NoThreads, Threads } = make.ThreadList;
