/**
 * Variants that are written down as rules, in a text:
 *
 *     -- what is different, in a sentence
 *     system: NAME
 *     expected: T7, T8
 *     remove T-Abs
 *     evaluates: e2, e1 in e1 e2
 *
 *     Ω; Σ; Γ; Δ ⊢μ e : τ ref ⊣ Δ1
 *     ──────────────────────────── T-Deref
 *     Ω; Σ; Γ; Δ ⊢μ !e : τ ref ⊣ Δ1
 *
 * A rule takes the place of the rule of its name, and is added where there is none. All is optional but a change.
 */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { reordered, type Order } from '../semantics/evaluation-order.ts';
import type { AnyMetafunction } from '../semantics/symbols.ts';
import { digestOf } from '../rules/digest.ts';
import { metafunctionsOf } from '../rules/metafunctions.ts';
import { readRules, type NotationProblem } from '../checker/notation/notation.ts';
import { ruleAsText } from '../checker/notation/typeset.ts';
import type { Form } from '../rules/judgement.ts';
import { ordersIn, readOrder } from '../checker/notation/order.ts';
import type { System } from '../rules/system.ts';
import type { Rule } from '../rules/rule.ts';
import { same } from '../checker/notation/readings.ts';
import { didYouMean, nearest } from '../checker/did-you-mean.ts';
import { inOrder, variant, type Variant } from '../rules/variant.ts';
import type { Calculus } from './calculus.ts';

const systemLine = /^(\s*system:\s*)(\S+)\s*$/;
const removeLine = /^(\s*remove\s+)(\S+)\s*$/;
/** What is evaluated of a term, and in which order. */
const evaluatesLine = /^(\s*evaluates:\s*)(\S.*?)\s*$/;
/** Lines that are like those, but none of them. */
const likeSetting = /^(\s*)([a-z]+):\s*\S/;
const likeRemoval = /^(\s*)([a-z]+)\s+(\S+)\s*$/;
/** The theorems that are expected to fall, or `sound`. */
const expectedLine = /^(\s*expected:\s*)(\S.*?)\s*$/;
const commentLine = /^\s*--(?!-)\s*(.*?)\s*$/;

const functions = new WeakMap<Calculus, readonly AnyMetafunction[]>();

/** The metafunctions that rules of a calculus or of a variant of it call: a rule that is written may call them. */
export function functionsOf(calculus: Calculus): readonly AnyMetafunction[] {
  const known = functions.get(calculus);
  if (known !== undefined) return known;
  const systems = [calculus.base, ...calculus.variants.map((v) => v.system)];
  const found = [...new Set(systems.flatMap((s) => metafunctionsOf(s.rules.values())))];
  functions.set(calculus, found);
  return found;
}

const wider = new WeakMap<Calculus, System>();

/** The system that rules are read in: it has the judgements of variants as well, for a rule that is written may speak of them. */
function readIn(calculus: Calculus): System {
  const known = wider.get(calculus);
  if (known !== undefined) return known;
  const { base } = calculus;
  const judgements = [...new Set([base, ...calculus.variants.map((v) => v.system)].flatMap((s) => s.judgements))];
  const found = judgements.length === base.judgements.length ? base : { ...base, judgements };
  wider.set(calculus, found);
  return found;
}

/** The judgements that rules speak of and a system does not have. */
const unknownIn = (base: System, rules: readonly Rule[]): readonly Form[] => {
  const spoken = rules.flatMap((r) => [r.conclusion, ...r.premises]).flatMap((p) => (p.kind === 'judgement' ? [p.judgement] : [])); // prettier-ignore
  return [...new Set(spoken)].filter((form) => !base.judgements.includes(form));
};

/** The calculus that a text says it is about, if it says so. */
export const systemNamed = (text: string): string | undefined =>
  text.split('\n').flatMap((line) => systemLine.exec(line)?.[2] ?? [])[0];

export interface WrittenRules {
  readonly rules: readonly Rule[];
  /** Names of rules that are removed. */
  readonly remove: readonly string[];
  /** The theorems that are expected to fall; sound unless it is said. */
  readonly expected: Variant['expected'];
  /** What is evaluated, and in which order, where that is another. */
  readonly evaluates?: Order | undefined;
}

/** The rules that a text says, each as it is written; or what is wrong with the text. */
export function writtenRules(calculus: Calculus, text: string): Either<readonly NotationProblem[], WrittenRules> {
  const { base } = calculus;
  const problems: NotationProblem[] = [];
  const removed = new Map<string, NotationProblem>();
  let expected: Variant['expected'] | undefined;
  let evaluates: Order | undefined;
  const lines = text.split('\n');
  const rest = lines.map((line, i) => {
    const [, head = '', said] = expectedLine.exec(line) ?? [];
    if (said !== undefined) {
      const named = said.split(/[\s,]+/);
      const known = calculus.theorems(base).map((t) => t.name);
      const already = { line: i + 1, column: head.length + 1, message: 'what is expected is there already' };
      if (expected !== undefined) problems.push(already);
      if (said !== 'sound')
        for (const name of named)
          if (!known.some((k) => k === name || k.startsWith(`${name}-`)))
            problems.push({
              line: i + 1,
              column: head.length + 1 + said.indexOf(name),
              message: `there is no theorem ${name}; there are ${known.join(', ')}${didYouMean(name, known)}`,
            });
      expected = said === 'sound' ? said : named;
      return '';
    }
    const [, start = '', order] = evaluatesLine.exec(line) ?? [];
    if (order !== undefined) {
      const added = withOrder(base, evaluates, order);
      if (isLeft(added)) problems.push({ line: i + 1, column: start.length + 1, message: added.left });
      else evaluates = added.right;
      return '';
    }
    const [all, before = '', word = ''] = systemLine.exec(line) ?? removeLine.exec(line) ?? [];
    if (all === undefined) {
      const meant = meantBy(line, base);
      if (meant === undefined) return line;
      problems.push({ line: i + 1, ...meant });
      return '';
    }
    const at = (message: string): NotationProblem => ({ line: i + 1, column: before.length + 1, message });
    if (systemLine.test(line)) {
      if (word !== calculus.name)
        problems.push(at(`the rules are of ${word}, and are read as rules of ${calculus.name}`));
    } else if (!base.rules.has(word))
      problems.push(at(`there is no rule ${word} to remove${didYouMean(word, base.rules.keys())}`));
    else removed.set(word, at(`rule ${word} is removed, and written here as well`));
    return '';
  });
  const read = readRules(readIn(calculus), rest.join('\n'), { functions: functionsOf(calculus) });
  if (isLeft(read)) problems.push(...read.left);
  const rules = isLeft(read) ? [] : read.right;
  for (const rule of rules) {
    const twice = removed.get(rule.name);
    if (twice !== undefined) problems.push(twice);
  }
  if (problems.length === 0 && rules.length + removed.size === 0 && evaluates === undefined)
    problems.push({ line: 1, column: 1, message: 'no rule is written or removed' });
  if (problems.length > 0) return left(problems.sort((a, b) => a.line - b.line || a.column - b.column));
  return right({ rules, remove: [...removed.keys()], expected: expected ?? 'sound', evaluates });
}

/** An order of evaluation, and one of another term as it is written; or what is wrong with that. */
function withOrder(base: System, before: Order | undefined, text: string): Either<string, Order> {
  const read = readOrder(base, text);
  if (isLeft(read)) return read;
  if (Object.keys(read.right).some((tag) => before?.[tag] !== undefined))
    return left('the order of this term is there already');
  try {
    inOrder(base, read.right);
  } catch (e) {
    return left((e as Error).message);
  }
  return right({ ...before, ...read.right });
}

/** What settles something of a variant, by its first word, and how it is written. */
const settings: Readonly<Record<string, string>> = {
  system: 'system: NAME',
  expected: 'expected: T7, T8',
  remove: 'remove NAME, one on a line',
  evaluates: 'evaluates: e2, e1 in e1 e2',
};

/** What is said of a line that is nearly one that settles something, or a comment: a premise does not begin like it. */
function meantBy(line: string, base: System): Omit<NotationProblem, 'line'> | undefined {
  const [, indented = '', sign] = /^(\s*)(\/\/|#\s)/.exec(line) ?? [];
  if (sign !== undefined) return { column: indented.length + 1, message: "a comment begins with '--'" };
  const [, start = '', first = '', behind = ''] = /^(\s*)([A-Za-z]+)(.*)$/.exec(line) ?? [];
  const written = Object.hasOwn(settings, first.toLowerCase()) ? settings[first.toLowerCase()] : undefined;
  if (written !== undefined && /^$|^[\s:]/.test(behind))
    return {
      column: start.length + 1,
      message: `'${line.trim()}' says nothing of a variant: it is written '${written}'`,
    };
  const [, before = '', word = '', name] = likeSetting.exec(line) ?? likeRemoval.exec(line) ?? [];
  const near = nearest(word, name === undefined ? ['system', 'expected', 'evaluates'] : ['remove']);
  if (near === undefined || (name !== undefined && !base.rules.has(name))) return undefined;
  const column = before.length + 1;
  return {
    column,
    message: `'${word}' says nothing of a variant (did you mean ${name === undefined ? `${near}:` : near}?)`,
  };
}

const saidOf = (orders: readonly { readonly term: string }[]) => orders.map(({ term }) => `the order of ${term}`);
const differenceSaid = (changed: readonly string[]): string =>
  `${changed.join(', ') || 'nothing'} ${changed.length > 1 ? 'are' : 'is'} different`;

/** The rules that a system has otherwise than its base, those that it lacks, and what it evaluates in another order. */
function differences(base: System, system: System) {
  const { reorders } = system.grammar;
  // Rules that differ by what goes by the order alone are not said.
  const former = reorders === undefined ? base : inOrder(base, reorders.by);
  const parts = (r: Rule) => [...r.premises, r.conclusion, ...r.chosen];
  const isFormer = (r: Rule) => {
    const before = former.rules.get(r.name);
    return before === r || (former !== base && before !== undefined && same(parts(before), parts(r)));
  };
  return {
    rules: [...system.rules.values()].filter((r) => !isFormer(r)),
    remove: [...base.rules.keys()].filter((name) => !system.rules.has(name)),
    orders: ordersIn(base, system.grammar),
  };
}

/** What is different by the rules that a file carries, in a sentence; null for a system whose rules no file carries. */
export function carriedSaid(base: System | undefined, system: System): string | null {
  if (system.written === undefined || base === undefined) return null;
  const { rules, remove, orders } = differences(base, system);
  return `by the rules that the file carries: ${differenceSaid([...rules.map((r) => r.name), ...remove, ...saidOf(orders)])}`;
}

/** The variant that written rules make of a calculus. */
export function variantFrom(
  calculus: Calculus,
  name: string,
  { rules, remove, expected, evaluates }: Omit<WrittenRules, 'expected'> & Partial<WrittenRules>,
): Variant {
  const { base } = calculus;
  // A rule that is written out as it is, is no other: hunts look where something differs.
  const differs = (r: Rule) => {
    const former = base.rules.get(r.name);
    const parts = (x: Rule) => [...x.premises, x.conclusion];
    return (
      former === undefined ||
      former.premises.length !== r.premises.length ||
      !parts(former).every((p, i) => same(p, parts(r)[i]))
    );
  };
  const different = rules.filter(differs);
  const [replace, add] = [true, false].map((there) => different.filter((r) => base.rules.has(r.name) === there));
  const orders = evaluates === undefined ? [] : saidOf(ordersIn(base, reordered(base.grammar, evaluates)));
  const sentence = differenceSaid([...different.map((r) => r.name), ...remove, ...orders]);
  return variant(base, {
    name,
    sentence,
    expected: expected ?? 'sound',
    replace,
    add,
    remove,
    judgements: unknownIn(base, different).map((form) => ({ form })),
    ...(evaluates && { evaluates }),
  });
}

/** The variant that a text describes; or what is wrong with the text. */
export function writtenVariant(
  calculus: Calculus,
  name: string,
  text: string,
): Either<readonly NotationProblem[], Variant> {
  const read = writtenRules(calculus, text);
  if (isLeft(read)) return read;
  const v = variantFrom(calculus, name, read.right);
  return right({ ...carrying(v, text), sentence: sentenceOf(text.split('\n')) || v.sentence });
}

/** A variant whose system says by which text it is made. */
const carrying = (v: Variant, written: string): Variant => {
  const system = { ...v.system, written };
  return { ...v, system, analysis: system };
};

/** Longer texts of rules are not read. */
export const longestRules = 100_000;

/**
 * The system of rules that a file carries.
 * @returns a sentence where the text is too long, cannot be read, or says other rules than those of the digest.
 */
export function carriedRules(calculus: Calculus, name: string, text: string, digest: string): System | string {
  if (text.length > longestRules)
    return `the rules that the file carries have ${text.length} characters; at most ${longestRules} are read`;
  const read = writtenVariant(calculus, name, text);
  if (isLeft(read)) {
    const [{ line, column, message }] = read.left as readonly [NotationProblem];
    return `the rules that the file carries cannot be read, ${line}:${column}: ${message}`;
  }
  const { system } = read.right;
  const found = digestOf(system);
  return found === digest
    ? system
    : `the rules that the file carries have the digest ${found}, and the file says ${digest}: one of them was changed, or the calculus was`;
}

/** What a variant changes, as a text to be read: its sentence, what it is expected to fell, and its rules. */
export function statementOf({ base, system, sentence, expected }: Variant): string {
  const { rules, remove, orders } = differences(base, system);
  const shown = (r: Rule) => `${ruleAsText(system, r)}${r.chosen.length > 0 ? `chosen: ${r.chosen.join(', ')}\n` : ''}`;
  const head = [
    ...sentence.split('\n').map((line) => `-- ${line}`),
    `system: ${base.name}`,
    `expected: ${expected === 'sound' ? expected : expected.join(', ')}`,
    ...remove.map((name) => `remove ${name}`),
    ...orders.map(({ order }) => `evaluates: ${order}`),
  ];
  return [head.join('\n'), ...rules.map(shown)].join('\n\n');
}

/** A variant whose files carry its rules, where a text says them: not where code is changed, or the analysis alone. */
export function stated(calculus: Calculus, v: Variant): Variant {
  if (v.system.written !== undefined || v.analysis !== v.system) return v;
  const text = statementOf(v);
  const read = text.length > longestRules ? undefined : writtenVariant(calculus, v.name, text);
  if (read === undefined || isLeft(read) || digestOf(read.right.system) !== digestOf(v.system)) return v;
  return carrying(v, text);
}

/** The comment that a text begins with. */
function sentenceOf(lines: readonly string[]): string {
  const from = lines.findIndex((l) => l.trim() !== '');
  const behind = lines.slice(Math.max(from, 0));
  const end = behind.findIndex((l) => !commentLine.test(l));
  return behind
    .slice(0, end < 0 ? undefined : end)
    .map((l) => commentLine.exec(l)?.[1] ?? '')
    .join(' ');
}
