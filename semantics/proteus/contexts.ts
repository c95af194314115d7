/** Evaluation contexts (section 7): plugging, and finding the next redex from where a run stands. */
import { metafunction } from '../symbols.ts';
import { absurd } from '../terms.ts';
import { make, type Config, type Context, type Expr, type Fields, type Frame } from './grammar.ts';
import { isValue, knownValue } from './values.ts';

const { Rec, Proj, App, Let, New, Deref, Assign, Op, If, Con, Abs } = make.Expr;
const { Hole, In } = make.Context;
const { Field, NoFields } = make.Fields;
const {
  InRec,
  InProj,
  InFun,
  InArg,
  InLet,
  InNew,
  InDeref,
  InTarget,
  InSource,
  InLeft,
  InRight,
  InIfLeft,
  InIfRight,
  InCon,
  InAbs,
} = make.Frame;

/** The fields `done` (last one first) in order, before `rest`. */
const unwind = (done: Fields, rest: Fields): Fields => {
  let all = rest;
  for (let at = done; at.tag === 'Field'; at = at.rest) all = Field(at.label, at.e, all);
  return all;
};

/** F[e]: the frame filled with an expression. */
export function fill(F: Frame, e: Expr): Expr {
  switch (F.tag) {
    case 'InRec':
      return Rec(unwind(F.done, Field(F.label, e, F.todo)));
    case 'InProj':
      return Proj(e, F.label);
    case 'InFun':
      return App(e, F.arg);
    case 'InArg':
      return App(F.fun, e);
    case 'InLet':
      return Let(F.x, F.type, e, F.e2);
    case 'InNew':
      return New(F.type, e);
    case 'InDeref':
      return Deref(e);
    case 'InTarget':
      return Assign(e, F.e2);
    case 'InSource':
      return Assign(F.e1, e);
    case 'InLeft':
      return Op(F.op, e, F.e2);
    case 'InRight':
      return Op(F.op, F.e1, e);
    case 'InIfLeft':
      return If(e, F.e2, F.e3, F.e4);
    case 'InIfRight':
      return If(F.e1, e, F.e3, F.e4);
    case 'InCon':
      return Con(F.t, e);
    case 'InAbs':
      return Abs(F.t, e);
    default:
      return absurd(F);
  }
}

/** E[e]. */
export const plug = metafunction<[Context, Expr], Expr>(
  {
    name: 'plug',
    args: ['Context', 'Expr'],
    result: 'Expr',
    text: '{0}[{1}]',
    sentence: 'an evaluation context filled with an expression',
  },
  (E, e) => {
    let whole = e;
    for (let at = E; at.tag === 'In'; at = at.outer) whole = fill(at.frame, whole);
    return whole;
  },
);

/** The frame around the part of e that is evaluated next, and that part; undefined when e itself is to be reduced. */
function descend(e: Expr): readonly [Frame, Expr] | undefined {
  switch (e.tag) {
    case 'Num':
    case 'Var':
    case 'Ext':
    case 'Loc':
    case 'Update':
      return undefined;
    case 'Rec':
      return nextField(NoFields(), e.fields);
    case 'Proj':
      return isValue(e.e) ? undefined : [InProj(e.label), e.e];
    case 'App':
      if (!isValue(e.fun)) return [InFun(e.arg), e.fun];
      return isValue(e.arg) ? undefined : [InArg(e.fun), e.arg];
    case 'Let':
      return isValue(e.e1) ? undefined : [InLet(e.x, e.type, e.e2), e.e1];
    case 'New':
      return isValue(e.e) ? undefined : [InNew(e.type), e.e];
    case 'Deref':
      return isValue(e.e) ? undefined : [InDeref(), e.e];
    case 'Assign':
      if (!isValue(e.e1)) return [InTarget(e.e2), e.e1];
      return isValue(e.e2) ? undefined : [InSource(e.e1), e.e2];
    case 'Op':
      if (!isValue(e.e1)) return [InLeft(e.op, e.e2), e.e1];
      return isValue(e.e2) ? undefined : [InRight(e.op, e.e1), e.e2];
    case 'If':
      if (!isValue(e.e1)) return [InIfLeft(e.e2, e.e3, e.e4), e.e1];
      return isValue(e.e2) ? undefined : [InIfRight(e.e1, e.e3, e.e4), e.e2];
    case 'Con':
      return isValue(e.e) ? undefined : [InCon(e.t), e.e];
    case 'Abs':
      return isValue(e.e) ? undefined : [InAbs(e.t), e.e];
    default:
      return absurd(e);
  }
}

function nextField(done: Fields, fields: Fields): readonly [Frame, Expr] | undefined {
  let seen = done;
  for (let at = fields; at.tag === 'Field'; at = at.rest) {
    if (!isValue(at.e)) return [InRec(seen, at.label, at.rest), at.e];
    seen = Field(at.label, at.e, seen);
  }
  return undefined;
}

/**
 * The configuration (Ω, H, E[e]) at its place: e is the redex and E its evaluation context, or E is the hole and e a
 * value. The work is that of the moves from the place given, not of the size of E.
 */
export const focus = metafunction<[Config], Config>(
  {
    name: 'focus',
    args: ['Config'],
    result: 'Config',
    text: '{0}',
    sentence: 'the same configuration, decomposed at its redex: plug undoes it',
  },
  (K) => {
    let E = K.context;
    let e = K.e;
    for (;;) {
      if (isValue(e)) {
        if (E.tag === 'Hole') break;
        const F = E.frame;
        E = E.outer;
        // A record goes on with its next field instead of starting again.
        const next = F.tag === 'InRec' ? nextField(Field(F.label, e, F.done), F.todo) : undefined;
        if (next) {
          E = In(next[0], E);
          e = next[1];
        } else {
          e = fill(F, e);
          if (F.tag === 'InRec' || F.tag === 'InAbs') knownValue(e);
        }
      } else {
        const next = descend(e);
        if (!next) break;
        E = In(next[0], E);
        e = next[1];
      }
    }
    return E === K.context && e === K.e ? K : make.Config.Configuration(K.types, K.heap, E, e);
  },
);

/** The empty context. */
export const hole: Context = Hole();
