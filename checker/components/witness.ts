/**
 * That an update is not faithful (O9), shown: a state and what it is transferred to, and calls that are answered otherwise by the one and by the other. A relation
 * as section 10 asks for contains the two states, and code would have to keep it.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { get } from '../../semantics/maps.ts';
import { fieldList } from '../../semantics/components/expressions.ts';
import { make, type Config, type Expr, type Fields, type KernelSystem, type Methods, type Version } from '../../semantics/components/grammar.ts'; // prettier-ignore
import { inhabitants } from '../../semantics/components/inhabitants.ts';
import { print } from '../../semantics/components/syntax/print.ts';
import { itemList } from '../../semantics/components/values.ts';
import { turnsOf } from '../../semantics/components/configs.ts';
import { steps } from '../../rules/components/reduction.ts';
import { systemOk } from '../../rules/components/updates.ts';
import type { System } from '../../rules/system.ts';
import { derive } from '../derive.ts';
import { actorOf } from './faults.ts';

export interface Witness {
  readonly object: string;
  /** The fields that it has before, as they are given. */
  readonly state: string;
  readonly calls: string;
  /** The last answer, without the update and with it. */
  readonly without: string;
  readonly with: string;
}

const { Num, Rec, Obj, Send, Let } = make.Expr;
const thread = 'request';
const mostRuns = 80;
const mostSteps = 2_000;

const objectsOf = (program: KernelSystem): ReadonlyMap<string, string> => {
  const all = new Map<string, string>();
  for (let Y = program.objects; Y.tag === 'Object'; Y = Y.rest) all.set(Y.o, Y.C);
  return all;
};

/** Calls of a method, with a few arguments. */
function callsOf(o: string, M: Methods & { readonly tag: 'Method' }, program: KernelSystem): Expr[] {
  const objects = objectsOf(program);
  let all: Expr[][] = [[]];
  for (let ξ = M.params; ξ.tag === 'Param'; ξ = ξ.rest) {
    const values = inhabitants(ξ.type, objects).slice(0, 2);
    all = all.flatMap((args) => values.map((v) => [...args, v])).slice(0, 4);
  }
  return all.map((args) => Send(Obj(o), M.m, itemList(args)));
}

/** The states that an object is tried in: as it is given, and with other numbers. */
function statesOf(given: Fields, { fields }: Version): Fields[] {
  const own = new Map<string, Expr>();
  for (let at = given; at.tag === 'Field'; at = at.rest) own.set(at.f, at.e);
  const numbers: string[] = [];
  for (let d = fields; d.tag === 'Slot'; d = d.rest) if (d.type.tag === 'Int') numbers.push(d.f);
  if (numbers.length === 0) return [given];
  const other = (value: (i: number) => bigint) =>
    fieldList([...new Map([...own, ...numbers.map((f, i) => [f, Num(value(i))] as const)])]);
  return [given, other((i) => BigInt(i + 2)), other((i) => BigInt(13 - 3 * i))];
}

/** Whoever is asked for moves until nobody can. */
function moving(system: System, K0: Config, who: (actor: string, tag: string) => boolean): Config | undefined {
  let K = K0;
  for (let n = 0; n < mostSteps; n++) {
    let next: Config | undefined;
    for (const turn of turnsOf(K)) {
      if (!who(actorOf(turn), turn.tag)) continue;
      const r = derive(system, steps.form, [K, turn], { record: false });
      if (isLeft(r)) continue;
      next = r.right.outputs[0] as Config;
      break;
    }
    if (next === undefined) return K;
    K = next;
  }
  return undefined;
}
const mediators = (_: string, tag: string): boolean => tag === 'Installs' || tag === 'Mediates';

/** Requests the update that is next, and lets it complete as far as it does while no thread runs. */
function updated(system: System, K: Config): Config | undefined {
  if (K.queue.tag !== 'Updates') return undefined;
  const r = derive(system, steps.form, [K, make.Turn.Updating(K.queue.update)], { record: false });
  return isLeft(r) ? undefined : moving(system, r.right.outputs[0] as Config, mediators);
}

/** What the thread comes to, when it runs alone; the types of empty lists without versions. */
function answer(system: System, K: Config): string | undefined {
  const end = moving(system, K, (actor, tag) => actor === thread || mediators(actor, tag));
  const Θ = end === undefined ? undefined : get(end.threads, thread);
  return Θ?.tag === 'Ended' ? print(Θ.v).replace(/@\d+/g, '') : undefined;
}

/** The program in which an object starts in a state, and one thread makes calls. */
function asking(program: KernelSystem, o: string, s: Fields, calls: Expr): KernelSystem {
  const { formats, classes, objects, updates } = program;
  const put = (Y: typeof objects): typeof objects =>
    Y.tag === 'Object' ? make.Objects.Object(Y.o, Y.C, Y.o === o ? s : Y.fields, put(Y.rest)) : Y;
  const start = make.Starts.Start(thread, make.Kind.Once(), calls, make.Starts.NoStarts());
  return make.System.System(formats, classes, put(objects), start, updates);
}

/**
 * Looks for calls on an object of a class that one of the updates changes.
 * @param index of the update, from 0; those before it have been completed.
 */
export function witness(system: System, program: KernelSystem, index: number, C: string): Witness | undefined {
  let first: Version | undefined;
  for (let χ = program.classes; χ.tag === 'Class'; χ = χ.rest) if (χ.C === C) first = χ.version;
  if (first === undefined) return undefined;
  let runs = 0;
  for (let Y = program.objects; Y.tag === 'Object'; Y = Y.rest) {
    if (Y.C !== C) continue;
    const single: Expr[] = [];
    for (let M = first.methods; M.tag === 'Method'; M = M.rest) single.push(...callsOf(Y.o, M, program));
    const pairs = single.flatMap((a) => single.map((b) => Let('', a, b)));
    for (const s of statesOf(Y.fields, first))
      for (const calls of [...single, ...pairs].slice(0, 16)) {
        if (++runs > mostRuns) return undefined;
        const P = asking(program, Y.o, s, calls);
        const r = derive(system, systemOk.form, [P], { record: false });
        if (isLeft(r)) continue;
        let K: Config | undefined = r.right.outputs[0] as Config;
        for (let i = 0; i < index && K !== undefined; i++) K = updated(system, K);
        const after = K === undefined ? undefined : updated(system, K);
        if (K === undefined || after === undefined) return undefined;
        const [old, now] = [answer(system, K), answer(system, after)];
        if (old === undefined || now === undefined || old === now) continue;
        const given = s.tag === 'NoFields' ? 'as it starts' : print(Rec(s));
        return { object: Y.o, state: given, calls: print(calls), without: old, with: now };
      }
  }
  return undefined;
}
