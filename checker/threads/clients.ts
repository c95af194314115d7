/**
 * Clients of a program: threads that call its functions, one after the other, and write down what they get. They are put
 * beside the program's own expression; all that there are of a size are listed, so that the first one found is a smallest.
 */
import { isLeft, left, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import { itemList } from '../../semantics/proteus/programs.ts';
import { typeOfBinding } from '../../semantics/proteus/heaps.ts';
import type { Type } from '../../semantics/proteus/grammar.ts';
import { parseProgram } from '../../semantics/proteus/syntax/index.ts';
import { constructs } from '../../semantics/threads/syntax.ts';
import type { Clients } from '../explore/clients.ts';

/** What of a program a client can use. */
interface Interface {
  readonly functions: ReadonlyMap<string, { readonly from: Type; readonly to: Type }>;
  readonly variables: ReadonlyMap<string, Type>;
}

/** Integers that functions are called with. */
const integers = ['0', '1', '2'];

/** Where the items of a program end and its `in` begins; undefined for an expression alone. */
function itemsEnd(text: string): number | undefined {
  const code = text.replace(/--[^\n]*|\(\*[^]*?\*\)/g, (comment) => ' '.repeat(comment.length));
  for (const { index } of code.matchAll(/\bin\b/g))
    if (!isLeft(parseProgram(`${text.slice(0, index)}\nin 0`, 'items', { constructs }))) return index;
  return undefined;
}

/** A program cut where its expression begins, and what it offers. */
function read(
  text: string,
  file: string,
): Either<readonly LoadError[], { readonly of: Interface; readonly at: number }> {
  const parsed = parseProgram(text, file, { constructs });
  if (isLeft(parsed)) return parsed;
  const at = itemsEnd(text);
  if (at === undefined)
    return left([loadError('scope', 'there is no function that a client could call', undefined, file)]);
  const functions = new Map<string, { from: Type; to: Type }>();
  const variables = new Map<string, Type>();
  for (const i of itemList(parsed.right.items)) {
    if (i.tag !== 'BindItem') continue;
    const type = typeOfBinding(i.binding);
    if (i.binding.tag === 'Fun' && type.tag === 'Arrow') functions.set(i.z, { from: type.from, to: type.to });
    else if (i.binding.tag === 'Variable') variables.set(i.z, i.binding.type);
  }
  return { _tag: 'Right', right: { of: { functions, variables }, at } };
}

const sameType = (a: Type, b: Type): boolean =>
  a.tag === b.tag && (a.tag !== 'Named' || b.tag !== 'Named' || a.t === b.t);

/** What a client can do in one step, in a program that has this interface: a call of a function, or an update point. */
function statements({ functions, variables }: Interface, seen: string): readonly string[] {
  const named = (τ: Type) => [...variables].flatMap(([z, of]) => (sameType(of, τ) ? [z] : []));
  const calls = [...functions].flatMap(([f, { from, to }]) => {
    const given = from.tag === 'Int' ? integers : from.tag === 'Named' ? named(from).map((z) => `(!${z})`) : [];
    const taken = to.tag === 'Int' ? [seen] : to.tag === 'Named' ? named(to) : [];
    return taken.flatMap((z) => given.map((x) => `${z} := ${f} ${x}`));
  });
  return [...calls, 'update'];
}

/** All sequences of a length. */
function* sequences(of: readonly string[], length: number): Generator<readonly string[]> {
  if (length === 0) {
    yield [];
    return;
  }
  for (const before of sequences(of, length - 1)) for (const last of of) yield [...before, last];
}

/** A name that a text does not have. */
function unused(text: string): string {
  for (let n = 0; ; n++) {
    const name = n === 0 ? 'seen' : `seen${n}`;
    if (!new RegExp(`\\b${name}\\b`).test(text)) return name;
  }
}

/**
 * The clients of programs: of what all of them offer, with the same types.
 * @param texts the old program, then the new ones.
 * @returns errors of the texts, or if there is nothing to call.
 */
export function clientsOf(
  texts: readonly { readonly text: string; readonly file: string }[],
): Either<readonly LoadError[], Clients> {
  const all: { readonly of: Interface; readonly at: number }[] = [];
  for (const { text, file } of texts) {
    const r = read(text, file);
    if (isLeft(r)) return r;
    all.push(r.right);
  }
  const [first, ...others] = all.map((a) => a.of);
  if (first === undefined) return left([loadError('scope', 'there is no program', undefined, '')]);
  const functions = [...first.functions].filter(([f, { from, to }]) =>
    others.every((o) => {
      const g = o.functions.get(f);
      return g !== undefined && sameType(g.from, from) && sameType(g.to, to);
    }),
  );
  const variables = [...first.variables].filter(([z, τ]) =>
    others.every((o) => {
      const other = o.variables.get(z);
      return other !== undefined && sameType(other, τ);
    }),
  );
  const seen = unused(texts.map((t) => t.text).join('\n'));
  const list = statements({ functions: new Map(functions), variables: new Map(variables) }, seen);
  if (list.length === 1)
    return left([
      loadError(
        'scope',
        'there is no function of all versions that a client could call and see the result of',
        undefined,
        texts[0]?.file ?? '',
      ),
    ]);
  return {
    _tag: 'Right',
    right: {
      observed: seen,
      *ofSize(size) {
        for (const sequence of sequences(list, size)) {
          // What is not written down last is not seen, and an update point at the end is none.
          if (!(sequence.at(-1) ?? '').startsWith(`${seen} :=`)) continue;
          const client = `${sequence.join('; ')}; 0`;
          yield {
            text: sequence.join('; '),
            programs: texts.map(({ text }, i) => {
              const { at } = all[i] as { at: number };
              return `${text.slice(0, at)}\nvar ${seen} : int = 0\nin fork (${client}); (${text.slice(at + 2).trim()}\n)`;
            }),
          };
        }
      },
    },
  };
}
