/** Failures of the judgements of Proteus in the words of its users: message, rule, position. All messages are made here. */
import { loadError, type ErrorKind, type LoadError } from '../../semantics/errors.ts';
import type { Term } from '../../semantics/grammar.ts';
import { positionOf, type Position } from '../../semantics/positions.ts';
import { keys } from '../../semantics/maps.ts';
import { proteus, type Expr, type Type, type Update } from '../../semantics/proteus/grammar.ts';
import { children, type Node } from '../../semantics/proteus/substitution.ts';
import {
  printBinding,
  printCap,
  printExpr,
  printItem,
  printMu,
  printTerm,
  printType,
} from '../../semantics/proteus/syntax/index.ts';
import { mapMetas } from '../../semantics/filling.ts';
import { isCall, isMeta, type Pattern } from '../../semantics/symbols.ts';
import { isInstance } from '../../rules/judgement.ts';
import { isWhere, type Premise } from '../../rules/rule.ts';
import { Typesetter } from '../notation/typeset.ts';
import type { Failure } from '../derive.ts';
import { chain, failedPremise, valueOf, type Level, type TermTexts } from '../explain.ts';

const limit = 60;
const short = (s: string): string => ([...s].length > limit ? `${[...s].slice(0, limit - 1).join('')}…` : s);
/** The depth to which terms are shown; what is deeper is cut off before it is printed. */
const small = (e: Term): boolean => {
  let n = 0;
  const stack: unknown[] = [e];
  while (stack.length > 0) {
    const x = stack.pop();
    if (typeof x !== 'object' || x === null) continue;
    if (++n > 500) return false;
    if (!Array.isArray(x)) stack.push(...Object.values(x));
  }
  return true;
};

/** A ground term on one line, cut off when it is long; undefined for sorts that have no concrete syntax. */
export function show(x: unknown): string | undefined {
  if (typeof x !== 'object' || x === null || !('tag' in x)) return Array.isArray(x) ? `{${x.join(', ')}}` : undefined;
  const sort = (proteus.constructors.get((x as Term).tag) ?? proteus.extended.get((x as Term).tag)?.info)?.sort;
  switch (sort) {
    case 'Expr':
      return small(x as Term) ? short(printExpr(x as Expr)) : '…';
    case 'Type':
      return small(x as Term) ? short(printType(x as Type)) : '…';
    case 'Binding':
      return small(x as Term) ? short(printBinding('·', x as never)) : '…';
    case 'Cap':
      return short(printCap(x as never));
    case 'Mu':
      return printMu(x as never);
    case 'Types':
      return 'Ω';
    case 'Signature':
      return 'Σ';
    case 'Locals':
      return 'Γ';
    case 'Heap':
      return 'H';
    case 'Operator':
    case undefined:
      return undefined;
    case 'Update': {
      const { changed, added, replaced, extended } = x as Update;
      const named = (what: string, map: Parameters<typeof keys>[0]) => {
        const names = keys(map);
        return names.length === 0 ? [] : [`${what}: ${names.join(', ')}`];
      };
      const parts = [named('UN', changed), named('AN', added), named('UB', replaced), named('AB', extended)].flat();
      return short(`{ ${parts.join('; ')} }`);
    }
    case 'Item':
      return small(x as Term) ? short(printItem(x as never)) : '…';
    case 'Fields':
    case 'TypeFields':
      return small(x as Term) ? short(printTerm(sort, x) ?? '…') : '…';
    default:
      // Other sorts have no concrete syntax: their templates, the ends of lists left out.
      if (!small(x as Term)) return '…';
      return short(
        new Typesetter(proteus, 'text', (part) => (part === x ? undefined : show(part)))
          .pattern(x as Pattern)
          .replace(/, ∅$/, ''),
      );
  }
}

/** How Proteus shows values and patterns in explanations. */
export const termTexts: TermTexts = {
  value: (_, x) => show(x) ?? String(typeof x === 'object' ? (x as Term).tag : x),
  pattern(p: Pattern | Premise, lookup) {
    const known = (q: Pattern) => mapMetas(q, (m) => (lookup(m.meta) as Pattern | undefined) ?? m);
    const t = new Typesetter(proteus, 'text', (x) => (hasSymbols(x) ? undefined : show(x)));
    if (isInstance(p)) return t.instance(p.judgement, p.args.map(known));
    if (isWhere(p)) return `${t.pattern(known(p.value))} = ${t.pattern(p.pattern)}`;
    return t.pattern(known(p as Pattern));
  },
};

const hasSymbols = (x: unknown): boolean =>
  typeof x === 'object' &&
  x !== null &&
  !Array.isArray(x) &&
  (isMeta(x) || isCall(x) || (!small(x as Term) ? false : Object.values(x).some(hasSymbols)));

/**
 * Where a term stands in the source: its own place, or that of the first of its parts, in the order of evaluation, that
 * has one. Parts of an expression may have none: what a step or a coercion has made.
 */
export function placeOf(term: unknown): Position | undefined {
  const stack: unknown[] = [term];
  for (let n = 0; stack.length > 0 && n < 10_000; n++) {
    const at = stack.pop();
    const p = positionOf(at);
    if (p) return p;
    if (typeof at !== 'object' || at === null || !('tag' in at)) continue;
    stack.push(...[...children(at as Node)].reverse());
  }
  return undefined;
}

interface Told {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly rule: string | null;
  readonly position: Position | undefined;
}

const sourceOf = (l: Level): unknown =>
  ['infers', 'checks', 'reconciles', 'infersFields', 'checksFields'].includes(l.goal.judgement)
    ? l.goal.inputs[3]
    : undefined;

const isName = (a: Pattern) => (isMeta(a) ? a.meta : undefined);

/** Why a term does not translate (section 4). */
function translationFailure(levels: readonly Level[]): Told {
  const firstCoercion = levels.findIndex((l) => l.goal.judgement === 'coerce');
  const around = [...levels].reverse().find((l) => sourceOf(l) !== undefined);
  if (firstCoercion >= 0) {
    const [, , from, to] = (levels[firstCoercion] as Level).goal.inputs;
    const source = levels
      .slice(0, firstCoercion)
      .reverse()
      .map(sourceOf)
      .find((s) => s !== undefined);
    return {
      kind: 'coercion',
      message: `cannot convert ${show(from)} to ${show(to)}, in ${show(source) ?? '?'}`,
      rule: 'coerce',
      position: placeOf(source),
    };
  }
  const last = levels[levels.length - 1] as Level;
  const attempt = last.attempt ?? levels[levels.length - 2]?.attempt;
  if (!attempt)
    return {
      kind: 'type',
      message: `no rule translates ${show(sourceOf(last)) ?? 'this'}`,
      rule: null,
      position: placeOf(sourceOf(last)),
    };
  const rule = attempt.rule.rule.name;
  const premise = failedPremise(attempt);
  const source = around === undefined ? undefined : sourceOf(around);
  if (premise && isInstance(premise) && premise.judgement.name === 'unfolds') {
    // The premise before says of which part of the source this is the type.
    const before = attempt.rule.premises[attempt.premise - 1]?.premise;
    const name = before && isInstance(before) ? isName(before.args[3] as Pattern) : undefined;
    const part = name === undefined ? source : valueOf(attempt, name);
    const type = attempt.got?.[1] ?? valueOf(attempt, isName(premise.args[2] as Pattern) ?? '');
    const wanted = { Record: 'a record', Arrow: 'a function', Ref: 'a reference', Int: 'an integer' };
    const tag = (premise.args[4] as Term).tag as keyof typeof wanted;
    return {
      kind: 'type',
      message: `expected ${wanted[tag] ?? tag}, but ${show(part)} has type ${show(type)}`,
      rule,
      position: placeOf(part),
    };
  }
  const e = source as Expr | undefined;
  if (rule === 'I-Proj') {
    const l = valueOf(attempt, 'l');
    const φ = valueOf(attempt, 'φ');
    const type = φ === undefined ? '' : `, of a record of type ${show(φ)}`;
    return {
      kind: 'type',
      message: `no field ${String(l)} in ${termTexts.value('', e)}${type}`,
      rule,
      position: placeOf(e),
    };
  }
  if (rule === 'I-Ext' || rule === 'I-Var' || rule === 'I-Loc')
    return { kind: 'scope', message: `unknown name ${show(e)}`, rule, position: placeOf(e) };
  return {
    kind: 'type',
    message: `${show(e) ?? '?'} does not fit: ${premise ? termTexts.pattern(premise, (m) => valueOf(attempt, m)) : 'not defined'}`,
    rule,
    position: placeOf(e),
  };
}

/** Why annotated code has no typing (sections 5 and 6), whatever latents are inferred. */
function typingFailure(levels: readonly Level[]): Told {
  const typed = [...levels].reverse().find((l) => ['types', 'typesFields'].includes(l.goal.judgement));
  const last = levels[levels.length - 1] as Level;
  const attempt = last.attempt ?? levels[levels.length - 2]?.attempt;
  const e = typed?.goal.inputs[5] as Expr | undefined;
  const position = placeOf(e) ?? placeOf(levels[0]?.goal.inputs[2]);
  if (last.attempt === undefined && e?.tag === 'Update')
    return { kind: 'latent', message: 'an update point where none may be reached', rule: 'T-Update', position };
  if (!attempt) return { kind: 'latent', message: `no rule types ${show(e) ?? 'this'}`, rule: null, position };
  const rule = attempt.rule.rule.name;
  const value = (m: string) => show(valueOf(attempt, m)) ?? String(valueOf(attempt, m));
  const premise = failedPremise(attempt);
  const call = premise !== undefined && isCall(premise) ? premise.call.info.name : undefined;
  if (rule === 'T-Con' && call === 'member')
    return {
      kind: 'latent',
      message: `${String(valueOf(attempt, 't'))} is not in the capability ${value('Δ1')}, in ${show(e)}`,
      rule,
      position,
    };
  if (rule === 'T-App' && call === 'below')
    return {
      kind: 'latent',
      message: `${value('e1')} may reach an update point, where none may be reached`,
      rule,
      position,
    };
  if (rule === 'H-Fun' && call === 'subset')
    return {
      kind: 'latent',
      message: `latent ${value('Δ')} is not within ${value('Δ1')}`,
      rule,
      position: placeOf(valueOf(attempt, 'e')),
    };
  const place = rule.startsWith('H-') ? placeOf(valueOf(attempt, 'e')) : position;
  return {
    kind: 'latent',
    message: premise ? termTexts.pattern(premise, (m) => valueOf(attempt, m)) : 'the conclusion is not defined',
    rule,
    position: place ?? position,
  };
}

/** The failure of a judgement on code, told to whoever wrote the code; `where` names the definition. */
export function tell(failure: Failure, file: string, where?: string): LoadError {
  const levels = chain(failure);
  const translating = levels.some((l) => sourceOf(l) !== undefined || l.goal.judgement === 'coerce');
  const told = translating ? translationFailure(levels) : typingFailure(levels);
  const message = where === undefined || translating ? told.message : `${where}: ${told.message}`;
  const error = loadError(told.kind, message, told.position, file, told.rule);
  behind.set(error, failure);
  return error;
}

const behind = new WeakMap<LoadError, Failure>();

/** The failed search that an error tells of; undefined for errors of reading. */
export const failureBehind = (e: LoadError): Failure | undefined => behind.get(e);
