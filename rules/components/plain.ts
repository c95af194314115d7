/** The plain calculus (O10): a call enters the class of its object; there is neither mediator nor update. */
import { callType, placedAt, running, worldOf } from '../../semantics/components/configs.ts';
import { dispatch } from '../../semantics/components/classes.ts';
import { plug } from '../../semantics/components/expressions.ts';
import { is } from '../../semantics/symbols.ts';
import { vary, type System } from '../system.ts';
import { steps } from './reduction.ts';
import { Call, Does, Frame, Inst, Obj, Placed, Waits, rule } from './rule.ts';

const CEnter = rule('C-Enter', ({ K, t, g, h, E, w, w1, o, m, C, k, a, s, τ }) => ({
  given: [
    is(Placed(C, Inst(0n, s)), placedAt(K, o)),
    is(τ, callType(worldOf(K), C, 0n, m)),
    is(w1, dispatch(worldOf(K), o, C, 0n, m, 0n, a, 0n, Frame(h, plug(E, Waits(τ)), w))),
  ],
  infer: steps(K, Does(t, g, h, E, Call(Obj(o), m, C, k, a), w), running(K, t, g, w1)),
}));

/** The rules of a system without those of calls through the table, of mediators and of updates. */
export function plainOf(system: System): System {
  const remove = [...system.rules.values()]
    .filter((r) => r.conclusion.judgement.name === 'steps' && /^[CMU]-/.test(r.name))
    .map((r) => r.name);
  return vary(system, { name: 'plain', remove, add: [CEnter] });
}
