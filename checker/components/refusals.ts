/** Which rule refuses a system or an update, at which place, and why in a sentence: read off the failed search. */
import { loadError, type LoadError } from '../../semantics/errors.ts';
import {
  components as grammar,
  type Classes,
  type Expr,
  type Formats,
  type Items,
  type Methods,
  type Params,
  type World,
} from '../../semantics/components/grammar.ts';
import { methodIn, wrongName } from '../../semantics/components/classes.ts';
import { print } from '../../semantics/components/syntax/print.ts';
import { positionOf, type Position } from '../../semantics/positions.ts';
import { components } from '../../rules/components/system.ts';
import type { Failure } from '../derive.ts';
import { chain, valueOf, type Level } from '../explain.ts';
import { placeIn, tellFailure, withFailure } from '../tell.ts';
import { componentsTermTexts } from './term-texts.ts';

const ruleOf = (l: Level | undefined): string | undefined => l?.attempt?.rule.rule.name;
const short = (text: string): string => (text.length > 100 ? `${text.slice(0, 99)}…` : text);
const show = (x: unknown): string => short(print(x as Expr));
const plural = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

const length = (list: { readonly tag: string }): number => {
  let n = 0;
  for (let at = list as { readonly rest?: typeof list }; at.rest !== undefined; at = at.rest as typeof at) n++;
  return n;
};

/** What is wrong, in a sentence, by the innermost rule that has words of its own. */
function tell(levels: readonly Level[]): string | undefined {
  let otherwise: string | undefined;
  for (let i = levels.length - 1; i >= 0; i--) {
    const l = levels[i] as Level;
    const { attempt, goal } = l;
    if (attempt === undefined) {
      // No rule fits at all.
      const main = goal.inputs[2];
      if (goal.judgement === 'types') {
        const e = main as Expr;
        if (e.tag === 'Self') return 'self is for methods';
        if (e.tag === 'Next') return 'next is for adaptors';
        return undefined;
      }
      if (goal.judgement === 'subtype')
        otherwise ??= `${show(goal.inputs[1])} is no subtype of ${show(goal.inputs[2])}`;
      continue;
    }
    const value = (m: string): unknown => valueOf(attempt, m);
    const got = attempt.got;
    const other = (k: number): string => (got === undefined ? '' : show(got[k]));
    switch (attempt.rule.rule.name) {
      case 'T-Var':
        return `${value('x') as string} is neither a variable nor an object`;
      case 'T-Nil':
        return `${show(value('τ'))} names a class that does not exist`;
      case 'T-Obj':
        return `there is no object ${value('o') as string}`;
      case 'T-Rec':
        return attempt.premise === 0 ? 'a record has a label twice' : undefined;
      case 'T-Proj':
        if (attempt.premise === 0 && got !== undefined) return `${other(1)} is no record`;
        return attempt.premise === 1 ? `there is no label ${value('l') as string}` : undefined;
      case 'T-Item':
      case 'T-Cons':
        if (got !== undefined) return `${other(1)} is no list`;
        return attempt.premise === 2 ? `${show(value('τ'))} and ${show(value('τ1'))} do not go together` : undefined;
      case 'T-Op':
        return got === undefined ? undefined : `${other(1)} is no int`;
      case 'T-If':
        if (got !== undefined) return `${other(1)} is no int`;
        return attempt.premise === 4
          ? `the branches have the types ${show(value('τ'))} and ${show(value('τ1'))}`
          : undefined;
      case 'T-Fold':
        if (got !== undefined) return `${other(1)} is no list`;
        if (attempt.premise === 0) return `${show(value('τ'))} names a class that does not exist`;
        if (attempt.premise === 2) return `${show(value('τ1'))} is no subtype of ${show(value('τ'))}`;
        return attempt.premise === 5 ? `${show(value('τ3'))} is no subtype of ${show(value('τ'))}` : undefined;
      case 'T-While':
        if (attempt.premise === 0) return 'while is for methods, adaptors and threads';
        return got === undefined ? undefined : `${other(1)} is no int`;
      case 'T-Get':
        return `there is no field ${value('f') as string} that may be read here`;
      case 'T-Set':
        if (attempt.premise === 0) return `there is no field ${value('f') as string} that may be written here`;
        return attempt.premise === 2 ? `${show(value('τ'))} is no subtype of ${show(value('τ1'))}` : undefined;
      case 'T-New':
        return attempt.premise === 0
          ? 'new is for methods, adaptors and threads'
          : `there is no class ${value('C') as string}`;
      case 'T-Send':
      case 'T-Call':
        if (attempt.premise === 0) return 'calls are for methods, adaptors and threads';
        if (attempt.premise === 1 && got !== undefined) return `${other(1)} is no object`;
        if (attempt.premise === attempt.rule.premises.length - 2)
          return `${value('C') as string}@${String(value('j') ?? value('k'))} has no method ${value('m') as string}`;
        if (attempt.premise === attempt.rule.premises.length - 1) {
          const [n, k] = [length(value('ξ') as Params), length(value('a') as Items)];
          if (n !== k) return `${value('m') as string} takes ${plural(n, 'argument')}`;
        }
        continue;
      case 'T-Arg':
        return attempt.premise === 1 ? `${show(value('τ1'))} is no subtype of ${show(value('τ'))}` : undefined;
      case 'U-Names':
        return wrongName(value('Ω') as World, value('θ') as Formats, value('χ') as Classes);
      case 'Fields-Each':
        if (attempt.premise === 0) return `${show(value('τ'))} names a class that does not exist`;
        if (attempt.premise === 2)
          return `field ${value('f') as string} is of type ${show(value('τ'))}, its initial value of ${show(value('τ1'))}`;
        continue;
      case 'Code-Each':
        if (attempt.premise <= 1) return `${value('m') as string} has a type that names a class that does not exist`;
        if (attempt.premise === 3)
          return `${value('m') as string} gives ${show(value('τ'))}, its body ${show(value('τ1'))}`;
        continue;
      case 'Export-Each':
        if (attempt.premise === 0) return `there is no format ${value('F') as string}`;
        if (attempt.premise === 2)
          return `format ${value('F') as string} is ${show(value('τ'))}, the export gives ${show(value('τ1'))}`;
        continue;
      case 'Import-Each':
        if (attempt.premise === 0) return `there is no format ${value('F') as string} to import`;
        if (attempt.premise === 1) return `an import gives exactly the fields of its class, once each`;
        continue;
      case 'Gives-Each':
        if (attempt.premise === 0) return `there is no field ${value('f') as string}`;
        if (attempt.premise === 2)
          return `field ${value('f') as string} is of type ${show(value('τ'))}, it is given ${show(value('τ1'))}`;
        continue;
      case 'U-Transfer': {
        const [C, n] = [value('C') as string, value('n') as bigint];
        return n === 0n
          ? `${C} is new: there is nothing to import from`
          : `${C}@${n} imports nothing that ${C}@${n - 1n} exports`;
      }
      case 'U-Iface':
        if (attempt.premise === 1) {
          for (let M = value('M1') as Methods; M.tag === 'Method'; M = M.rest)
            if (methodIn(value('M2') as Methods, M.m) === undefined)
              return `${M.m} is adapted, and was not there before`;
        }
        continue;
      case 'Offers-Same':
      case 'Offers-Adapted':
        if (
          methodIn(value('M1') as Methods, value('m') as string) === undefined &&
          attempt.rule.rule.name === 'Offers-Same'
        )
          return `method ${value('m') as string} of the version before is neither there nor adapted`;
        return `method ${value('m') as string} does not have the type that it had`;
      case 'Formats-Each':
        return `format ${value('F') as string} names a class that does not exist`;
      case 'Objects-Each':
        if (attempt.premise === 0) return `there is no class ${value('C') as string}`;
        continue;
    }
  }
  return otherwise;
}

/** The rule that a refusal names: the U-rule of the way, or else the innermost one. */
function refusing(levels: readonly Level[]): string | undefined {
  for (let i = levels.length - 1; i >= 0; i--) {
    const goal = (levels[i] as Level).goal.judgement;
    const rule = ruleOf(levels[i]);
    if (rule?.startsWith('U-') && rule !== 'U-Request') return rule;
    const by = byJudgement[goal];
    if (by !== undefined) return by;
  }
  return undefined;
}
/** Where no rule of these judgements applies, the one that concludes them is named. */
const byJudgement: Readonly<Record<string, string>> = {
  namesOk: 'U-Names',
  fieldsOk: 'U-Fields',
  codeOk: 'U-Code',
  formatsOk: 'U-Formats',
  formatsKnown: 'U-Formats',
  transferOk: 'U-Transfer',
  ifaceOk: 'U-Iface',
};

/** Where the class that a refusal is about is named. */
function classPlace(levels: readonly Level[]): Position | undefined {
  for (let i = levels.length - 1; i >= 0; i--)
    for (const x of (levels[i] as Level).goal.inputs) {
      if (typeof x !== 'object' || x === null || (x as { tag?: string }).tag !== 'Class') continue;
      const at = positionOf(x);
      if (at !== undefined) return at;
    }
  return undefined;
}

/** The refusal of a system or an update. @param whole what was refused: its place is that of errors without one. */
export function refusal(failure: Failure, file: string, whole?: unknown): LoadError {
  const levels = chain(failure);
  const inner = [...levels].reverse().find((l) => l.attempt !== undefined)?.attempt?.rule.rule.name ?? null;
  const rule = refusing(levels) ?? inner;
  const message = tell(levels) ?? tellFailure(components, failure, file, componentsTermTexts).message;
  let position: Position | undefined;
  for (let i = levels.length - 1; i >= 0 && position === undefined; i--) {
    const { goal } = levels[i] as Level;
    // What is wrong with arguments is told of their call.
    if (goal.judgement === 'fits') continue;
    const main = components.judgements.find((j) => j.name === goal.judgement)?.main ?? 0;
    if (!['World', 'System', 'Config'].includes((goal.inputs[main] as { tag?: string } | undefined)?.tag ?? ''))
      position = placeIn(grammar, goal.inputs[main]);
  }
  position ??= classPlace(levels) ?? placeIn(grammar, whole);
  return withFailure(loadError('type', message, position, file, rule), failure);
}
