/**
 * Types as clang prints them: `const struct session *`, `int (*)(sess *, int)`, `u32[4]`. What is read here is clang's output, not C
 * source; names of typedefs are looked up in what the tree declares.
 */
import type { Shape } from '../code.ts';

export type CType =
  /** A number, void, a system's record, or a typedef's name. */
  | { readonly tag: 'name'; readonly name: string }
  | { readonly tag: 'record'; readonly name: string }
  | { readonly tag: 'enum'; readonly name: string }
  | { readonly tag: 'pointer'; readonly to: CType }
  | { readonly tag: 'array'; readonly of: CType }
  | {
      readonly tag: 'function';
      readonly result: CType;
      readonly parameters: readonly CType[] | null;
      readonly variadic: boolean;
    };

const named = (name: string): CType => ({ tag: 'name', name });

/** What an anonymous struct, union or enum is called by clang: its place; and what it is called here. */
export type Anonymous = (place: string) => string | undefined;

const anonymousMark =
  /(?:\b(struct|union|enum) )?(?:[\w$]+::)*\((?:anonymous|unnamed)(?: (struct|union|enum))?(?: at ([^()]*(?:\([^()]*\)[^()]*)*))?\)/g;

interface Token {
  readonly text: string;
  readonly kind: 'word' | 'mark' | 'sign';
}

const keywords = new Set([
  'const',
  'volatile',
  'restrict',
  '__restrict',
  'register',
  '_Noreturn',
  '__unaligned',
  '_Nonnull',
  '_Nullable',
]);
const numbers = new Set([
  ...['void', 'char', 'short', 'int', 'long', 'float', 'double', 'signed', 'unsigned', '_Bool', '_Complex', '__int128'],
  ...['_Float16', '__fp16', '__bf16', '__float128', '_BitInt'],
]);

function tokens(text: string): Token[] {
  const found: Token[] = [];
  // A place is kept as one token; strings of attributes are of no account.
  for (const m of text.matchAll(/`([^`]*)`|([\w$]+)|(\.\.\.)|([*()[\],^&])/g)) {
    if (m[1] !== undefined) found.push({ text: m[1], kind: 'mark' });
    else if (m[2] !== undefined) found.push({ text: m[2], kind: 'word' });
    else found.push({ text: (m[3] ?? m[4]) as string, kind: 'sign' });
  }
  return found;
}

/** Reads printed types, each text once. */
export class TypeReader {
  private readonly known = new Map<string, CType>();
  private readonly anonymous: Anonymous;
  constructor(anonymous: Anonymous) {
    this.anonymous = anonymous;
  }

  read(text: string): CType {
    const before = this.known.get(text);
    if (before !== undefined) return before;
    const marked = text
      .replace(anonymousMark, (_, a: string | undefined, b: string | undefined, place: string | undefined) => {
        const kind = a ?? b ?? '';
        return `\`${kind === 'enum' ? 'enum' : 'record'} ${this.anonymous(place ?? '') ?? '(anonymous)'}\``;
      })
      .replace(/__attribute__\(\((?:[^()]|\([^()]*\))*\)\)/g, '');
    const all = tokens(marked);
    let at = 0;
    const sign = (t: string): boolean => all[at]?.kind === 'sign' && all[at]?.text === t;

    const parameters = (): Pick<CType & { tag: 'function' }, 'parameters' | 'variadic'> => {
      at++;
      const list: CType[] = [];
      let variadic = false;
      while (at < all.length && !sign(')')) {
        if (sign('...')) {
          variadic = true;
          at++;
        } else {
          const from = at;
          list.push(type());
          if (at === from) at++;
        }
        if (sign(',')) at++;
      }
      at++;
      if (list.length === 0 && !variadic) return { parameters: null, variadic };
      const [only] = list;
      const none = list.length === 1 && only?.tag === 'name' && only.name === 'void';
      return { parameters: none ? [] : list, variadic };
    };
    /** The part behind the specifiers: given what it is made of, the type. */
    const declarator = (): ((base: CType) => CType) => {
      let pointers = 0;
      while (sign('*') || sign('^') || sign('&') || (all[at]?.kind === 'word' && keywords.has(all[at]?.text ?? ''))) {
        if (all[at]?.kind === 'sign') pointers++;
        at++;
      }
      let inner: (base: CType) => CType = (t) => t;
      const next = all[at + 1];
      if (sign('(') && next?.kind === 'sign' && ['*', '^', '(', '['].includes(next.text)) {
        at++;
        inner = declarator();
        if (sign(')')) at++;
      }
      const suffixes: ((t: CType) => CType)[] = [];
      while (sign('[') || sign('(')) {
        if (sign('[')) {
          while (at < all.length && !sign(']')) at++;
          at++;
          suffixes.push((of) => ({ tag: 'array', of }));
        } else {
          const p = parameters();
          suffixes.push((result) => ({ tag: 'function', result, ...p }));
        }
      }
      return (base) => {
        let t = base;
        for (let i = 0; i < pointers; i++) t = { tag: 'pointer', to: t };
        for (const s of suffixes.reverse()) t = s(t);
        return inner(t);
      };
    };
    const type = (): CType => {
      let base: CType | undefined;
      const words: string[] = [];
      for (; at < all.length; at++) {
        const { text: word, kind } = all[at] as Token;
        if (kind === 'mark') {
          const cut = word.indexOf(' ');
          base = { tag: word.slice(0, cut) as 'record' | 'enum', name: word.slice(cut + 1) };
        } else if (kind === 'sign') break;
        else if (word === 'struct' || word === 'union' || word === 'enum') {
          if (all[at + 1]?.kind !== 'word') continue;
          base = { tag: word === 'enum' ? 'enum' : 'record', name: (all[++at] as Token).text };
        } else if (!keywords.has(word)) {
          words.push(word);
        }
      }
      if (base === undefined)
        base = named(words.every((w) => numbers.has(w)) ? words.join(' ') : (words[words.length - 1] ?? '?'));
      return declarator()(base);
    };
    const made = type();
    this.known.set(text, made);
    return made;
  }
}

/** What typedefs of a file stand for. */
export type Typedefs = ReadonlyMap<string, { readonly type: CType; readonly own: boolean }>;

/** The type itself, behind the names of typedefs. */
export function resolve(t: CType, typedefs: Typedefs): CType {
  let at = t;
  for (let i = 0; i < 100 && at.tag === 'name'; i++) {
    const def = typedefs.get(at.name);
    if (def === undefined) break;
    at = def.type;
  }
  return at;
}

/** The key of what has this type by value: its own record, enumeration or typedef, also in arrays; null where there is none. */
export function valueKey(
  t: CType,
  typedefs: Typedefs,
  own: (t: CType & { tag: 'record' | 'enum' }) => boolean,
): string | null {
  let at = t;
  for (let i = 0; i < 1000; i++) {
    if (at.tag === 'array') at = at.of;
    else if (at.tag === 'record' || at.tag === 'enum') return own(at) ? `t:${at.name}` : null;
    else if (at.tag === 'name') {
      const def = typedefs.get(at.name);
      if (def === undefined) return null;
      const behind = resolve(at, typedefs);
      if (behind.tag === 'record' || behind.tag === 'enum') at = behind;
      else if (def.own) return `t:${at.name}`;
      else at = def.type;
    } else return null;
  }
  return null;
}

/** What a type points to, also an array that decays. */
export function pointee(t: CType, typedefs: Typedefs): CType | undefined {
  const behind = resolve(t, typedefs);
  return behind.tag === 'pointer' ? behind.to : behind.tag === 'array' ? behind.of : undefined;
}

/** The class of a parameter or result in calls through pointers: pointers to structures by tag, other pointers alike. */
function classOf(t: CType, typedefs: Typedefs): string {
  const behind = resolve(t, typedefs);
  switch (behind.tag) {
    case 'record':
      return `record ${behind.name}`;
    case 'enum':
      return 'unsigned int';
    case 'name':
      return behind.name;
    case 'function':
      return 'pointer';
    case 'pointer':
    case 'array': {
      const to = resolve(behind.tag === 'pointer' ? behind.to : behind.of, typedefs);
      return to.tag === 'record'
        ? `pointer ${to.name}`
        : to.tag === 'name' && to.name === 'void'
          ? 'pointer void'
          : 'pointer';
    }
  }
}

/** The shape of a function's type, or of a pointer to it. */
export function shapeOf(t: CType, typedefs: Typedefs): Shape | undefined {
  let at = resolve(t, typedefs);
  if (at.tag === 'pointer') at = resolve(at.to, typedefs);
  if (at.tag !== 'function') return undefined;
  return {
    result: classOf(at.result, typedefs),
    parameters: at.parameters && at.parameters.map((p) => classOf(p, typedefs)),
    variadic: at.variadic,
  };
}

const alike = (a: string, b: string): boolean =>
  a === b || (a.startsWith('pointer') && b.startsWith('pointer') && (a === 'pointer void' || b === 'pointer void'));

/** Whether a function of one shape may be what a pointer of another calls. */
export function fits(pointer: Shape, f: Shape): boolean {
  const [p, q] = [pointer.parameters, f.parameters];
  if (p === null || q === null) return p === null || q === null || p.length === q.length;
  if (pointer.variadic !== f.variadic || p.length !== q.length || !alike(pointer.result, f.result)) return false;
  return p.every((c, i) => alike(c, q[i] as string));
}
