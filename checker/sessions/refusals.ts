/** Which rule refuses a program or an update, at which place, and why in a sentence: read off the failed search. */
import { loadError, type ErrorKind, type LoadError } from '../../semantics/errors.ts';
import type { Term } from '../../semantics/grammar.ts';
import { positionOf, type Position } from '../../semantics/positions.ts';
import {
  sessions as grammar,
  type Global,
  type Local,
  type LocalBranches,
  type Process,
  type Sort,
  type Table,
} from '../../semantics/sessions/grammar.ts';
import { clash, illFormed, unbound, unguarded, visitedTwice, labelTwice } from '../../semantics/sessions/protocols.ts';
import { cycleIn } from '../../semantics/sessions/tables.ts';
import { print } from '../../semantics/sessions/syntax/print.ts';
import { doing, expectation, labels } from '../../semantics/sessions/words.ts';
import { subterms } from '../../semantics/traversal.ts';
import type { Failure } from '../derive.ts';
import { chain, valueOf, type Level } from '../explain.ts';
import { placeIn, withFailure } from '../tell.ts';

/** Rules that a refusal names; the others belong to lists, or stand for several of these. */
const named = new Set(
  `G-Closed G-Guard G-Msg G-Sort G-Bound G-Roles L-Wf M-Recv M-Send M-Rec M-At
   E-Var E-Int E-Bool E-Str E-Rec E-Field E-Arith E-Less E-Equal E-And E-Not
   T-Stop T-Send T-Recv T-If T-Let T-Call T-Update T-At D-Names D-After D-Guard D-Main
   U-Names U-Proc U-Bound U-Parts U-Entry`.split(/\s+/),
);

const ruleOf = (l: Level | undefined): string | undefined => l?.attempt?.rule.rule.name;

/** The level at which the rule that refuses is found, and the name it goes by (section 9). */
function refusing(levels: readonly Level[]): { readonly level: number; readonly rule: string } {
  for (let i = levels.length - 1; i >= 0; i--) {
    const { goal } = levels[i] as Level;
    const rule = ruleOf(levels[i]);
    if (goal.judgement === 'merges' && (rule === undefined || rule === 'M-Same')) return { level: i, rule: 'M-None' };
    if (rule === undefined || !named.has(rule)) continue;
    if (rule === 'G-Roles') return { level: i, rule: 'P-At' };
    if (rule === 'T-Call' && ruleOf(levels[i - 1]) === 'T-At') return { level: i - 1, rule: 'T-At' };
    if (rule === 'D-Main' && levels.some((l) => ruleOf(l) === 'Hand-Added')) return { level: i, rule: 'U-Entry' };
    return { level: i, rule };
  }
  return { level: levels.length - 1, rule: ruleOf(levels[0]) ?? levels[0]?.goal.judgement ?? '' };
}

const short = (text: string): string => (text.length > 100 ? `${text.slice(0, 99)}…` : text);
const show = (x: unknown): string => short(print(x as Local));
const list = (xs: readonly string[]): string => xs.join(', ');

const parts = subterms(grammar, ['Table', 'Code', 'Params', 'Parties', 'Parts', 'CodeParts', 'Entries']);
/** The last place where a name is given to a procedure, parameter, participant or entry, within the terms. */
function given(terms: readonly unknown[], name: string): Position | undefined {
  let found: Position | undefined;
  for (const term of terms) {
    if (typeof term !== 'object' || term === null || !('tag' in term)) continue;
    for (const part of parts(term as Term)) {
      const x = part as { readonly f?: string; readonly p?: string; readonly x?: string };
      if (x.f === name || x.p === name || x.x === name) {
        const at = positionOf(part);
        if (at !== undefined && (found === undefined || at.offset > found.offset)) found = at;
      }
    }
  }
  return found;
}

/** What the participant wrote that the failed goals are about: its table, or its part of an update. */
function writtenBy(levels: readonly Level[]): readonly unknown[] {
  for (let i = levels.length - 1; i >= 0; i--) {
    const l = levels[i] as Level;
    const value = (m: string): unknown => (l.attempt === undefined ? undefined : valueOf(l.attempt, m));
    switch (ruleOf(l)) {
      case 'D-Party':
        return [value('D')];
      case 'Code-Part':
        return [value('d')];
      case 'U-Entry':
      case 'Hand-Added':
        return [value('N'), value('D')];
    }
  }
  return [];
}

/** The two branches that a participant cannot tell apart: what each asks of it. */
export interface TwoBranches {
  readonly participant: string;
  /** The branch that does not fit, and those before it, which fit each other. */
  readonly label: string;
  readonly labels: readonly string[];
  /** What those before it ask together, and what it asks. */
  readonly before: Local;
  readonly after: Local;
}

/** What a failed merge was about, at the outermost choice; undefined where no merge failed. */
export function twoBranches(failure: Failure): TwoBranches | undefined {
  const levels = chain(failure);
  const at = levels.findIndex((l) => l.goal.judgement === 'merges');
  const above = at < 0 ? undefined : levels[at - 1];
  if (above?.attempt === undefined || ruleOf(above) !== 'P-More') return undefined;
  const value = (m: string) => valueOf(above.attempt as NonNullable<Level['attempt']>, m);
  // The branches before this one, the first of which P-Oth took.
  const labels: string[] = [];
  for (let i = at - 2; i >= 0; i--) {
    const { attempt } = levels[i] as Level;
    const rule = ruleOf(levels[i] as Level);
    if (attempt === undefined || (rule !== 'P-More' && rule !== 'P-Oth')) break;
    labels.unshift(valueOf(attempt, 'l') as string);
    if (rule === 'P-Oth') break;
  }
  return {
    participant: value('r') as string,
    label: value('l') as string,
    labels,
    before: value('L') as Local,
    after: value('L1') as Local,
  };
}

/** The argument of a call whose sort does not fit, where that is what fails. */
function argument(levels: readonly Level[], f: string): Told | undefined {
  const found = [...levels].reverse().find((l) => ruleOf(l) === 'T-Arg');
  const attempt = found?.attempt;
  if (attempt === undefined || valueOf(attempt, 'S1') === undefined || attempt.premise !== 1) return undefined;
  const [e, x, S, S1] = ['e', 'x', 'S', 'S1'].map((m) => valueOf(attempt, m));
  return {
    message: `the parameter ${String(x)} of ${f} has the sort ${show(S)}, and ${show(e)} has ${show(S1)}`,
    about: e,
  };
}

/** Two texts side by side, for a failed merge: a message, of letters that are all one column wide, wherever it is shown. */
export function sideBySide({ participant, label, labels, before, after }: TwoBranches): string[] {
  const left = wrapped(print(before));
  const right = wrapped(print(after));
  const head = labels.length > 1 ? `branches ${labels.join(', ')}` : `branch ${labels.join('')}`;
  const width = Math.max(...[head, ...left].map((l) => l.length));
  const lines = [`${head.padEnd(width)} │ branch ${label}`];
  for (let i = 0; i < Math.max(left.length, right.length); i++)
    lines.push(`${(left[i] ?? '').padEnd(width)} │ ${right[i] ?? ''}`);
  return [`${participant} is not told which branch was chosen, and would have to do both:`, ...lines];
}
function wrapped(text: string, width = 44): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length && lines.length < 12; at += width) lines.push(text.slice(at, at + width));
  return lines;
}

const isList = (x: unknown): boolean => ['Party', 'CodePart', 'Part', 'AddedPart'].includes((x as Term).tag);

interface Told {
  readonly message: string;
  /** The term it is about, where that is not the failed goal's. */
  readonly about?: unknown;
  readonly at?: Position | undefined;
}

function tell(levels: readonly Level[], level: number, rule: string, failure: Failure): Told {
  const { goal, attempt } = levels[level] as Level;
  const outer = levels.slice(0, level).reverse();
  const value = (m: string): unknown => (attempt === undefined ? undefined : valueOf(attempt, m));
  const G = goal.inputs[0] as Global;
  switch (rule) {
    case 'G-Closed': {
      const at = unbound.compute(G);
      const message =
        at.tag === 'GRec' ? `two recs bind ${at.t}` : `no rec binds the variable ${at.tag === 'GVar' ? at.t : ''}`;
      return { message, about: at };
    }
    case 'G-Guard': {
      const at = unguarded.compute(G);
      return { message: `there is no message between rec ${show(at)} and ${show(at)}`, about: at };
    }
    case 'G-Msg': {
      const at = clash.compute(G);
      if (at.tag !== 'Message') return { message: 'a message is not well formed' };
      return {
        message:
          at.p === at.q
            ? `${at.p} sends to itself`
            : `the label ${labelTwice(at.branches)} is there twice in a message from ${at.p} to ${at.q}`,
        about: at,
      };
    }
    case 'G-Sort':
      return { message: `a field is there twice in the sort ${show(goal.inputs[0] as Sort)}`, about: goal.inputs[0] };
    case 'G-Bound': {
      const at = visitedTwice.compute(G);
      return { message: `there are two boundaries ${at.tag === 'GAt' ? at.u : ''}`, about: at };
    }
    case 'P-At': {
      const [, z] = goal.inputs as [unknown, { readonly name: string }];
      return {
        message: `at the boundary ${z.name} everyone but one leader has to be about to receive, from the leader or from one who hears of it`,
        at: boundaryPlace(levels, z.name),
      };
    }
    case 'L-Wf': {
      const at = illFormed.compute(goal.inputs[0] as Local);
      const what =
        at.tag === 'LVar'
          ? `the variable ${at.t} is not bound, or not behind a message`
          : `a label is there twice in ${show(at)}`;
      return { message: what, about: at };
    }
    case 'M-None':
    case 'M-Send':
    case 'M-Recv':
    case 'M-Rec':
    case 'M-At': {
      const two = twoBranches(failure);
      const [a, b] = goal.inputs as [Local, Local];
      const why =
        rule === 'M-Recv'
          ? 'a label has two sorts'
          : rule === 'M-Send'
            ? 'it would have to choose by what it does not know'
            : `${show(a)} and ${show(b)} are different`;
      if (two === undefined) return { message: `${show(a)} and ${show(b)} cannot be merged: ${why}` };
      const message = `${two.participant} is not told which branch was chosen: '${show(two.before)}' for ${two.labels.join(', ')} and '${show(two.after)}' for ${two.label} cannot be merged, ${why}`;
      return { message };
    }
    case 'D-Names': {
      const names = goal.inputs[0] as readonly string[];
      const holder = outer[0];
      const missing = ruleOf(holder) === 'Program' && holder?.attempt?.premise === 2;
      const name = names[0] as string;
      const inside = writtenBy(levels.slice(0, level + 1));
      const there =
        given(inside, name) ?? outer.map((l) => given(l.goal.inputs.filter(isList), name)).find((x) => x !== undefined);
      return {
        message: missing ? `there is no participant ${list(names)}` : `${list(names)} is given twice`,
        at: missing ? placeIn(grammar, holder?.goal.inputs[0]) : there,
      };
    }
    case 'D-After': {
      const [, p, h] = goal.inputs as [unknown, string, { readonly u?: string }];
      return { message: `${p} is not at a boundary ${h.u ?? ''}`, about: h };
    }
    case 'D-Guard':
      return guardTold(goal, writtenBy(levels));
    case 'D-Main': {
      const [, p] = goal.inputs as [unknown, string];
      const L = value('L1');
      return L === undefined || value('L') === undefined
        ? { message: `${p} has no procedure main without parameters` }
        : { message: `main of ${p} does '${show(value('L'))}', and the protocol asks for '${show(L)}'` };
    }
    case 'T-Send':
    case 'T-Recv':
    case 'T-Stop':
    case 'T-At': {
      const [, , P, L] = goal.inputs as [unknown, unknown, Process, Local];
      const asked = expectation(L);
      const S = value('S');
      const S1 = value('S1');
      if (rule === 'T-Send' && P.tag === 'Send' && S !== undefined && S1 !== undefined)
        return { message: `${P.l} has the sort ${show(S)}, and ${show(P.e)} has ${show(S1)}` };
      if (rule === 'T-Recv' && P.tag === 'Recv') {
        const λ = value('λ') as LocalBranches | undefined;
        if (λ !== undefined) {
          const there = new Set<string>();
          const twice: string[] = [];
          for (let b = P.branches; b.tag === 'Branch'; b = b.rest) {
            if (there.has(b.l)) twice.push(b.l);
            there.add(b.l);
          }
          if (twice.length > 0) return { message: `the branch ${list(twice)} is there twice` };
          const lacks = labels(λ)
            .split(', ')
            .filter((l) => !there.has(l));
          return { message: `there is no branch for ${list(lacks)}: '${show(L)}' is expected here` };
        }
      }
      if (rule === 'T-Send' && P.tag === 'Send' && value('λ') !== undefined)
        return { message: `${P.q} is not sent ${P.l} here: '${show(L)}' is expected` };
      if (rule === 'T-At' && P.tag === 'Visit' && value('L1') !== undefined) {
        if (value('R') === undefined || levels[level + 1] === undefined)
          return { message: `${print(P.role)} is not the role at ${P.u}: '${show(L)}' is expected` };
        return (
          argument(levels, P.f) ?? {
            message: `${P.f} cannot go on at ${P.u} with these arguments: '${show(value('L1'))}' is expected`,
          }
        );
      }
      return { message: `the process ${doing(P)}, and ${asked} is expected here: '${show(L)}'` };
    }
    case 'T-If':
      return { message: 'the condition is no bool' };
    case 'T-Call': {
      const [, , P, L] = goal.inputs as [unknown, unknown, Process & { readonly tag: 'Call' }, Local];
      const L1 = value('L1');
      if (value('ξ') === undefined) return { message: `there is no procedure ${P.f}` };
      return attempt !== undefined && attempt.premise === 1
        ? (argument(levels, P.f) ?? { message: `the arguments of ${P.f} do not fit its parameters` })
        : { message: `${P.f} does '${show(L1)}', and '${show(L)}' is expected here` };
    }
    case 'E-Var':
      return { message: `there is no variable ${show(goal.inputs[1])}` };
    case 'E-Field':
      return { message: `there is no such field in ${show(goal.inputs[1])}` };
    case 'E-Rec':
      return { message: `a field is there twice in ${show(goal.inputs[1])}` };
    case 'E-Arith':
    case 'E-Less':
      return { message: `a side of ${show(goal.inputs[1])} is no int` };
    case 'E-And':
    case 'E-Not':
      return { message: `a part of ${show(goal.inputs[1])} is no bool` };
    case 'E-Equal':
      return { message: `the sides of ${show(goal.inputs[1])} do not have one sort, int, bool or str` };
    case 'U-Names': {
      const p = goal.inputs[1] as string;
      const D = value('D');
      return {
        message:
          D === undefined
            ? `${p} has no table in this version`
            : `${p} replaces a procedure that it does not have, or adds one that it has`,
        about: goal.inputs[2],
      };
    }
    case 'U-Proc': {
      const f = value('f') as string;
      const L1 = value('L1');
      if (L1 === undefined) return { message: `there is no ${f} to be replaced` };
      return attempt !== undefined && attempt.premise === 1
        ? { message: `${f} takes less than the procedure it replaces: the running code may call it with more` }
        : { message: `${f} does '${show(value('L'))}', which is no subtype of '${show(L1)}' that it did` };
    }
    case 'U-Bound':
      return {
        message: `${goal.inputs[1] as string} is no boundary of the protocol of that version`,
        about: outer[0]?.goal.inputs[1],
      };
    case 'U-Parts':
      return {
        message:
          'who takes part in the new protocol has to be at the boundary, or added; who is added has to be new; nobody else has a part',
        about: outer[0]?.goal.inputs[1],
      };
    case 'U-Entry':
      return entryTold(levels, level);
    default:
      return { message: `${rule} does not hold` };
  }
}

function guardTold(goal: Failure, written: readonly unknown[]): Told {
  const D = goal.inputs[0] as Table;
  const names = cycleIn(D);
  return {
    message: `${list(names)} ${names.length === 1 ? 'calls itself' : 'call each other'} without a message or a boundary between`,
    at: names.map((f) => given(written, f)).find((x) => x !== undefined),
  };
}

function entryTold(levels: readonly Level[], level: number): Told {
  const { goal, attempt } = levels[level] as Level;
  const value = (m: string): unknown => (attempt === undefined ? undefined : valueOf(attempt, m));
  if (ruleOf(levels[level]) === 'D-Main') {
    const p = goal.inputs[1] as string;
    return { message: `main of ${p}, which is added, does not do what the new protocol asks for` };
  }
  const p = value('p') as string;
  const place = goal.inputs[5];
  if (attempt !== undefined && attempt.premise <= 1)
    return { message: `${p} is at the boundary and has no part in the update`, about: place };
  if (value('D2') === undefined && attempt !== undefined && attempt.premise === 8)
    return {
      message: `a table of ${p} goes on behind the boundary as a procedure that it does not have`,
      about: place,
    };
  const inner = levels
    .slice(level + 1)
    .filter((l) => l.goal.judgement === 'entriesOk')
    .at(-1);
  const head = inner?.goal.inputs[3] as { readonly f?: string } | undefined;
  const f = head?.f ?? '';
  const a = inner?.attempt;
  const at = given([value('N')], f) ?? given([value('D')], f);
  if (a === undefined || a.premise === 0) return { message: `the entry of ${p} for ${f} is missing`, about: place, at };
  const g = valueOf(a, 'g') as string;
  if (a.premise === 1)
    return { message: `the entry of ${p} for ${f} is ${g}, which the new table does not have`, about: place, at };
  if (a.premise === 2)
    return {
      message: `the entry ${g} of ${p} does not take what ${f} was given: the parameters of ${f} are (${params(valueOf(a, 'ξ'))})`,
      about: place,
      at,
    };
  return {
    message: `the entry ${g} of ${p} does '${show(valueOf(a, 'L1'))}', and the new protocol asks for '${show(goalLocal(inner))}'`,
    about: place,
    at,
  };
}
const goalLocal = (l: Level | undefined): unknown => l?.goal.inputs[2];
function params(ξ: unknown): string {
  const all: string[] = [];
  for (
    let at = ξ as { tag: string; x: string; sort: Sort; rest: unknown };
    at.tag === 'Param';
    at = at.rest as typeof at
  )
    all.push(`${at.x} : ${print(at.sort)}`);
  return list(all);
}

const globals = subterms(grammar, ['Global', 'GlobalBranches']);
function boundaryPlace(levels: readonly Level[], u: string): Position | undefined {
  for (const l of levels)
    for (const x of l.goal.inputs) {
      const protocol =
        (x as Partial<Term>)?.tag === 'ProtocolUpdate' ? (x as unknown as { protocol: Term }).protocol : x;
      if (typeof protocol !== 'object' || protocol === null || !('tag' in protocol)) continue;
      if (!['GRec', 'GAt', 'Message'].includes((protocol as Term).tag)) continue;
      for (const part of globals(protocol as Term))
        if ((part as Global).tag === 'GAt' && (part as { u?: string }).u === u) return positionOf(part);
    }
  return undefined;
}

/** The main inputs of the failed goals, the innermost first: where something has a place. */
function placeOf(levels: readonly Level[], level: number): Position | undefined {
  for (let i = Math.min(level, levels.length - 1); i >= 0; i--) {
    const { goal } = levels[i] as Level;
    for (const x of [...goal.inputs].reverse()) {
      const tag = (x as Partial<Term> | null)?.tag;
      if (tag === undefined || /^(Env|Projections|Histories|EntryMap|ThreadMap|AssumedMap)/.test(tag)) continue;
      const at =
        tag === 'Proc'
          ? given(writtenBy(levels.slice(0, i)), (x as unknown as { readonly f: string }).f)
          : positionOf(x);
      if (at !== undefined) return at;
    }
  }
  return undefined;
}

const kindOf = (rule: string): ErrorKind =>
  rule.startsWith('G-') || rule === 'L-Wf'
    ? 'protocol'
    : rule.startsWith('M-') || rule.startsWith('P-')
      ? 'projection'
      : rule.startsWith('D-Names')
        ? 'duplicate'
        : rule === 'D-Guard'
          ? 'unguarded'
          : rule.startsWith('U-')
            ? 'update'
            : 'type';

/** The refusal of a program or an update as an error: its rule, its place in the file, a sentence. */
export function refusal(failure: Failure, file: string): LoadError {
  const levels = chain(failure);
  const { level, rule } = refusing(levels);
  const told = tell(levels, level, rule, failure);
  const position =
    told.at ??
    (told.about === undefined ? undefined : placeIn(grammar, told.about)) ??
    placeOf(levels, level) ??
    placeIn(grammar, failure.inputs[0]);
  return withFailure(loadError(kindOf(rule), told.message, position, file, rule), failure);
}
