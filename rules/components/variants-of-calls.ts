/** Variants of section 11 in which calls are taken apart: an entry is read first, adaptors are counted, references go to instances. */
import { entries } from '../../semantics/maps.ts';
import { dispatch, methodIn, versionNumbered } from '../../semantics/components/classes.ts';
import {
  callType,
  direct,
  entering,
  placedAt,
  running,
  typesOf,
  versionIn,
  worldOf,
} from '../../semantics/components/configs.ts';
import { instantiate, plug, withSelf } from '../../semantics/components/expressions.ts';
import {
  envMap,
  make,
  type Config,
  type Env,
  type Frames,
  type Items,
  type ObjectMap,
  type World,
} from '../../semantics/components/grammar.ts';
import { is, metafunction, partialMetafunction } from '../../semantics/symbols.ts';
import type { VariantChanges } from '../variant.ts';
import { instead } from './instead.ts';
import { steps } from './reduction.ts';
import { Adaptor, Call, Does, Frame, Inst, Next, Obj, Placed, Waits, rule } from './rule.ts';

/**
 * What was read is written as a frame that stands in front of the object, like that of an adaptor, with the call on next: next is the object at the version
 * that was read.
 */
const cachedEntry: VariantChanges = {
  name: 'cached-entry',
  sentence: 'C-Direct in two steps: the entry is read, and what was read is entered later',
  expected: 'sound',
  replace: [
    rule('C-Direct', ({ K, t, g, h, E, w, o, m, C, k, a, j, s, τ }) => ({
      given: [is(Placed(C, Inst(j, s)), placedAt(K, o)), direct(K, C, o, j), is(τ, callType(worldOf(K), C, k, m))],
      infer: steps(
        K,
        Does(t, g, h, E, Call(Obj(o), m, C, k, a), w),
        running(K, t, g, Frame(Adaptor(o, j), Call(Next(), m, C, k, a), Frame(h, plug(E, Waits(τ)), w))),
      ),
    })),
  ],
  add: [
    rule('C-Cached', ({ K, t, g, E, w, w1, o, m, C, k, a, j }) => ({
      given: [is(Call(Next(), m, C, k, a), plug(E, Next())), is(w1, dispatch(worldOf(K), o, C, k, m, j, a, 0n, w))],
      infer: steps(K, Does(t, g, Adaptor(o, j), E, Next(), w), running(K, t, g, w1)),
    })),
  ],
};

/** Under the frame of an adaptor that was entered through a mediator, a frame inside the object that waits for it. */
const dispatchCounted = partialMetafunction<
  [World, string, string, bigint, string, bigint, Items, bigint, Frames],
  Frames
>(
  instead(dispatch.info, 'counted', 'the frame of a call; that of an adaptor is inside the object, too'),
  (Ω, o, C, k, m, j, a, b, w) => {
    const entered = dispatch.compute(Ω, o, C, k, m, j, a, b, w);
    if (entered?.tag !== 'Frame' || entered.head.tag !== 'Adaptor' || b !== 1n) return entered;
    const τ = callType.compute(Ω, C, k, m);
    if (τ === undefined) return undefined;
    const inside = make.Frames.Frame(make.Head.InObject(o, j, b), make.Expr.Waits(τ), entered.rest);
    return make.Frames.Frame(entered.head, entered.e, inside);
  },
);
const enteringCounted = metafunction<[Config, string, Frames], Config>(
  instead(entering.info, 'counted', 'a thread whose call was let through is inside once more, behind adaptors, too'),
  (K, t, w) => entering.compute(K, t, w.tag === 'Frame' && w.head.tag === 'Adaptor' ? w.rest : w),
);
const countAdaptors: VariantChanges = {
  name: 'count-adaptors',
  sentence: 'frames of adaptors that are entered through a mediator are inside the object',
  expected: 'sound',
  exchange: [
    [dispatch, dispatchCounted],
    [entering, enteringCounted],
  ],
};

// A reference to an instance is the name of its object with the version.

const instance = (o: string, j: bigint): string => `${o}@${j}`;
const instanceOf = (x: string): readonly [o: string, j: bigint] | undefined => {
  const at = x.lastIndexOf('@');
  return at < 0 ? undefined : [x.slice(0, at), BigInt(x.slice(at + 1))];
};
const objectOf = partialMetafunction<[string], string>(
  { name: 'objectOf', args: ['name'], result: 'name', text: 'object of {0}', latex: '\\text{object of }{0}', sentence: 'the object that an instance is of' }, // prettier-ignore
  (x) => instanceOf(x)?.[0],
);
const numberOf = partialMetafunction<[string], bigint>(
  { name: 'numberOf', args: ['name'], result: 'int', text: 'version of {0}', latex: '\\text{version of }{0}', sentence: 'the version that an instance is of' }, // prettier-ignore
  (x) => instanceOf(x)?.[1],
);
/** Code of a method stands for its instance by self. */
const dispatchSelf = partialMetafunction<
  [World, string, string, bigint, string, bigint, Items, bigint, Frames],
  Frames
>(
  instead(dispatch.info, 'instance', 'the frame of a call, in which self is the instance'),
  (Ω, o, C, k, m, j, a, b, w) => {
    const entered = dispatch.compute(Ω, o, C, k, m, j, a, b, w);
    if (entered?.tag !== 'Frame' || entered.head.tag !== 'InObject') return entered;
    const V = versionNumbered(Ω, C, j);
    const found = V === undefined ? undefined : methodIn(V.methods, m);
    const e = found === undefined ? undefined : instantiate.compute(found.e, found.params, a);
    if (e === undefined) return undefined;
    return make.Frames.Frame(entered.head, withSelf.compute(e, make.Expr.Obj(instance(o, j))), w);
  },
);
const typesWithInstances = metafunction<[ObjectMap], Env>(
  instead(typesOf.info, 'instances', 'every object, and every instance that it has had, with its class at its version'),
  (O) => {
    let Ψ = typesOf.compute(O);
    for (const [o, p] of entries(O))
      for (let j = 0n; j <= versionIn(p); j++) Ψ = envMap.set(Ψ, instance(o, j), make.Type.Ref(p.C, j));
    return Ψ;
  },
);
const selfEscapes: VariantChanges = {
  name: 'self-escapes',
  sentence: 'self is the instance: a reference to it, kept elsewhere, goes past the table',
  expected: ['O7'],
  exchange: [
    [dispatch, dispatchSelf],
    [typesOf, typesWithInstances],
  ],
  add: [
    rule('C-Self', ({ K, t, g, h, E, w, w1, o, o1, m, C, k, a, j, τ }) => ({
      given: [
        is(o, objectOf(o1)),
        is(j, numberOf(o1)),
        is(τ, callType(worldOf(K), C, k, m)),
        is(w1, dispatch(worldOf(K), o, C, k, m, j, a, 0n, Frame(h, plug(E, Waits(τ)), w))),
      ],
      infer: steps(K, Does(t, g, h, E, Call(Obj(o1), m, C, k, a), w), running(K, t, g, w1)),
    })),
  ],
};

export const variantsOfCalls: readonly VariantChanges[] = [cachedEntry, countAdaptors, selfEscapes];
