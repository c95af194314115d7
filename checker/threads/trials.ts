/**
 * The theorems about offers, policies, reductions, updates that change nothing, valid updates, and what interrupts and versions keep (behaviours.md,
 * section 10: B3 to B7, B9), tried on all interleavings of generated programs with threads. A trial says what is wrong, or counts what it compared.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Theorem } from '../../rules/theorem.ts';
import type { Chooser, RandomChooser } from '../generate/choose.ts';
import { emptyTally } from '../hunt/tally.ts';
import { exploration } from '../hunt/exploration.ts';
import { Trial } from '../hunt/trial.ts';
import { parseProperties, type Property } from '../explore/parse.ts';
import { validity } from '../explore/validity.ts';
import { verdictOf } from '../explore/variants.ts';
import { outcomesOf, type Outcome } from '../explore/outcomes.ts';
import { Space } from '../explore/space.ts';
import { unexpected } from '../explore/traces.ts';
import { reduced, symmetric } from '../explore/wrap.ts';
import { threads } from '../../rules/threads/system.ts';
import { examine, read } from './hunting.ts';
import { renewed } from './renewed.ts';
import { sample, type Sample } from './samples.ts';
import { ThreadSpace, type Offer, type PolicyName } from './space.ts';

/** States of one space that are looked at; programs with more are left out. */
const mostStates = 4_000;

export interface ThreadTrial {
  /** Spaces that were compared, by theorem; nothing for a program that does not load, or is too large. */
  readonly compared: ReadonlyMap<string, number>;
  /** Of what was compared, how often there was an update applied in one outcome. */
  readonly updated: number;
  readonly wrong?: string;
}

/** What is done otherwise than it should: by variants that are to be refuted. */
export interface ThreadTrialOptions {
  readonly space?: (space: ThreadSpace) => ThreadSpace;
}

/** The value of an update point is not looked at: it says whether the update was applied. */
const blind = (text: string): string => text.replace(/\bupdate\b/g, '(update; 0)');

/** An update that replaces the functions of a program by themselves. */
const unchanged = (program: string): string =>
  `update\n${program
    .split('\n')
    .filter((line) => line.startsWith('fun '))
    .join('\n')}`;

class Spaces {
  private readonly known = new Map<string, Space | null>();
  private loaded: ReturnType<typeof read> | null = null;
  constructor(
    private readonly of: Sample,
    private readonly options: ThreadTrialOptions,
  ) {}

  /** The space, explored to its end; null where it is too large or the program does not load. */
  space(policy: PolicyName, offer: Offer, shrink?: 'reduced' | 'symmetric' | 'both'): Space | null {
    const key = `${policy} ${offer} ${shrink}`;
    let found = this.known.get(key);
    if (found !== undefined) return found;
    this.loaded = this.loaded === null ? read(threads, this.of) : this.loaded;
    const { loaded } = this;
    found = null;
    if (loaded !== undefined) {
      const made = new ThreadSpace(loaded.config, loaded.queue, { policy, offer });
      const base = this.options.space?.(made) ?? made;
      const alike = shrink === 'symmetric' || shrink === 'both' ? symmetric(base) : base;
      const space = new Space(shrink === 'reduced' || shrink === 'both' ? reduced(alike) : alike, {
        limit: mostStates,
      }).explore();
      found = space.complete ? space : null;
    }
    this.known.set(key, found);
    return found;
  }

  outcomes(policy: PolicyName, offer: Offer): ReadonlySet<string> | undefined {
    const space = this.space(policy, offer);
    return space === null ? undefined : texts(outcomesOf(space).outcomes);
  }
}

const texts = (list: readonly Outcome[]): ReadonlySet<string> => new Set(list.map((o) => JSON.stringify(o)));
const beyond = (a: ReadonlySet<string>, b: ReadonlySet<string>): string[] => [...a].filter((x) => !b.has(x));
const isDeadlock = (text: string): boolean => (JSON.parse(text) as Outcome).end === 'deadlock';

/** What of the outcomes under one thing is not there under another; nothing where one of them is not known. */
type Found = string | undefined;

function offersAgree(spaces: Spaces, policy: PolicyName): Found | null {
  const [now, arrive, any] = (['now', 'arrive', 'any'] as const).map((offer) => spaces.outcomes(policy, offer));
  if (now === undefined || arrive === undefined || any === undefined) return null;
  const [lost] = beyond(now, arrive);
  if (lost !== undefined) return `${policy}: with now and not with arrive: ${lost}`;
  const [never] = beyond(any, arrive);
  if (never !== undefined) return `${policy}: with any and not with arrive: ${never}`;
  const extra = beyond(arrive, any).filter((o) => policy !== 'barrier' || !isDeadlock(o));
  return extra[0] === undefined ? undefined : `${policy}: with arrive and not with any: ${extra[0]}`;
}

function policiesAgree(spaces: Spaces): Found | null {
  const order = ['barrier', 'own-static', 'all', 'interrupt'] as const;
  const sets = order.map((policy) => spaces.outcomes(policy, 'any'));
  for (let i = 0; i + 1 < order.length; i++) {
    const [a, b] = [sets[i], sets[i + 1]];
    if (a === undefined || b === undefined) return null;
    const [extra] = beyond(a, b).filter((o) => order[i + 1] !== 'interrupt' || !isDeadlock(o));
    if (extra !== undefined) return `with ${order[i]} and not with ${order[i + 1]}: ${extra}`;
  }
  return undefined;
}

function reductionsAgree(spaces: Spaces, policy: PolicyName, offer: Offer): Found | null {
  const whole = spaces.outcomes(policy, offer);
  if (whole === undefined) return null;
  for (const shrink of ['reduced', 'symmetric', 'both'] as const) {
    const space = spaces.space(policy, offer, shrink);
    if (space === null) return null;
    const small = texts(outcomesOf(space).outcomes);
    const [other] = [...beyond(whole, small), ...beyond(small, whole)];
    if (other !== undefined) return `${policy}, ${offer}: ${shrink} differs in ${other}`;
  }
  return undefined;
}

function nothingChanges(program: string, policy: PolicyName, options: ThreadTrialOptions): Found | null {
  const same = new Spaces({ program, updates: [unchanged(program)] }, options).space(policy, 'any');
  const old = new Spaces({ program, updates: [] }, options).space(policy, 'any');
  if (same === null || old === null) return null;
  const bare = (space: Space) => texts(outcomesOf(space).outcomes.map((o) => ({ ...o, applied: 0 })));
  const [extra] = beyond(bare(same), bare(old));
  if (extra !== undefined) return `${policy}: an update that changes nothing adds ${extra}`;
  const traces = unexpected(same, [old], new Set(['out', 'v', 'w', 'l']));
  return traces.verdict === 'found'
    ? `${policy}: an update that changes nothing adds ${traces.trace?.join(', ')}`
    : undefined;
}

const policies = ['all', 'barrier', 'own-static', 'interrupt'] as const;
const offers = ['any', 'now', 'arrive'] as const;

/** Tries B3 to B6 on one generated program. */
export function behavioursTrial(c: Chooser, options: ThreadTrialOptions = {}): ThreadTrial {
  const { program: text, updates } = sample(c);
  const program = blind(text);
  const compared = new Map<string, number>();
  const spaces = new Spaces(
    { program, updates: updates.map((u) => u.replace(/= update(;|$)/gm, '= (update; 0)$1')) },
    options,
  );
  const one = new Spaces({ program, updates: updates.slice(0, 1) }, options);
  const policy = policies[c.choose(policies.length)] as PolicyName;
  const all: readonly (readonly [string, () => Found | null])[] = [
    ['B3', () => offersAgree(spaces, policy)],
    ['B4', () => policiesAgree(one)],
    ['B5', () => reductionsAgree(spaces, policy, offers[c.choose(offers.length)] as Offer)],
    ['B6', () => nothingChanges(program, [...policies, 'versions' as const][c.choose(5)] as PolicyName, options)],
  ];
  for (const [theorem, tried] of all) {
    const found = tried();
    if (found === null) continue;
    compared.set(theorem, (compared.get(theorem) ?? 0) + 1);
    if (found !== undefined)
      return { compared, updated: 0, wrong: `${theorem}: ${found}\n${program}\n${updates.join('\n')}` };
  }
  const applied = spaces.outcomes('all', 'any');
  return { compared, updated: [...(applied ?? [])].some((o) => /"applied":[1-9]/.test(o)) ? 1 : 0 };
}

/** What a trial of validity decides with; by variants that are to be refuted. */
export interface ValidityOptions {
  readonly validity?: typeof validity;
}

const readFormula = (text: string): Property => {
  const parsed = parseProperties(text, 'generated');
  if (isLeft(parsed)) throw new Error(`a generated property does not parse: ${text}`);
  return parsed.right[0] as Property;
};
const holds = (space: Space, text: string): boolean => verdictOf(space, readFormula(text)).verdict === 'holds';

/** Invariants of a space: what its values are, each by itself and two together, and others at random. */
function invariantsOf(c: Chooser, space: Space, values: readonly string[]): readonly string[] {
  const numbers = [0, 1, 2];
  const said = (parts: readonly string[]) => parts.filter((p) => holds(space, `reachable ${p}`)).join(' | ');
  const each = values.map((z) => said(numbers.map((n) => `${z} = ${n}`)));
  const [a, b] = [values[0] as string, values[values.length - 1] as string];
  const together = said(numbers.flatMap((n) => numbers.map((m) => `(${a} = ${n} & ${b} = ${m})`)));
  const atom = () => `${values[c.choose(values.length)]} ${['=', '!=', '<'][c.choose(3)]} ${c.choose(3)}`;
  const random = Array.from({ length: 6 }, () =>
    c.choose(2) === 0 ? `(${atom()} | ${atom()})` : `(${atom()} -> ${atom()} | ${atom()})`,
  );
  return [...each, together, ...random].filter((f) => f !== '' && holds(space, `invariant ${f}`));
}

/** B7 on one generated system: what is an invariant of the new program is one of the updated system in the end, if the update is valid. */
export function validityTrial(c: Chooser, options: ValidityOptions = {}): ThreadTrial {
  const { program, updates, fresh, values } = renewed(c);
  const compared = new Map<string, number>();
  const policy = [...policies, 'versions' as const][c.choose(5)] as PolicyName;
  const updated = new Spaces({ program, updates }, {}).space(policy, 'any');
  const after = new Spaces({ program: fresh, updates: [] }, {}).space(policy, 'any');
  if (updated === null || after === null) return { compared, updated: 0 };
  compared.set('B7 systems', 1);
  const valid = (options.validity ?? validity)(updated, after);
  if (valid.updated === 0 || valid.verdict !== 'holds') return { compared, updated: Number(valid.updated > 0) };
  compared.set('B7 valid', 1);
  // What nobody reads any more may stay pending; the new program has nothing pending.
  const pending = [...new Set(values.map((z) => `pending(${z.split('.')[0]})`))].join(' | ');
  for (const f of invariantsOf(c, after, values)) {
    compared.set('B7', (compared.get('B7') ?? 0) + 1);
    if (!holds(updated, `ltl G (updated -> F G (${f} | ${pending}))`)) {
      const wrong = `B7: ${policy}: valid, and not ${f} in the end\n${program}\n${updates.join('\n')}\n-- new\n${fresh}`;
      return { compared, updated: 1, wrong };
    }
  }
  return { compared, updated: 1 };
}

/** The theorems of threads that hold with policies interrupt and versions as well (B9). */
export const ofModels = ['TT1', 'TT2', 'TT6', 'TT7', 'TT8i', 'TT8v', 'TT9', 'TT12', 'TT15'];

/** B9 on one generated program. @param theorems those of threads, by their names. */
export function modelsTrial(c: RandomChooser, theorems: ReadonlyMap<string, Theorem>): ThreadTrial {
  const { program, updates } = sample(c);
  const compared = new Map<string, number>();
  const loaded = read(threads, { program, updates });
  if (loaded === undefined) return { compared, updated: 0 };
  const tally = emptyTally();
  const trials = new Map(ofModels.map((t) => [t, new Trial(threads, theorems.get(t) as Theorem)]));
  const hunt = exploration({ system: threads, huntingGround: {}, chooser: c, trials, tally, episode: 0 });
  for (const policy of ['interrupt', 'versions'] as const) {
    const space = examine(hunt, loaded, { policy, offer: offers[c.choose(offers.length)] as Offer });
    if (space.complete) compared.set('B9', (compared.get('B9') ?? 0) + 1);
    const [fall] = tally.falls;
    if (fall !== undefined)
      return { compared, updated: 0, wrong: `B9: ${fall.theorem} with ${policy}\n${program}\n${updates.join('\n')}` };
  }
  for (const [t, times] of tally.tests) compared.set(t, times);
  return { compared, updated: Number((tally.tags.get('updates applied') ?? 0) > 0) };
}
