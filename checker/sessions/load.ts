/** Loading: a file is read, its program judged, and each of its updates accepted or refused. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../semantics/errors.ts';
import type { Offer, Program, Versions } from '../../semantics/sessions/grammar.ts';
import { parseFile } from '../../semantics/sessions/syntax/read.ts';
import { programOk } from '../../rules/sessions/programs.ts';
import { sessions } from '../../rules/sessions/system.ts';
import { accepts } from '../../rules/sessions/updates.ts';
import type { System } from '../../rules/system.ts';
import type { Form } from '../../rules/judgement.ts';
import type { Derivation } from '../derivation.ts';
import { derive, type DeriveOptions, type Derived, type Failure } from '../derive.ts';
import { refusal } from './refusals.ts';

/** What becomes of an update that is offered: refused with a rule and a sentence, or accepted. */
export interface Verdict {
  readonly offer: Offer;
  /** The version that it is offered to. */
  readonly version: number;
  readonly refused: LoadError | undefined;
}

export interface LoadedSession {
  readonly file: string;
  readonly program: Program;
  /** The versions, those that accepted updates bring included. */
  readonly W: Versions;
  readonly updates: readonly Verdict[];
  /** Of the program and of each accepted update; only where they are asked for. */
  readonly derivations: readonly Derivation[];
}

export interface SessionLoadOptions {
  readonly system?: System;
  readonly record?: boolean;
  /** Told the rule of each rule instance. */
  readonly count?: DeriveOptions['count'];
}

/** Derives; where that fails it is done again, with what is needed to say why. */
function judge(
  form: Form,
  inputs: readonly unknown[],
  { system = sessions, record = false, count }: SessionLoadOptions,
): Either<Failure, Derived> {
  const found = derive(system, form, inputs, { record, ...(count === undefined ? {} : { count }) });
  return isLeft(found) ? derive(system, form, inputs, { record: false, explain: true }) : found;
}

const countVersions = (W: Versions): number => {
  let n = -1;
  for (let at = W; at.tag === 'Later'; at = at.rest) n++;
  return n;
};

/** Judges a program that has been read. */
export function loadProgram(
  program: Program,
  file: string,
  options: SessionLoadOptions = {},
): Either<LoadError[], LoadedSession> {
  const { record = false } = options;
  const found = judge(programOk.form, [program.protocol, program.parties], options);
  if (isLeft(found)) return left([refusal(found.left, file)]);
  let W = found.right.outputs[0] as Versions;
  const derivations: Derivation[] = record ? [found.right.derivation] : [];
  const updates: Verdict[] = [];
  for (let Y = program.offers; Y.tag === 'Offers'; Y = Y.rest) {
    const version = countVersions(W);
    const accepted = judge(accepts.form, [W, Y.offer], options);
    if (isLeft(accepted)) updates.push({ offer: Y.offer, version, refused: refusal(accepted.left, file) });
    else {
      W = accepted.right.outputs[0] as Versions;
      if (record) derivations.push(accepted.right.derivation);
      updates.push({ offer: Y.offer, version, refused: undefined });
    }
  }
  return right({ file, program, W, updates, derivations });
}

/** Reads and judges a file. */
export function loadSession(
  text: string,
  file: string,
  options: SessionLoadOptions = {},
): Either<LoadError[], LoadedSession> {
  const read = parseFile(text, file);
  return isLeft(read) ? read : loadProgram(read.right, file, options);
}
