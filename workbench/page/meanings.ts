/**
 * What a calculus says of its signs by itself: metavariables stand for a sort, words are parts of a form, signs of a
 * judgement say what it says. Found in its grammar and rules when the page is built; words of its own come before these.
 */
import type { Word } from '../../proofs/calculus.ts';
import type { Pattern } from '../../semantics/symbols.ts';
import { isInstance } from '../../rules/judgement.ts';
import { metafunctionsOf } from '../../rules/metafunctions.ts';
import type { Rule } from '../../rules/rule.ts';
import type { System } from '../../rules/system.ts';

/** A word, and whether it is one in formulas only: programs have names like the letters of metavariables. */
export interface Sign extends Omit<Word, 'rule'> {
  /** The rule that tells most of it; null where no rule has it by itself. */
  readonly rule: string | null;
  readonly formula?: true;
}

const escaped = (s: string): string => s.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
/** A template as it is read: with the names of its parts in their places. */
const readable = (template: string): string => template.replace(/\{(\w+)(?:@\d+)?\}/g, '$1');
/** What a template is made of beside its parts. */
const between = (template: string): readonly string[] =>
  template.split(/\{\w+(?:@\d+)?\}/).flatMap((s) => s.split(/[\s,;()[\]{}]+/).filter((x) => x !== ''));

/** Whether a pattern has something in it. */
function has(p: unknown, wanted: (x: object) => boolean): boolean {
  const stack: unknown[] = [p];
  while (stack.length > 0) {
    const x = stack.pop();
    if (typeof x !== 'object' || x === null) continue;
    if (wanted(x)) return true;
    stack.push(...Object.values(x));
  }
  return false;
}
const patternsOf = (r: Rule): readonly Pattern[] => [
  ...r.conclusion.args,
  ...r.premises.filter(isInstance).flatMap((p) => p.args),
];

/** The signs of a system, each with a rule that there is: what stands for what, from which form, by which judgement. */
export function signsOf(system: System): readonly Sign[] {
  const rules = [...system.rules.values()];
  const rule = (wanted: (r: Rule) => boolean): string | undefined => rules.find(wanted)?.name;
  const signs: Sign[] = [];
  const known = new Set<string>();
  const add = (like: string, says: string, of: string | undefined, formula = false) => {
    if (known.has(like)) return;
    known.add(like);
    signs.push({ like, says, rule: of ?? null, ...(formula ? { formula: true } : {}) });
  };
  /** Signs that one thing has alone: one that several have says nothing of any of them. */
  const alone = <T>(all: readonly T[], template: (of: T) => string): (readonly [string, T])[] => {
    const signs = all.map((of) => between(template(of)).filter((x) => !/[\p{L}\p{N}]/u.test(x) && !/^[:=.]+$/.test(x)));
    return all.flatMap((of, i) =>
      (signs[i] ?? [])
        .filter((x) => signs.every((other, k) => k === i || !other.includes(x)))
        .map((x) => [x, of] as const),
    );
  };
  for (const [sign, form] of alone(system.judgements, (f) => f.text))
    add(
      escaped(sign),
      `${form.name}: ${form.sentence}.`,
      rule((r) => r.conclusion.judgement.name === form.name),
    );
  for (const [sign, f] of alone(metafunctionsOf(rules), (f) => f.info.text))
    add(
      escaped(sign),
      `${f.info.name}: ${f.info.sentence}.`,
      rule((r) => metafunctionsOf([r]).includes(f)),
    );
  for (const { tag, text, sort } of system.grammar.constructors.values())
    for (const word of between(text))
      if (/^[a-z]{2,}$/.test(word))
        add(
          word,
          word === text ? `${text} is one form of ${sort}.` : `A part of ${readable(text)}, a form of ${sort}.`,
          rule((r) => has(r.conclusion.args, (x) => 'tag' in x && x.tag === tag)),
        );
  for (const [letter, entry] of Object.entries(system.metas)) {
    const said = typeof entry === 'string' ? entry : `${entry.sort}, a ${entry.restriction.name}`;
    add(
      `${escaped(letter)}[0-9]*`,
      `${letter} stands for any ${said}.`,
      rule((r) => has(patternsOf(r), (x) => 'meta' in x && String(x.meta).replace(/[0-9]+$/, '') === letter)),
      /^[a-zA-Z]/.test(letter),
    );
  }
  return signs;
}
