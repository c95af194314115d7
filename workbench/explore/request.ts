/** What is to be explored: texts in, transition systems and properties out, or what is wrong with them. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import { parseProperties, type Property } from '../../checker/explore/parse.ts';
import { resolve } from '../../checker/explore/resolve.ts';
import type { TransitionSystem } from '../../checker/explore/system.ts';
import type { System } from '../../rules/system.ts';
import { calculi, calculusNamed } from '../../proofs/calculi.ts';
import type { Calculus, Choice, Language } from '../../proofs/calculus.ts';
import { defaultName } from '../../proofs/registry.ts';

/** A text and the name of where it is from. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

export interface Sources {
  readonly program: Source;
  /** The calculus, where the ending of the program's file does not say it. */
  readonly system?: string;
  readonly updates: readonly Source[];
  /** The programs that the updates lead to, in their order; the last one is the new program. */
  readonly fresh: readonly Source[];
  readonly properties: readonly Source[];
  /** The updating model and what else the calculus lets choose, by the names of its options. */
  readonly choices: Readonly<Record<string, string>>;
  /** The rules; those of the calculus as it is unless others are given. */
  readonly rules?: System;
}

export interface Request {
  readonly sources: Sources;
  readonly calculus: Calculus;
  readonly type: string;
  readonly updated: TransitionSystem;
  /** The program without its updates. */
  readonly old: () => TransitionSystem;
  readonly fresh: readonly TransitionSystem[];
  readonly properties: readonly Property[];
}

/**
 * The calculus that explores files of this name: the one that is asked for, or where that explores none, another whose files end alike.
 * Standard input, which has no ending, is of the calculus that comes first.
 */
export function exploring(file: string, system?: string): Calculus | undefined {
  const asked = system !== undefined ? calculusNamed(system) : file === '-' ? calculusNamed(defaultName) : undefined;
  if (asked?.language?.space !== undefined) return asked;
  const name = asked === undefined ? file : (asked.language?.endings[0] ?? file);
  return calculi.find((c) => c.language?.space !== undefined && c.language.endings.some((e) => name.endsWith(e)));
}

/** Whether the updates of its programs stand behind them, in the same text. */
export const updatesWithin = ({ language }: Calculus): boolean =>
  language !== undefined && language.updates === undefined;

/** The choices that a space depends on: those between named values. */
export const choicesOf = ({ language }: Calculus): readonly Choice[] =>
  (language?.choices ?? []).filter((c) => c.values !== undefined);

type Errors = readonly LoadError[];

/** A program as a system. */
function systemOf(
  language: Language<unknown>,
  { text, file }: Source,
  updates: readonly Source[],
  { choices, rules }: Pick<Sources, 'choices' | 'rules'>,
): Either<Errors, { readonly system: TransitionSystem; readonly type: string; readonly program: unknown }> {
  const by = rules === undefined ? {} : { system: rules };
  const program = language.load(text, file, by);
  const errors: LoadError[] = isLeft(program) ? [...program.left] : [];
  const queue = updates.flatMap((u) => {
    const read = language.updates?.read(u.text, u.file);
    if (read === undefined)
      errors.push(loadError('scope', 'programs of this kind have their updates in them', undefined, u.file));
    else if (isLeft(read)) errors.push(...read.left);
    else return [read.right];
    return [];
  });
  if (isLeft(program) || errors.length > 0) return left(errors);
  const system = (language.space as NonNullable<typeof language.space>)(program.right, { queue, choices, ...by });
  if (isLeft(system)) return system;
  return right({ system: system.right, type: language.type(program.right), program: program.right });
}

/** Makes systems of the texts; the errors of all of them. */
export function requestOf(sources: Sources): Either<Errors, Request> {
  const { program, updates, fresh, properties } = sources;
  const calculus = exploring(program.file, sources.system);
  const language = calculus?.language;
  if (calculus === undefined || language === undefined)
    return left([loadError('scope', 'no calculus explores files of this name', undefined, program.file)]);
  const updated = systemOf(language, program, updates, sources);
  const errors: LoadError[] = isLeft(updated) ? [...updated.left] : [];
  const news: TransitionSystem[] = [];
  for (const source of fresh) {
    const one = systemOf(language, source, [], sources);
    if (isLeft(one)) errors.push(...one.left);
    else news.push(one.right.system);
  }
  const read: Property[] = [];
  for (const source of properties) {
    const events = isLeft(updated) ? undefined : updated.right.system.events;
    const found = parseProperties(source.text, source.file, events);
    if (isLeft(found)) errors.push(...found.left);
    else read.push(...found.right);
  }
  if (isLeft(updated)) return left(errors);
  for (const property of read) {
    const readers = resolve(property.formula, updated.right.system);
    if (isLeft(readers)) errors.push(...readers.left);
  }
  if (errors.length > 0) return left(errors);
  return right({
    sources,
    calculus,
    type: updated.right.type,
    updated: updated.right.system,
    old: () => {
      const old = systemOf(language, program, [], sources);
      if (isLeft(old)) throw new Error('a program that loaded does not load again');
      return old.right.system;
    },
    fresh: news,
    properties: read,
  });
}
