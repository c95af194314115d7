/** The plain calculus (O10): a call enters the class of its object; there is neither mediator nor update. */
import { callType, placedAt, running, worldOf } from '../../semantics/components/configs.ts';
import { dispatch } from '../../semantics/components/classes.ts';
import { plug } from '../../semantics/components/expressions.ts';
import { is, isMeta } from '../../semantics/symbols.ts';
import type { Rule } from '../rule.ts';
import { vary, type System } from '../system.ts';
import { steps } from './reduction.ts';
import { Call, Does, Frame, Inst, Obj, Placed, Waits, rule } from './rule.ts';
import { components } from './system.ts';

const CEnter = rule('C-Enter', ({ K, t, g, h, E, w, w1, o, m, C, k, a, s, τ }) => ({
  given: [
    is(Placed(C, Inst(0n, s)), placedAt(K, o)),
    is(τ, callType(worldOf(K), C, 0n, m)),
    is(w1, dispatch(worldOf(K), o, C, 0n, m, 0n, a, 0n, Frame(h, plug(E, Waits(τ)), w))),
  ],
  infer: steps(K, Does(t, g, h, E, Call(Obj(o), m, C, k, a), w), running(K, t, g, w1)),
}));

/** Whether a pattern has a mediator in it. */
const withMediator = (p: unknown): boolean =>
  typeof p === 'object' && p !== null && !isMeta(p) && ((p as { tag?: unknown }).tag === 'Med' || Object.values(p).some(withMediator)); // prettier-ignore

/** Whether a rule for calls is one that a variant adds, and that has nothing to do with mediators. */
const ofCalls = (r: Rule): boolean =>
  r.name.startsWith('C-') &&
  !components.rules.has(r.name) &&
  !withMediator(r.conclusion.args) &&
  !withMediator(r.premises);

/**
 * The rules of a system without those of calls through the table, of mediators and of updates. A variant that takes a call apart into more steps does so
 * without updates as well: its C-Direct stays then.
 */
export function plainOf(system: System): System {
  const all = [...system.rules.values()].filter((r) => r.conclusion.judgement.name === 'steps');
  const kept = all.filter(ofCalls).map((r) => r.name);
  if (kept.length > 0) kept.push('C-Direct');
  const remove = all.filter((r) => /^[CMU]-/.test(r.name) && !kept.includes(r.name)).map((r) => r.name);
  return vary(system, { name: 'plain', remove, add: kept.length > 0 ? [] : [CEnter] });
}
