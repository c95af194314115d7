/**
 * The order of evaluation, as it is written: `e2, e1 in e1 e2`, the parts of a term that are evaluated and the term. A term prints by the
 * template of its constructor, with a metavariable for each field.
 */
import { left, right, type Either } from 'fp-ts/lib/Either.js';
import type { ConstructorInfo } from '../../semantics/constructors.ts';
import { reordered, type Order } from '../../semantics/evaluation-order.ts';
import type { Grammar, Term } from '../../semantics/grammar.ts';
import type { Metavariable, Pattern } from '../../semantics/symbols.ts';
import type { System } from '../../rules/system.ts';
import { letterIn, noWords, tokensOf } from './spelling.ts';
import { Typesetter } from './typeset.ts';

/** A term of one constructor: its text, and the metavariable of each field. */
interface Form {
  readonly info: ConstructorInfo;
  readonly text: string;
  readonly metas: ReadonlyMap<string, string>;
}

const lettersOf = ({ metas }: System, sort: string): readonly string[] =>
  Object.entries(metas).flatMap(([letter, entry]) => (entry === sort ? [letter] : []));

/** The term of a constructor; undefined where a sort has no letter. */
function formOf(system: System, info: ConstructorInfo): Form | undefined {
  const letters = info.fields.map(([field, sort]) => {
    const all = lettersOf(system, sort);
    return all.find((l) => l === [...field][0]) ?? all[0];
  });
  if (letters.some((l) => l === undefined)) return undefined;
  const names = letters.map((letter, i) => {
    const alike = letters.flatMap((l, k) => (l === letter ? [k] : []));
    return alike.length === 1 ? (letter as string) : `${letter}${alike.indexOf(i) + 1}`;
  });
  const fields = info.fields.map(([field, sort], i) => [field, { meta: names[i] as string, sort } as Metavariable]);
  const term = { tag: info.tag, ...Object.fromEntries(fields) } as Term as Pattern;
  const text = new Typesetter(system.grammar, 'text').pattern(term);
  return { info, text, metas: new Map(info.fields.map(([field], i) => [field, names[i] as string])) };
}

/** The terms of which parts are evaluated. */
const formsOf = (system: System): readonly Form[] =>
  [...system.grammar.constructors.values()].flatMap((info) =>
    info.evaluates === undefined || info.evaluates.length === 0 ? [] : (formOf(system, info) ?? []),
  );

const nothing = 'nothing';
const told = ({ text, metas }: Form, fields: readonly string[]): string =>
  `${fields.map((f) => metas.get(f)).join(', ') || nothing} in ${text}`;

/** How a grammar with another order differs from the system's: each term, and the order of its parts in it. */
export const ordersIn = (
  system: System,
  { reorders, constructors }: Grammar,
): readonly { readonly term: string; readonly order: string }[] =>
  Object.keys(reorders?.by ?? {}).flatMap((tag) => {
    const info = constructors.get(tag) as ConstructorInfo;
    const form = formOf(system, info);
    return form === undefined ? [] : [{ term: form.text, order: told(form, info.evaluates ?? []) }];
  });

/** The metavariables of a text that reads as a form does: field ↦ metavariable. */
function readAs(system: System, form: Form, text: string): ReadonlyMap<string, string> | undefined {
  const words = { ...noWords, metas: system.metas };
  const [given, own] = [text, form.text].map((t) => tokensOf(t, words).map((x) => x.text)) as [string[], string[]];
  if (given.length !== own.length) return undefined;
  const found = new Map<string, string>();
  for (const [i, token] of own.entries()) {
    const name = given[i] as string;
    const field = [...form.metas].find(([f, meta]) => meta === token && !found.has(f))?.[0];
    if (field === undefined) {
      if (name !== token) return undefined;
      continue;
    }
    const entry = system.metas[letterIn(words, name) ?? ''];
    const sort = form.info.fields.find(([f]) => f === field)?.[1];
    if ((typeof entry === 'object' ? entry.sort : entry) !== sort || [...found.values()].includes(name))
      return undefined;
    found.set(field, name);
  }
  return found;
}

/** Reads what is evaluated of a term, and in which order; or says what is wrong with it. */
export function readOrder(system: System, text: string): Either<string, Order> {
  const [, list, term] = /^\s*(.*?)\s+in\s+(.*?)\s*$/.exec(text) ?? [];
  const forms = formsOf(system);
  const known = `parts are evaluated so: ${forms.map((f) => told(f, f.info.evaluates ?? [])).join('; ')}`;
  if (list === undefined || term === undefined)
    return left(`the parts that are evaluated, 'in' and the term are expected; ${known}`);
  const [found] = forms.flatMap((form) => {
    const metas = readAs(system, form, term);
    return metas === undefined ? [] : [{ form, metas }];
  });
  if (found === undefined) return left(`nothing of '${term}' is evaluated; ${known}`);
  const { form, metas } = found;
  const parts = list === nothing ? [] : list.split(/\s*,\s*/);
  const fields = parts.map((p) => [...metas].find(([, meta]) => meta === p)?.[0] ?? p);
  const order = { [form.info.tag]: fields };
  try {
    reordered(system.grammar, order);
  } catch {
    const evaluated = (form.info.evaluates ?? []).map((f) => metas.get(f)).join(', ');
    const value = form.info.value === undefined ? 'each at most once' : 'and all of them, since it is a value then';
    return left(`of '${term}' ${evaluated} can be evaluated, ${value}: not '${list}'`);
  }
  return right(order);
}
