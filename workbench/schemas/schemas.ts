/** The JSON Schemas that the package publishes in `schemas/`: of what each command prints with --json, and of files. */
import * as t from 'io-ts';
import { calculi } from '../../proofs/calculi.ts';
import { Choice } from '../exercises/choices.ts';
import { schemaOf, type Naming, type Schema } from './convert.ts';
import { files, leaves } from './files.ts';
import { list } from '../../semantics/codecs.ts';
import { forSeveral, outputs } from './outputs.ts';
import { errors, parts } from './parts.ts';

const naming: Naming = { parts: new Map([...parts, [Choice, 'choice']]), leaves };

/** What the calculi print themselves with a command, in place of the usual report. */
const ownOutputs = (command: string): readonly t.Mixed[] =>
  calculi.flatMap((c) => {
    const own = c.language?.outputs?.[command];
    return own === undefined ? [] : [own];
  });

/** Commands that only calculi with a report of their own have. */
const ownCommands = [...new Set(calculi.flatMap((c) => Object.keys(c.language?.outputs ?? {})))].filter(
  (command) => !(command in outputs),
);

function ofCommand(command: string, usual: readonly t.Mixed[]): Schema {
  const all = [...usual, ...ownOutputs(command), errors] as unknown as [t.Mixed, t.Mixed];
  const words = command.replace('-', ' ');
  const sentence = `What mutandis ${words} prints with --json: what it comes to, or what is wrong.`;
  const one = t.union(all);
  const codec = forSeveral.has(command) ? t.union([one, list(one)]) : one;
  return schemaOf(`mutandis ${words} --json`, sentence, codec, naming);
}

/** By the names of the files in `schemas/`. */
export const schemas: Readonly<Record<string, Schema>> = Object.fromEntries([
  ...Object.entries(outputs).map(([command, codec]) => [`${command}.json`, ofCommand(command, [codec])] as const),
  ...ownCommands.map((command) => [`${command}.json`, ofCommand(command, [])] as const),
  ...Object.entries(files).map(
    ([name, { sentence, codec }]) => [`${name}.file.json`, schemaOf(`${name} file`, sentence, codec, naming)] as const,
  ),
]);

/** A schema as the text of its file. */
export const schemaText = (schema: Schema): string => `${JSON.stringify(schema, null, 1)}\n`;
