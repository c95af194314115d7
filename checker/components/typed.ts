/** ⊢ K (section 8): fields are of their types, and so are the expressions of frames, with their holes. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { entries, get } from '../../semantics/maps.ts';
import { versionNumbered } from '../../semantics/components/classes.ts';
import { settledIn, stateIn, typesOf, versionIn } from '../../semantics/components/configs.ts';
import { focus } from '../../semantics/components/expressions.ts';
import {
  envMap,
  make,
  type Config,
  type Expr,
  type Head,
  type Stand,
  type Type,
  type World,
} from '../../semantics/components/grammar.ts';
import { print } from '../../semantics/components/syntax/print.ts';
import { subtype } from '../../rules/components/subtyping.ts';
import { types } from '../../rules/components/typing.ts';
import type { System } from '../../rules/system.ts';
import { derive } from '../derive.ts';
import type { State } from '../explore/system.ts';
import type { KernelSpace } from './space.ts';

const { InClass, Adapting, InThread, Pure } = make.Stand;

/** What is not of its type in a configuration; undefined where all is. @param only the threads and objects that are looked at; all unless said. */
export function illTyped(system: System, K: Config, only: (name: string) => boolean = () => true): string | undefined {
  const σ = settledIn(K.world, K.objects);
  const Ψ = typesOf.compute(K.objects);
  const typed = (S: Stand, e: Expr): Type | undefined => {
    const J = make.Judging.Judging(K.world, σ, Ψ, S);
    const r = derive(system, types.form, [J, envMap.empty, e], { record: false });
    return isLeft(r) ? undefined : (r.right.outputs[1] as Type);
  };
  const below = (a: Type, b: Type): boolean => !isLeft(derive(system, subtype.form, [σ, a, b], { record: false }));
  for (const [o, p] of entries(K.objects)) {
    if (!only(o)) continue;
    const V = versionNumbered(K.world, p.C, versionIn(p));
    if (V === undefined) return `${o} is of no version of ${p.C}`;
    let s = stateIn(p);
    for (let d = V.fields; d.tag === 'Slot'; d = d.rest) {
      if (s.tag !== 'Field' || s.f !== d.f) return `${o} does not have the field ${d.f}`;
      const τ = typed(Pure(), s.e);
      if (τ === undefined || !below(τ, d.type)) return `${o}.${d.f} is ${print(s.e)}, not of type ${print(d.type)}`;
      s = s.rest;
    }
  }
  for (const [t, Θ] of entries(K.threads)) {
    if (!only(t)) continue;
    if (Θ.tag !== 'Live' && Θ.tag !== 'Blocked') continue;
    let inner: Type | undefined;
    for (let w = Θ.frames; w.tag === 'Frame'; w = w.rest) {
      const S = standOf(K, w.head);
      const τ = typed(S, w.e);
      if (τ === undefined) return `${t} runs ${print(w.e)}, which has no type`;
      if (inner !== undefined) {
        const hole = focus(w.e).e;
        if (hole.tag === 'Waits' && !below(inner, hole.type))
          return `${t} gives ${print(inner)} where ${print(hole.type)} is waited for`;
      }
      inner = τ;
    }
  }
  return undefined;
}

/** ⊢ K for the states of a space: a thread or an object that was well typed where the versions were the same, is so again. */
export class Typed {
  /** By the classes and the versions of all objects: the threads and the objects, by their numbers. */
  private readonly known = new Map<World, Map<number | string, Set<number>>>();
  constructor(
    private readonly system: System,
    private readonly space: KernelSpace,
  ) {}

  private knownIn(s: State): Set<number> {
    const world = this.space.worldOf(s);
    let byVersions = this.known.get(world);
    if (byVersions === undefined) this.known.set(world, (byVersions = new Map()));
    const versions = this.space.versionNumber(s);
    let known = byVersions.get(versions);
    if (known === undefined) byVersions.set(versions, (known = new Set()));
    return known;
  }

  /** What is not of its type in a state. */
  wrong(s: State): string | undefined {
    const known = this.knownIn(s);
    const threads = this.space.threads.length;
    // Threads and objects are numbered apart.
    const keyAt = (k: number): number => (s[k] as number) * 2 + (k <= threads ? 1 : 0);
    let fresh: number[] | undefined;
    for (let k = 1; k < s.length; k++) if ((s[k] as number) >= 0 && !known.has(keyAt(k))) (fresh ??= []).push(k);
    if (fresh === undefined) return undefined;
    const names = new Set(fresh.map((k) => this.space.nameAt(k)));
    const why = illTyped(this.system, this.space.config(s), (name) => names.has(name));
    if (why === undefined) for (const k of fresh) known.add(keyAt(k));
    return why;
  }
}

function standOf(K: Config, head: Head): Stand {
  if (head.tag === 'Top') return InThread();
  const C = get(K.objects, head.o)?.C ?? '';
  return head.tag === 'InObject' ? InClass(C, head.j) : Adapting(C, head.j);
}
