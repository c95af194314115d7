/**
 * Counterexample files: an instance in which a theorem falls, with the derivations of its premises, and the conclusion
 * that has no derivation. Checking one trusts nothing in it: the derivations are replayed, the side conditions computed,
 * and the conclusion searched for again.
 *
 * The file is a derivation file (see format.ts) of the premises, in order, with more members: "counterexample" (the
 * theorem, which conclusion fails, the values of the theorem's metavariables as terms, and for people: program, updates,
 * why), and a checksum over the whole.
 */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { digestText } from '../../semantics/hash.ts';
import { equal } from '../../semantics/terms.ts';
import { isInstance } from '../../rules/judgement.ts';
import type { Form } from '../../rules/judgement.ts';
import type { System } from '../../rules/system.ts';
import type { Theorem } from '../../rules/theorem.ts';
import type { Derivation } from '../derivation.ts';
import { Search, type Failure } from '../derive.ts';
import { placeIn } from '../decode.ts';
import { decode, encode, type Find, type Proof, type ProofNode } from '../format.ts';
import { replay } from '../replay.ts';
import type { HuntingGround } from './hunting-ground.ts';
import type { Found, Given } from './shrink.ts';
import { Trial } from './trial.ts';

/** How a counterexample is told to people. */
export interface CounterexampleText {
  /** The program, or whatever the theorem is about, in concrete syntax. */
  readonly program: (values: Readonly<Record<string, unknown>>) => string;
  /** The updates, in the order in which they are applied. */
  readonly updates: (values: Readonly<Record<string, unknown>>, plan: readonly unknown[]) => readonly string[];
  /** Why a conclusion has no derivation, a line each. */
  readonly why: (failure: Failure) => readonly string[];
}

export const Summary = t.type({
  theorem: t.string,
  case: t.string,
  conclusion: t.number,
  values: t.record(t.string, t.number),
  plan: t.array(t.number),
  program: t.string,
  updates: t.array(t.string),
  why: t.array(t.string),
  command: t.string,
});
export type Summary = t.TypeOf<typeof Summary>;
/** What a file of a counterexample has besides its derivations. */
export const FileCodec = t.type({ counterexample: Summary, checksum: t.string });

/** Whether a file of JSON is meant as a counterexample. */
export const isCounterexample = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'counterexample' in json;

/** Derivations of a goal that are looked at for the one with the outputs of an instance. */
const mostDerivations = 100;

/** A derivation with these outputs, where there are any: a premise may have several. */
function derivationOf(system: System, form: Form, inputs: readonly unknown[], outputs: readonly unknown[]) {
  const search = new Search(system, form, inputs);
  let first: Derivation | undefined;
  for (let k = 0; k < mostDerivations; k++) {
    const solution = search.next();
    if (solution === undefined) break;
    if (outputs.every((x, i) => equal(x, solution.outputs[i]))) return solution.derivation;
    first ??= solution.derivation;
  }
  return first;
}

/** The derivations of a theorem's premises in an instance, in order. */
function premisesOf(
  system: System,
  theorem: Theorem,
  huntingGround: HuntingGround,
  found: Found,
): Either<string, Derivation[]> {
  const trial = new Trial(system, theorem);
  const env = trial.environment(found.values);
  const roots: Derivation[] = [];
  for (const { form, args } of trial.claims(env, 'premises')) {
    const inputs = args.slice(0, form.inputs.length);
    const outputs = args.slice(form.inputs.length);
    if (huntingGround.runs !== undefined && form.name === huntingGround.runs.judgement) {
      roots.push(huntingGround.runs.derivation(system, inputs, found.taken ?? [], outputs[0]));
      continue;
    }
    const derivation = derivationOf(system, form, inputs, outputs);
    if (derivation === undefined) return left(`the premise ${form.name} has no derivation`);
    roots.push(derivation);
  }
  return right(roots);
}

/** The text of a counterexample file. */
export function encodeCounterexample(
  system: System,
  theorem: Theorem,
  huntingGround: HuntingGround,
  found: Found,
  counterexampleText: CounterexampleText,
  command: string,
): Either<string, string> {
  const roots = premisesOf(system, theorem, huntingGround, found);
  if (isLeft(roots)) return roots;
  const plan = found.given.plan ?? [];
  const extra: Record<string, unknown> = { ...found.values };
  plan.forEach((action, i) => (extra[`action ${i}`] = action));
  const pieces = [...encode(system, roots.right, extra)].join('');
  const { extra: places, ...proof } = JSON.parse(pieces) as Record<string, unknown> & { extra: Record<string, number> };
  const values = Object.fromEntries(Object.keys(found.values).map((m) => [m, places[m] as number]));
  const summary: Summary = {
    theorem: theorem.name,
    case: found.case,
    conclusion: found.conclusion,
    values,
    plan: plan.map((_, i) => places[`action ${i}`] as number),
    ...told(system, theorem, found, counterexampleText),
    command,
  };
  const file = { ...proof, counterexample: summary };
  return right(`${JSON.stringify({ ...file, checksum: digestText(JSON.stringify(file)) })}\n`);
}

function told(system: System, theorem: Theorem, found: Found, counterexampleText: CounterexampleText) {
  const trial = new Trial(system, theorem);
  const failure = trial.why(trial.environment(found.values), found.conclusion);
  return {
    program: counterexampleText.program(found.values),
    updates: [...counterexampleText.updates(found.values, found.given.plan ?? [])],
    why: failure
      ? [...counterexampleText.why(failure)]
      : [`the conclusion ${found.conclusion + 1} of ${theorem.name} does not hold`],
  };
}

/** What checking a counterexample needs to know of its calculus. */
export interface Context {
  readonly theorem: (name: string) => Theorem | undefined;
  readonly huntingGround: HuntingGround;
  readonly counterexampleText: CounterexampleText;
}

export type CounterexampleVerdict =
  | {
      readonly ok: true;
      readonly summary: Summary;
      readonly nodes: number;
      readonly found: Found;
      /** The rules that it was checked by. */
      readonly system: System;
    }
  | { readonly ok: false; readonly message: string };

const no = (message: string): CounterexampleVerdict => ({ ok: false, message });

/** The parts of a counterexample file, as far as they can be read. */
function read(
  json: unknown,
  find: Find,
): Either<
  string,
  { readonly proof: Proof; readonly system: System; readonly summary: Summary; readonly given: Given }
> {
  const file = FileCodec.decode(json);
  if (isLeft(file)) return left(`not a counterexample file: ${placeIn(file.left)} is missing or of another kind`);
  const decoded = decode(json, find);
  if (isLeft(decoded)) return decoded;
  const { counterexample: summary } = file.right;
  const { proof, system } = decoded.right;
  const term = (i: number): unknown => proof.terms[i];
  const values: Record<string, unknown> = {};
  for (const [m, i] of Object.entries(summary.values)) values[m] = term(i);
  const plan = summary.plan.map(term);
  if (Object.values(values).includes(undefined) || plan.includes(undefined)) return left('a value is no term');
  return right({ proof, system, summary, given: plan.length > 0 ? { values, plan } : { values } });
}

/** The instance of a file, for trying it with other rules: nothing of it is checked. */
export function givenIn(json: unknown, find: Find): { readonly theorem: string; readonly given: Given } | undefined {
  const r = read(json, find);
  return isLeft(r) ? undefined : { theorem: r.right.summary.theorem, given: r.right.given };
}

/** Checks a counterexample file from nothing but the rules. */
export function checkCounterexample(
  json: unknown,
  find: Find,
  context: (system: System) => Context | undefined,
): CounterexampleVerdict {
  const r = read(json, find);
  if (isLeft(r)) return no(r.left);
  const { proof, system, summary, given } = r.right;
  const { checksum: sum, ...rest } = json as Record<string, unknown>;
  if (digestText(JSON.stringify(rest)) !== sum) return no('the checksum is another: the file was changed');
  const verdict = replay(system, proof);
  if (!verdict.ok)
    return no(`${verdict.path}: ${verdict.rule === null ? '' : `rule ${verdict.rule}, `}${verdict.message}`);
  const known = context(system);
  const theorem = known?.theorem(summary.theorem);
  if (known === undefined || theorem === undefined) return no(`there is no theorem ${summary.theorem}`);
  for (const m of theorem.given) if (!(m in given.values)) return no(`no value for ${m}`);
  // The premises: what the roots derive is what the theorem asks of these values.
  const trial = new Trial(system, theorem);
  const env = trial.environment(given.values);
  const judgements = theorem.premises.filter(isInstance);
  if (proof.roots.length !== judgements.length) return no('the derivations are not those of the premises');
  for (const [k, claimed] of trial.claims(env, 'premises').entries()) {
    const root = proof.nodes[proof.roots[k] as number] as ProofNode;
    if (root.judgement !== claimed.form.name || !root.args.every((a, i) => equal(a, claimed.args[i])))
      return no(`premise ${k + 1} of ${theorem.name} is not what its derivation says`);
  }
  if (!trial.conditionsHold(env)) return no(`a side condition of ${theorem.name} does not hold`);
  if (
    summary.conclusion < 0 ||
    summary.conclusion >= theorem.conclusions.length ||
    !Number.isInteger(summary.conclusion)
  )
    return no(`${theorem.name} has no conclusion ${summary.conclusion + 1}`);
  if (!trial.refuted(trial.environment(given.values), summary.conclusion))
    return no(`conclusion ${summary.conclusion + 1} of ${theorem.name} holds: this is no counterexample`);
  const found: Found = { given, case: summary.case, conclusion: summary.conclusion, values: given.values };
  const again = told(system, theorem, found, known.counterexampleText);
  if (again.program !== summary.program || !equal(again.updates, summary.updates))
    return no('the program or an update is not the one of the derivations');
  if (!equal(again.why, summary.why)) return no('the reason given is not the one found');
  return { ok: true, summary, nodes: verdict.nodes, found, system };
}
