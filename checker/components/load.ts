/** Loading: a file is read, and its system judged. Its updates are judged when they are requested. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../semantics/errors.ts';
import type { Config, KernelSystem } from '../../semantics/components/grammar.ts';
import { parseFile } from '../../semantics/components/syntax/read.ts';
import { components } from '../../rules/components/system.ts';
import { systemOk } from '../../rules/components/updates.ts';
import type { System } from '../../rules/system.ts';
import type { Derivation } from '../derivation.ts';
import { derive } from '../derive.ts';
import { refusal } from './refusals.ts';

export interface LoadedKernel {
  readonly file: string;
  readonly program: KernelSystem;
  /** Where it starts. */
  readonly config: Config;
  /** Of the system; only where it is asked for. */
  readonly derivations: readonly Derivation[];
}

export interface KernelLoadOptions {
  readonly system?: System;
  readonly record?: boolean;
}

/** Judges a system that has been read. */
export function loadKernelSystem(
  program: KernelSystem,
  file: string,
  { system = components, record = false }: KernelLoadOptions = {},
): Either<LoadError[], LoadedKernel> {
  const found = derive(system, systemOk.form, [program], { record });
  if (isLeft(found)) {
    const again = derive(system, systemOk.form, [program], { record: false, explain: true });
    return left([refusal(isLeft(again) ? again.left : found.left, file, program)]);
  }
  const config = found.right.outputs[0] as Config;
  return right({ file, program, config, derivations: record ? [found.right.derivation] : [] });
}

/** Reads and judges a file. */
export function loadKernel(
  text: string,
  file: string,
  options: KernelLoadOptions = {},
): Either<LoadError[], LoadedKernel> {
  const read = parseFile(text, file);
  return isLeft(read) ? read : loadKernelSystem(read.right, file, options);
}
