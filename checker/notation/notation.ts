/**
 * Rules read as they are printed: premises, a line with the name beside it, the conclusion. It is `ruleAsText`
 * turned round, by the same templates; what is read is data, and never run.
 *
 * Of a text that can be read in several ways, the reading is meant that takes the fewest terms for terms of other sorts
 * (`n` for the expression that it is); of metafunctions that read alike, the one that the system's rule of this name
 * calls. What is left to doubt is a problem, which names both. `f(x, y)` calls the metafunction f, however it prints.
 */
import { isLeft, isRight, left, right, type Either } from 'fp-ts/lib/Either.js';
import { isCall, isMeta, type AnyMetafunction, type Pattern, type Where } from '../../semantics/symbols.ts';
import { ambiguity, complaints, type Complaint, type Role } from './expectations.ts';
import { instance, type Instance } from '../../rules/judgement.ts';
import { metafunctionsOf } from '../../rules/metafunctions.ts';
import { phrasesOf } from './phrasebook.ts';
import type { Phrases } from './phrases.ts';
import { latticeOf, readingsOf, same, type Context, type Reading } from './readings.ts';
import { isWhere, premiseOf, ruleOf, undetermined, type Premise, type Rule } from '../../rules/rule.ts';
import { letterIn, tokensOf, type Token } from './spelling.ts';
import type { System } from '../../rules/system.ts';
import { Typesetter } from './typeset.ts';

/** Line and column from 1, in the text that was given. */
export interface NotationProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface ReadingOptions {
  /** Metafunctions that may be called besides those of the system's rules; what can be read is worked out once a list. */
  readonly functions?: readonly AnyMetafunction[];
  /** Metavariables that whoever uses the rule chooses; a line `chosen: τ, Δ1` under the conclusion says so too. */
  readonly chosen?: readonly string[];
}

/** A piece of a line. */
interface Sentence {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

interface Layout {
  readonly premises: readonly Sentence[];
  readonly name: Sentence;
  readonly conclusion: Sentence;
  readonly chosen: readonly Sentence[];
}

/** Longer sentences are not read. */
const mostTokens = 400;
/** In longer ones it is not looked for where one premise ends and another begins. */
const mostJoined = 60;

const comment = /^\s*(?:--|──)(?![-─])/;
const bar = /^(\s*[-─]{3,})(.*)$/;
/** A line that is drawn with something else. */
const otherBar = /^\s*[=_—–━═]{3,}(?=\s+\S+\s*$)/;
const chosenLine = /^(\s*chosen:)(.*)$/;

/** A comment behind a sentence. */
const commentBehind = /\s--(?!-)(?:\s.*)?$/;
const sentenceIn = (line: string): string => line.replace(/\r$/, '').replace(commentBehind, '');

const advice = 'give a part of it a premise of its own: part = metavariable';

const problemAt = ({ line, column }: Omit<Sentence, 'text'>, message: string): NotationProblem => ({
  line,
  column,
  message,
});

/** Reads a rule; or says what is wrong with it, and where. */
export function readRule(
  system: System,
  text: string,
  options: ReadingOptions = {},
): Either<readonly NotationProblem[], Rule> {
  const lines = text.split('\n').map((line, i) => ({ text: sentenceIn(line), line: i + 1, column: 1 }));
  return readLines(system, lines, options);
}

/**
 * Reads a term as it stands in rules.
 * @param sort what the term is one of.
 * @returns the term, with metavariables; or what is wrong with it.
 */
export function readTerm(system: System, sort: string, text: string): Either<string, Pattern> {
  const phrases = phrasesOf(system);
  const letters = Object.keys(phrases.words.metas);
  const meta = letters.find((l) => phrases.metas[l]?.sort === sort && phrases.metas[l].restriction === undefined);
  if (meta === undefined) return left(`no term of rules is a ${sort}`);
  // It stands where an equation says what a metavariable of the sort is.
  const tokens = tokensOf(`${text} = ${meta}`, phrases.words);
  const rank = (f: AnyMetafunction) => (phrases.own.has(f) ? 1 : 2);
  const context: Context = { phrases, said: namesSaid(phrases, [tokens]), rank, likely: new Set() };
  const read = readSentence(context, 'premise', tokens);
  const none = left(`'${text}' is no ${sort}`);
  if (isLeft(read)) {
    const [first] = read.left;
    if (first === undefined) return none;
    return left(first.token < tokens.length - 2 ? first.message : `more of a ${sort} is expected behind it`);
  }
  const { value } = read.right;
  const is = typeof value === 'object' && value !== null && isWhere(value as Premise) ? (value as Where) : undefined;
  return is !== undefined && isMeta(is.pattern) ? right(is.value) : none;
}

/** Reads rules that blank lines separate; lines that begin with `--` are comments. */
export function readRules(
  system: System,
  text: string,
  options: ReadingOptions = {},
): Either<readonly NotationProblem[], readonly Rule[]> {
  const problems: NotationProblem[] = [];
  const rules: Rule[] = [];
  let block: Sentence[] = [];
  const close = () => {
    const read = block.length > 0 ? readLines(system, block, options) : undefined;
    if (read !== undefined && isLeft(read)) problems.push(...read.left);
    else if (read !== undefined && rules.some((r) => r.name === read.right.name))
      problems.push(problemAt(block[0] as Sentence, `rule ${read.right.name} is there twice`));
    else if (read !== undefined) rules.push(read.right);
    block = [];
  };
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '') close();
    else if (!comment.test(line)) block.push({ text: sentenceIn(line), line: i + 1, column: 1 });
  });
  close();
  return problems.length > 0 ? left(problems) : right(rules);
}

function readLines(
  system: System,
  lines: readonly Sentence[],
  { functions, chosen = [] }: ReadingOptions,
): Either<readonly NotationProblem[], Rule> {
  const layout = layoutOf(lines.filter((l) => l.text.trim() !== '' && !comment.test(l.text)));
  if (isLeft(layout)) return layout;
  const { premises, name, conclusion } = layout.right;
  const phrases = phrasesOf(system, functions);
  const sentences = [...premises, conclusion];
  const tokens = sentences.map((s) => tokensOf(s.text, phrases.words));
  const former = system.rules.get(name.text);
  const likely = new Set(former === undefined ? [] : metafunctionsOf([former]));
  const rank = (f: AnyMetafunction) => (likely.has(f) ? 1 : phrases.own.has(f) ? 2 : 3);
  const context: Context = { phrases, said: namesSaid(phrases, tokens), rank, likely };
  const problems: NotationProblem[] = [];
  const readings = sentences.map((sentence, i) => {
    const read = readSentence(context, i < premises.length ? 'premise' : 'conclusion', tokens[i] as readonly Token[]);
    if (isRight(read)) return read.right;
    const second = i < premises.length ? secondPremise(context, sentence, tokens[i] as readonly Token[]) : undefined;
    if (second !== undefined) {
      problems.push(second);
      return undefined;
    }
    for (const { token, message } of read.left) problems.push(problemAt(placeOf(sentence, tokens[i], token), message));
    return undefined;
  });
  const options = layout.right.chosen.map((s) => s.text);
  for (const s of layout.right.chosen)
    if (letterIn(phrases.words, s.text) === undefined) problems.push(problemAt(s, `'${s.text}' is no metavariable`));
  if (problems.length > 0) return left(problems);
  const made = readings as readonly Reading[];
  const readWith = (free: readonly string[]): Rule =>
    ruleOf(
      name.text,
      made.slice(0, -1).map((r) => premiseOf(r.value as Instance | Where | boolean, `rule ${name.text}: a premise`)),
      withSilent(phrases, made.at(-1)?.value as Instance),
      { chosen: [...new Set([...chosen, ...options, ...free])] },
    );
  // What the rule of this name leaves to be chosen stays so, where nothing determines it here either.
  const open = undetermined(readWith([])).flatMap(({ meta }) => (former?.chosen.includes(meta) ? [meta] : []));
  const rule = readWith(open);
  for (const { meta, premise, message } of undetermined(rule)) {
    const i = premise ?? premises.length;
    const token = tokens[i]?.findIndex((t) => t.text === meta) ?? 0;
    problems.push(problemAt(placeOf(sentences[i] as Sentence, tokens[i], Math.max(token, 0)), message));
  }
  if (problems.length === 0) {
    const named = new Set(made.flatMap((r) => r.named));
    const printing = {
      ...context,
      rank: (f: AnyMetafunction) => (named.has(f) ? 0 : rank(f)),
      likely: new Set([...likely, ...named]),
    };
    problems.push(...unprintable(printing, rule, sentences, tokens));
  }
  return problems.length > 0 ? left(problems) : right(rule);
}

/** Finds the parts of a rule by its lines. */
function layoutOf(lines: readonly Sentence[]): Either<readonly NotationProblem[], Layout> {
  const end = lines.at(-1) ?? { text: '', line: 1, column: 1 };
  const at = lines.findIndex((l) => bar.test(l.text));
  const found = lines[at];
  if (found === undefined) {
    const drawn = lines.find((l) => otherBar.test(l.text));
    return left([
      drawn === undefined
        ? problemAt(end, 'expected a line ──── with the name of the rule beside it')
        : problemAt(trimmed(drawn), 'the line over the conclusion is drawn with ─ or -, three of them at least'),
    ]);
  }
  const [, line, beside] = bar.exec(found.text) as unknown as readonly [string, string, string];
  const name = trimmed({ text: beside, line: found.line, column: found.column + line.length });
  const behind = lines.slice(at + 1).filter((l) => !chosenLine.test(l.text));
  const problems: NotationProblem[] = [];
  if (name.text === '') problems.push(problemAt(name, 'expected the name of the rule beside the line'));
  else if (/\s/.test(name.text)) problems.push(problemAt(name, `the name of a rule is one word, found '${name.text}'`));
  const [conclusion, more] = behind;
  if (conclusion === undefined)
    problems.push(problemAt({ ...found, column: found.text.length + 1 }, 'expected the conclusion under the line'));
  if (more !== undefined)
    problems.push(problemAt(trimmed(more), 'a conclusion is one line; a blank line separates rules'));
  if (problems.length > 0) return left(problems);
  const chosen = lines.slice(at + 1).flatMap((l) => {
    const [, head, list] = chosenLine.exec(l.text) ?? [];
    return list === undefined ? [] : pieces({ ...l, text: list, column: l.column + (head?.length ?? 0) }, /[,\s]+/g);
  });
  const premises = lines.slice(0, at).flatMap((l) => pieces(l, /\t|\s{2,}/g));
  return right({ premises, name, conclusion: trimmed(conclusion as Sentence), chosen });
}

function trimmed(s: Sentence): Sentence {
  const start = s.text.length - s.text.trimStart().length;
  return { ...s, text: s.text.trim(), column: s.column + start };
}

function pieces(s: Sentence, between: RegExp): Sentence[] {
  let at = 0;
  const found: Sentence[] = [];
  for (const gap of [...s.text.matchAll(between), undefined]) {
    const piece = trimmed({ ...s, text: s.text.slice(at, gap?.index), column: s.column + at });
    if (piece.text !== '') found.push(piece);
    at = gap === undefined ? at : gap.index + gap[0].length;
  }
  return found;
}

function placeOf({ text, line, column }: Sentence, tokens: readonly Token[] = [], token: number) {
  return { line, column: column + (tokens[token]?.start ?? text.length) };
}

/** Names that a judgement of the rule speaks of are no metavariables: the r of `fields of r`. */
function namesSaid({ spoken }: Phrases, sentences: readonly (readonly Token[])[]): ReadonlySet<string> {
  const says = (tokens: readonly Token[], among: readonly string[]) =>
    tokens.some((_, i) => among.every((text, k) => tokens[i + k]?.text === text));
  return new Set(spoken.flatMap((s) => (sentences.some((tokens) => says(tokens, s.among)) ? [s.name] : [])));
}

/** Whether one equation says of lists of one element each what another says of the elements. */
function wraps(whole: unknown, plain: unknown): boolean {
  const [a, b] = [whole, plain] as [Partial<Where>, Partial<Where>];
  if (a?.kind !== 'where' || b?.kind !== 'where') return false;
  const element = (x: unknown): unknown => {
    const [first, rest, ...more] = Object.entries(x ?? {}).filter(([field]) => field !== 'tag');
    const nil = rest?.[1];
    const empty = typeof nil === 'object' && nil !== null && Object.keys(nil).join() === 'tag';
    return empty && more.length === 0 ? first?.[1] : undefined;
  };
  const [p, v] = [element(a.pattern), element(a.value)];
  return p !== undefined && v !== undefined && same(p, b.pattern) && same(v, b.value);
}

function readSentence(context: Context, role: Role, tokens: readonly Token[]): Either<readonly Complaint[], Reading> {
  if (tokens.length > mostTokens) return left([{ token: mostTokens, message: 'the sentence is too long' }]);
  const lattice = latticeOf(context, tokens);
  const { readings, chart, tooMuch } = readingsOf(context, context.phrases[role], tokens, lattice);
  if (tooMuch) return left([{ token: 0, message: `can be read in too many ways; ${advice}` }]);
  const [only, other] = readings;
  if (only === undefined) return left(complaints(context, role, tokens, lattice, chart));
  if (other === undefined) return right(only);
  // `ρ(l) = v` says that two expressions are one, and could say so of lists of one expression each: the plainer is meant.
  const plain = readings.filter((r) => !readings.some((q) => q !== r && wraps(r.value, q.value)));
  return plain.length === 1 ? right(plain[0] as Reading) : left([ambiguity(plain.length > 1 ? plain : readings)]);
}

/** That two premises are written with one space between them, where a sentence can be read so, and only so. */
function secondPremise(context: Context, sentence: Sentence, tokens: readonly Token[]): NotationProblem | undefined {
  if (tokens.length > mostJoined) return undefined;
  for (const gap of sentence.text.matchAll(/ /g)) {
    const parts = [sentence.text.slice(0, gap.index), sentence.text.slice(gap.index + 1)];
    const read = (part: string) => readSentence(context, 'premise', tokensOf(part, context.phrases.words));
    if (!parts.every((part) => part.trim() !== '' && isRight(read(part)))) continue;
    const [first = '', second = ''] = parts;
    return problemAt(
      { line: sentence.line, column: sentence.column + gap.index + 1 },
      `'${first}' and '${second}' are two premises: two spaces or a line are between them`,
    );
  }
  return undefined;
}

/** A metafunction that prints as its argument (focus) is understood around the terms that a conclusion makes. */
function withSilent({ silent }: Phrases, { judgement, args }: Instance): Instance {
  const inputs = judgement.inputs.length;
  const around = (p: Pattern, f: AnyMetafunction | undefined): Pattern =>
    f === undefined || isMeta(p) || (isCall(p) && p.call === f) ? p : Object.freeze({ call: f, args: [p] });
  return instance(
    judgement,
    args.map((p, i) => (i < inputs ? p : around(p, silent.get(judgement.outputs[i - inputs] as string)))),
  );
}

/** Sentences that would print as something that reads differently: what is printed has to be what was read. */
function unprintable(
  context: Context,
  rule: Rule,
  sentences: readonly Sentence[],
  tokens: readonly (readonly Token[])[],
): NotationProblem[] {
  const { phrases } = context;
  const t = new Typesetter(phrases.system.grammar, 'text');
  return [...rule.premises, rule.conclusion].flatMap((p, i) => {
    const printed = t.premise(p);
    const again = tokensOf(printed, phrases.words);
    const before = tokens[i] as readonly Token[];
    if (again.length === before.length && again.every((x, k) => x.text === before[k]?.text)) return [];
    const role = i < rule.premises.length ? 'premise' : 'conclusion';
    const read = readSentence(context, role, again);
    if (isRight(read)) {
      const { value } = read.right;
      if (same(role === 'premise' ? value : withSilent(phrases, value as Instance), p)) return [];
    }
    return [problemAt(sentences[i] as Sentence, `would print as '${printed}', which reads differently; ${advice}`)];
  });
}
