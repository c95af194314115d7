/**
 * The static updatability analysis (section 9): the rules of section 5 are run on unknown latents; what they ask of
 * them is collected, solved, and put in. The result is then judged like any other program: nothing here is trusted.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { positionOf, type Position } from '../../semantics/positions.ts';
import type { Term } from '../../semantics/grammar.ts';
import { entries } from '../../semantics/maps.ts';
import { all } from '../../semantics/proteus/capability.ts';
import {
  make,
  type Binding,
  type Expr,
  type Items,
  type Mu,
  type Program,
  type Signature,
  type Types,
} from '../../semantics/proteus/grammar.ts';
import { signatureOf } from '../../semantics/proteus/heaps.ts';
import { noLocals } from '../../semantics/proteus/types.ts';
import { heapOf, typesOf, updateOf } from '../../semantics/proteus/programs.ts';
import { changeList, newSignature, newTypes } from '../../semantics/proteus/updates.ts';
import { bindingOk } from '../../rules/proteus/heaps.ts';
import { types } from '../../rules/proteus/typing.ts';
import { replacements, transformers } from '../../rules/proteus/updates.ts';
import type { Judgement } from '../../rules/judgement.ts';
import type { System } from '../../rules/system.ts';
import { derive } from '../derive.ts';
import { flowsOf, type Flows } from './flows.ts';
import { fillUnknowns, nameUnknowns } from './rebuild.ts';
import { Collector } from './solve.ts';
import { Demands } from './unknowns.ts';

/** A term whose latents are inferred, and why they are what they are. */
export interface Inferred<T> {
  readonly term: T;
  readonly flows: Flows;
  /** Whether the rules had all their demands heard: where one has no derivation, whatever the latents, there is no solution. */
  readonly solved: boolean;
}

const demandsOf = new WeakMap<System, Demands>();

/** Runs the demands of a program or update on a term with named unknowns, and fills in their solution. */
function infer<T extends Term>(term: T, demands: (named: T, demand: Demand) => void, system: System): Inferred<T> {
  const owners = new Map<string, Mu>();
  const points = new Map<Position, string>();
  const collector = new Collector();
  const named = nameUnknowns(
    term,
    (cap, owner, point) => {
      if (owner) owners.set(cap, owner);
      const position = point && positionOf(point);
      if (position) points.set(position, cap);
    },
    { next: 0 },
  );
  const flows = flowsOf(collector, points);
  if (named === term) return { term, flows, solved: true };
  let typed: Expr | undefined;
  const visit = (judgement: string, args: readonly unknown[]): void => {
    switch (judgement) {
      case 'types':
        return collector.close('types', (typed = args[5] as Expr));
      case 'subtype':
        // What has to be a subtype is the type of what was typed last.
        return collector.close('subtype', typed);
      case 'bindingOk':
        return collector.close('bindingOk', args[2] as Binding);
      case 'replacements':
      case 'transformers':
        return collector.close(judgement, undefined);
    }
  };
  let rules = demandsOf.get(system);
  if (!rules) demandsOf.set(system, (rules = new Demands(system)));
  const demanding = rules.system;
  let solved = true;
  rules.heard(collector, () =>
    // A demand that fails for other reasons than latents is reported when the result is judged.
    demands(named, (definition, judgement, inputs) => {
      collector.begin(definition);
      if (isLeft(derive(demanding, judgement.form, inputs, { record: false, visit }))) solved = false;
    }),
  );
  const solution = collector.solve(owners);
  return { term: fillUnknowns(named, { mu: (m) => solution.mu(m), cap: (c) => solution.cap(c.name) }), flows, solved };
}

type Demand = (
  definition: string | null,
  judgement: Pick<Judgement<readonly unknown[]>, 'form'>,
  inputs: readonly unknown[],
) => void;

/** A translated program with its latents inferred. Whether they type it is for the rules of section 6 to say. */
export const inferProgram = (system: System, program: Program): Inferred<Program> =>
  infer(
    program,
    (p, demand) => {
      const Ω = typesOf.compute(p.items);
      const H = heapOf.compute(p.items);
      const Σ = signatureOf.compute(H);
      for (const [z, b] of entries(H)) demand(z, bindingOk, [Ω, Σ, b]);
      demand(null, types, [Ω, Σ, noLocals, all, make.Mu.U(), p.e]);
    },
    system,
  );

/** The items of a translated update with their latents inferred; those of what exists are constants. */
export const inferUpdate = (system: System, Ω: Types, Σ: Signature, items: Items): Inferred<Items> =>
  infer(
    items,
    (named, demand) => {
      const U = updateOf.compute(named);
      const Ω1 = newTypes.compute(Ω, U);
      const Σ1 = newSignature.compute(Σ, U);
      for (const [z, b] of entries(U.replaced))
        demand(z, replacements, [Σ, make.Bindings.Bound(z, b, make.Bindings.NoBindings())]);
      for (let m = changeList.compute(U); m.tag === 'ToChange'; m = m.rest)
        demand(m.change.by, transformers, [
          Ω,
          Ω1,
          Σ1,
          make.ChangeList.ToChange(m.t, m.change, make.ChangeList.NoChanges()),
        ]);
      const code: (readonly [string, Binding])[] = [...entries(U.replaced), ...entries(U.extended)];
      for (const [z, b] of code) demand(z, bindingOk, [Ω1, Σ1, b]);
    },
    system,
  );
