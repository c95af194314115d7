/** Theorems of threads.md, section 10, traced like rules. */
import { all } from '../../semantics/proteus/capability.ts';
import { definitionOf, noLocals } from '../../semantics/proteus/types.ts';
import { is } from '../../semantics/symbols.ts';
import { placed, threadAt, threadsConFree } from '../../semantics/threads/functions.ts';
import { make } from '../../semantics/threads/grammar.ts';
import { metas, type Metas } from '../../semantics/threads/metas.ts';
import { configurationOk } from '../../rules/proteus/heaps.ts';
import { subtype } from '../../rules/proteus/subtyping.ts';
import { follows, moves } from '../../rules/threads/reduction.ts';
import {
  All,
  Barrier,
  Configuration,
  Interrupts,
  Moves,
  OfVersions,
  OwnStatic,
  State,
  Updates,
  UpdatesAll,
} from '../../rules/threads/rule.ts';
import { signatureOf, stateOk, types } from '../../rules/threads/typing.ts';
import { admits, changedNames, updateOk } from '../../rules/threads/updates.ts';
import { threads } from '../../rules/threads/system.ts';
import { traceTheorem, type Claim, type Theorem, type TheoremOptions } from '../../rules/theorem.ts';
import type { System } from '../../rules/system.ts';
import { capabilitiesShrink, capabilityWeakening, inference, substitution } from '../proteus/theorems.ts';
import {
  growsThreads,
  ofProteus,
  othersKept,
  plainState,
  runningBy,
  runsAsProteus,
  sameState,
  underWay,
  updateIn,
} from './functions.ts';

const theorem = (name: string, title: string, f: (m: Metas) => Claim, options?: TheoremOptions) =>
  traceTheorem(name, title, metas, f, options);
const as = (t: Theorem, name: string): Theorem => Object.freeze({ ...t, name });
const { Con, Abs } = make.Expr;

const decomposition = (system: System) =>
  theorem('TT1', 'Decomposition', ({ S, Ω, H, Θ, j, e, τ }) => ({
    given: [stateOk(S, τ), is(State(Ω, H, Θ), plainState(S)), is(e, threadAt(Θ, j))],
    infer: [runningBy(system).uniquelyDecomposed(e)],
  }));

const determinism = theorem(
  'TT2',
  'Determinism per thread',
  ({ S, S1, S2, j, τ }) => ({
    given: [stateOk(S, τ), moves(S, Moves(j), S1), moves(S, Moves(j), S2)],
    infer: [is(S1, S2)],
  }),
  { every: true, inductsOn: 'reduces' },
);

/** Stronger than that some thread moves: each that waits for nobody does. */
const progress = theorem('TT6', 'Progress', ({ S, S1, j, τ }) => ({
  given: [stateOk(S, τ), underWay(S, j)],
  infer: [moves(S, Moves(j), S1)],
}));

const preservation = theorem(
  'TT7',
  'Preservation',
  ({ S, S1, j, τ, τ1 }) => ({
    given: [stateOk(S, τ), moves(S, Moves(j), S1)],
    infer: [stateOk(S1, τ1), subtype(τ1, τ), growsThreads(S, S1), othersKept(S, j, S1)],
  }),
  { inductsOn: 'reduces' },
);

const updateSafety = theorem('TT8', 'Update safety, policy all', ({ S, S1, j, U, τ, τ1 }) => ({
  given: [stateOk(S, τ), moves(S, Updates(All(), j, U), S1)],
  infer: [stateOk(S1, τ1), subtype(τ1, τ)],
}));
const barrierSafety = theorem('TT8s', 'Update safety, policy barrier', ({ S, S1, U, τ, τ1 }) => ({
  given: [stateOk(S, τ), moves(S, UpdatesAll(Barrier(), U), S1)],
  infer: [stateOk(S1, τ1), subtype(τ1, τ)],
}));
const ownSafety = theorem('TT8s-own', 'Update safety, policy own-static', ({ S, S1, j, U, τ, τ1 }) => ({
  given: [stateOk(S, τ), moves(S, Updates(OwnStatic(), j, U), S1)],
  infer: [stateOk(S1, τ1), subtype(τ1, τ)],
}));

const interruptSafety = theorem('TT8i', 'Update safety, policy interrupt', ({ S, S1, U, τ, τ1 }) => ({
  given: [stateOk(S, τ), moves(S, Interrupts(U), S1)],
  infer: [stateOk(S1, τ1), subtype(τ1, τ)],
}));
const versionsSafety = theorem('TT8v', 'Update safety, policy versions', ({ S, S1, j, U, τ, τ1 }) => ({
  given: [stateOk(S, τ), moves(S, Updates(OfVersions(), j, U), S1)],
  infer: [stateOk(S1, τ1), subtype(τ1, τ)],
}));

const neverInUse = theorem(
  'TT9',
  'Never in the middle of a use',
  ({ S, S1, Ω, H, Θ, U, λ, τ }) => ({
    given: [stateOk(S, τ), is(U, updateIn(λ)), moves(S, λ, S1), is(State(Ω, H, Θ), plainState(S))],
    infer: [threadsConFree(Θ, changedNames(U))],
  }),
  // What is in use is not what a variant looks for.
  { asNamed: [threadsConFree] },
);

const staticImpliesDynamic = theorem('TT10', 'Static implies dynamic', ({ S, Ω, H, Θ, j, U, τ }) => ({
  given: [stateOk(S, τ), is(State(Ω, H, Θ), plainState(S)), admits(Barrier(), H, Θ, j, U)],
  infer: [admits(All(), H, Θ, j, U)],
}));

const representation = theorem('TT12', 'Representation consistency', (m) => {
  const { S, Ω, H, Θ, Σ, E, j, e, t, v, τ, τ1, τ2, Δ } = m;
  return {
    given: [
      stateOk(S, τ),
      is(State(Ω, H, Θ), plainState(S)),
      is(e, threadAt(Θ, j)),
      is(Configuration(Ω, H, E, Con(t, Abs(t, v))), placed(Ω, H, e)),
      is(Σ, signatureOf(H)),
      is(τ1, definitionOf(Ω, t)),
    ],
    infer: [types(Ω, Σ, noLocals, all, make.Mu.N(), v, τ2, Δ), subtype(τ2, τ1)],
  };
});

const conservativity = theorem('TT13', 'Conservativity', ({ K, τ }) => ({
  given: [configurationOk(K as never, τ), ofProteus(K as never)],
  infer: [runsAsProteus(K as never)],
}));

const independence = (system: System) =>
  theorem('TT14', 'Independence', ({ S, S1, S2, S3, S4, j, j1, τ }) => ({
    given: [stateOk(S, τ), moves(S, Moves(j), S1), moves(S, Moves(j1), S2), runningBy(system).independent(S, j, j1)],
    infer: [moves(S1, Moves(j1), S3), moves(S2, Moves(j), S4), sameState(S3, S4)],
  }));

const noLostWrites = (system: System) =>
  theorem('TT15', 'No lost writes', ({ S, S1, π, τ }) => ({
    given: [stateOk(S, τ), follows(S, π, S1)],
    infer: [runningBy(system).writesKept(S, π)],
  }));

const laziness = (system: System) =>
  theorem('TT16', 'Laziness is invisible', ({ S, Ω, H, Θ, Σ, U, τ }) => ({
    given: [stateOk(S, τ), is(State(Ω, H, Θ), S), is(Σ, signatureOf(H)), updateOk(Ω, Σ, U)],
    infer: [runningBy(system).lazyAsInstant(S, U)],
  }));

const known = new WeakMap<System, readonly Theorem[]>();

/** The theorems of a system; four of them compute with its steps. */
export function theoremsOf(system: System): readonly Theorem[] {
  let found = known.get(system);
  if (found === undefined)
    known.set(
      system,
      (found = [
        decomposition(system),
        determinism,
        as(capabilitiesShrink, 'TT3'),
        as(capabilityWeakening, 'TT4'),
        as(substitution, 'TT5'),
        progress,
        preservation,
        updateSafety,
        barrierSafety,
        ownSafety,
        interruptSafety,
        versionsSafety,
        neverInUse,
        staticImpliesDynamic,
        as(inference(system), 'TT11'),
        representation,
        ...(system === threads ? [conservativity] : []),
        independence(system),
        noLostWrites(system),
        laziness(system),
      ]),
    );
  return found;
}
