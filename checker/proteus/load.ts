/** From a source text to a running configuration: read, translated, its latents inferred, and judged (sections 4 to 9). */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { inOrderOf } from '../../semantics/evaluation-order.ts';
import type { LoadError } from '../../semantics/errors.ts';
import { at, positionOf } from '../../semantics/positions.ts';
import { make, type Config, type Item, type Program, type Type } from '../../semantics/proteus/grammar.ts';
import { signatureOf } from '../../semantics/proteus/heaps.ts';
import { children, type Node } from '../../semantics/proteus/substitution.ts';
import { parseProgram, type ReadOptions } from '../../semantics/proteus/syntax/index.ts';
import { noLocals } from '../../semantics/proteus/types.ts';
import { heapOf, itemList, startOf, typesOf } from '../../semantics/proteus/programs.ts';
import { all } from '../../semantics/proteus/capability.ts';
import { bindingOk, configurationOk } from '../../rules/proteus/heaps.ts';
import { translatesItem, translatesProgram } from '../../rules/proteus/programs.ts';
import { proteus } from '../../rules/proteus/system.ts';
import { infers } from '../../rules/proteus/translation.ts';
import { types } from '../../rules/proteus/typing.ts';
import type { System } from '../../rules/system.ts';
import { derive, type DeriveOptions, type Failure } from '../derive.ts';
import type { Derivation } from '../derivation.ts';
import type { Flows } from './flows.ts';
import { inferProgram } from './infer.ts';
import { tell } from './messages.ts';

export interface LoadOptions extends ReadOptions {
  /** The rules to load by; the base system unless told otherwise. */
  readonly system?: System;
  /** Keep the derivations. */
  readonly record?: boolean;
  /** Told of each rule instance of the translation and of the typing. */
  readonly count?: DeriveOptions['count'];
}

/** A program that has been read, translated, inferred and typed. */
export interface Loaded {
  readonly source: Program;
  /** Annotated, with its latents. */
  readonly program: Program;
  /** Why its update points have the capabilities they have. */
  readonly flows: Flows;
  readonly config: Config;
  readonly type: Type;
  /** With `record`: that the program is translated so (before latents), and that the configuration is well typed. */
  readonly translation: Derivation | undefined;
  readonly typing: Derivation | undefined;
}

/** Gives the casts put around a term that was translated its place. */
function placeCasts(made: Node, around: Node): void {
  const position = positionOf(around);
  if (position === undefined) return;
  const stack: Node[] = [made];
  for (let e = stack.pop(); e !== undefined; e = stack.pop()) {
    if (e === around) continue;
    at(e, position);
    stack.push(...children(e));
  }
}

/** Gives what a translation made the places of what it was made from: told of each rule instance of it. */
export function placeTranslated(judgement: string, args: readonly unknown[]): void {
  switch (judgement) {
    case 'infers':
    case 'checks':
    case 'infersFields':
    case 'checksFields':
      at(args[args.length - 1] as object, positionOf(args[3]));
      break;
    case 'unfolds':
      placeCasts(args[3] as Node, args[1] as Node);
      break;
    case 'coerce':
      placeCasts(args[4] as Node, args[1] as Node);
      break;
    case 'translatesItem': {
      const [, , from, to] = args as [unknown, unknown, Item, Item];
      at(to, positionOf(from));
      if (from.tag === 'BindItem' && to.tag === 'BindItem') at(to.binding, positionOf(from.binding));
    }
  }
}

const failureOf = (
  system: System,
  form: Parameters<typeof derive>[1],
  inputs: readonly unknown[],
): Failure | undefined => {
  const r = derive(system, form, inputs, { explain: true, record: false });
  return isLeft(r) ? r.left : undefined;
};

/** What does not translate, definition by definition. */
function translationErrors(system: System, p: Program, file: string): LoadError[] {
  const Ω = typesOf.compute(p.items);
  const Σ = signatureOf.compute(heapOf.compute(p.items));
  const failures = itemList(p.items).map((i) => failureOf(system, translatesItem.form, [Ω, Σ, i]));
  failures.push(failureOf(system, infers.form, [Ω, Σ, noLocals, p.e]));
  return failures.flatMap((f) => (f ? [tell(f, file)] : []));
}

/** What has no typing, definition by definition. */
function typingErrors(system: System, p: Program, file: string): LoadError[] {
  const Ω = typesOf.compute(p.items);
  const Σ = signatureOf.compute(heapOf.compute(p.items));
  const errors: LoadError[] = [];
  for (const i of itemList(p.items)) {
    if (i.tag !== 'BindItem') continue;
    const f = failureOf(system, bindingOk.form, [Ω, Σ, i.binding]);
    if (f) errors.push(tell(f, file, i.z));
  }
  const f = failureOf(system, types.form, [Ω, Σ, noLocals, all, make.Mu.U(), p.e]);
  if (f) errors.push(tell(f, file));
  return errors;
}

/** Loads a program that has been read. */
export function loadProgram(source: Program, file: string, options: LoadOptions = {}): Either<LoadError[], Loaded> {
  const system = options.system ?? proteus;
  const record = options.record ?? false;
  const deriving = { record, ...(options.count ? { count: options.count } : {}) };
  const translated = derive(system, translatesProgram.form, [source], { ...deriving, visit: placeTranslated });
  if (isLeft(translated)) return left(translationErrors(system, source, file));
  const { term: program, flows } = inferProgram(system, translated.right.outputs[0] as Program);
  const config = inOrderOf(system.grammar, startOf).compute(program);
  const typed = derive(system, configurationOk.form, [config], deriving);
  if (isLeft(typed)) return left(typingErrors(system, program, file));
  return right({
    source,
    program,
    flows,
    config,
    type: typed.right.outputs[0] as Type,
    translation: record ? translated.right.derivation : undefined,
    typing: record ? typed.right.derivation : undefined,
  });
}

/** Reads and loads a program. */
export function load(text: string, file: string, options: LoadOptions = {}): Either<LoadError[], Loaded> {
  const read = parseProgram(text, file, options);
  return isLeft(read) ? read : loadProgram(read.right, file, options);
}
