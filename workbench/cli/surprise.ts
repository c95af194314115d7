/** The command surprise: the smallest client that sees what neither version of a program shows. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../semantics/errors.ts';
import { labelText } from '../../checker/explore/export.ts';
import { surprise } from '../explore/clients.ts';
import { choicesOf, exploring, type Source } from '../explore/request.ts';
import { stepJson } from '../explore/report.ts';
import { readText } from './bytes.ts';
import { fail, say, sayJson, write, type Mode } from './output.ts';

export interface SurpriseCommand extends Mode {
  readonly update: readonly string[];
  readonly new: readonly string[];
  readonly policy?: string;
  readonly offer?: string;
  readonly observe?: string;
  readonly size: number;
  readonly limit: number;
}

/** @returns the exit code: 0 where nothing is unexpected, 1 where something is, or not all clients were decided. */
export function surpriseCommand(file: string, o: SurpriseCommand): number {
  const errors: LoadError[] = [];
  const read = (name: string): Source => {
    const text = readText(name);
    if (isLeft(text)) errors.push(...text.left);
    return { file: name, text: isLeft(text) ? '' : text.right };
  };
  const [program, updates, fresh] = [read(file), o.update.map(read), o.new.map(read)];
  if (errors.length > 0) return fail(errors, o);
  const calculus = exploring(file);
  const choices: Record<string, string> = {};
  for (const c of calculus === undefined ? [] : choicesOf(calculus)) {
    const given = { policy: o.policy, offer: o.offer }[c.name] ?? c.default;
    if (c.values?.includes(given) !== true) {
      write(`error: --${c.name} is one of ${c.values?.join(', ')}, not ${given}\n`, 2);
      return 2;
    }
    choices[c.name] = given;
  }
  const observe = (o.observe ?? '')
    .split(',')
    .map((z) => z.trim())
    .filter((z) => z !== '');
  const result = surprise({ program, updates, fresh, choices }, { size: o.size, limit: o.limit, observe });
  if (isLeft(result)) return fail(result.left, o);
  const { found, observed, tried, size, undecided, states } = result.right;
  const told = {
    found:
      found === null
        ? null
        : { client: found.client, program: found.program, trace: found.trace, steps: found.steps.map(stepJson) },
    observed,
    tried,
    size,
    undecided,
    states,
  };
  if (o.json) sayJson('surprise', told);
  else {
    if (found === null) say(`no client of at most ${size} statements sees anything unexpected`);
    else {
      say('a client sees what neither version shows:');
      say(`  ${found.client}`);
      say(`it sees: ${found.trace.join(', ')}`);
      for (const step of found.steps) say(`  ${labelText(step)}`);
    }
    const rest =
      undecided === 0
        ? ''
        : `; ${undecided.toLocaleString('en')} undecided: their spaces have more than ${o.limit.toLocaleString('en')} states`;
    say(`clients tried: ${tried.toLocaleString('en')}, ${states.toLocaleString('en')} states in all${rest}`);
  }
  return found === null && undecided === 0 ? 0 : 1;
}
