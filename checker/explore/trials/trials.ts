/**
 * The theorems about what decides verdicts (behaviours.md, section 10), tried on small generated systems against
 * definitions: runs that are looked at one by one, sets of traces that are listed. A trial says what is wrong, or nothing.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Chooser } from '../../generate/choose.ts';
import type { Checked } from '../check.ts';
import { holdsOn } from '../evaluate.ts';
import type { Formula } from '../formula.ts';
import { outcomesOf } from '../outcomes.ts';
import { parseProperties, type Kind, type Property } from '../parse.ts';
import type { Lasso } from '../product.ts';
import { kept, keptBySymmetry } from '../keeps.ts';
import { resolve } from '../resolve.ts';
import { Space } from '../space.ts';
import { environment, together, type TransitionSystem } from '../system.ts';
import { observed, unexpected } from '../traces.ts';
import { verdictOf } from '../variants.ts';
import { wrongWith, type Trace } from '../witness.ts';
import { reduced, symmetric } from '../wrap.ts';
import { generateFormula, generateProgram, programText, systemOf, variables, type Program } from './systems.ts';

export type Decide = (space: Space, property: Property) => Checked;

/** What a trial did, for counting; `wrong` where the theorem falls. */
export interface Trial {
  readonly verdicts: number;
  readonly counterexamples: number;
  readonly wrong?: string;
}

const property = (kind: Kind, text: string): Property => {
  const parsed = parseProperties(`${kind} ${text}`, 'generated');
  if (isLeft(parsed)) throw new Error(`a generated formula does not parse: ${text}`);
  return parsed.right[0] as Property;
};

/** A run of a space as labels. */
export const traceOf = (space: Space, { path, cycle }: Lasso): Trace => ({
  prefix: space.labelled(path.labels),
  cycle: space.labelled(cycle.labels),
});

const telling = (program: Program, p: Property, what: string): string =>
  `${what}\n${p.kind} ${p.text}\n${programText(program)}`;

/** A random run that repeats, from the start: the numbers of edges; undefined where the walk did not come round. */
function randomLasso(space: Space, c: Chooser): { path: number[]; cycle: number[]; last: number } | undefined {
  const edges: number[] = [];
  const places = new Map<number, number>([[0, 0]]);
  let s = 0;
  for (let n = 0; n < 40; n++) {
    if (space.terminal(s)) return { path: edges, cycle: [], last: s };
    const e = space.first(s) + c.choose(space.first(s + 1) - space.first(s));
    edges.push(e);
    s = space.target(e);
    const before = places.get(s);
    // Now and then the run goes on though it could repeat: cycles need not be simple.
    if (before !== undefined && c.choose(3) > 0)
      return { path: edges.slice(0, before), cycle: edges.slice(before), last: s };
    places.set(s, edges.length);
  }
  return undefined;
}

/** Weak fairness from its definition, on a cycle of edges. */
function fairCycle(space: Space, cycle: readonly number[], last: number): boolean {
  const { system } = space;
  const states = [last, ...cycle.slice(0, -1).map((e) => space.target(e))];
  const actorsOf = (edge: number): string => system.label(space.labelOf(edge)).actor;
  const able = (s: number, a: string): boolean => {
    for (let e = space.first(s); e < space.first(s + 1); e++)
      if (actorsOf(e) === a || (actorsOf(e) === together && system.actors(space.state(s)).includes(a))) return true;
    return false;
  };
  const all = new Set(states.flatMap((s) => system.actors(space.state(s))));
  return [...all].every(
    (a) =>
      a === environment || cycle.some((e) => [a, together].includes(actorsOf(e))) || states.some((s) => !able(s, a)),
  );
}

/** Whether a formula holds of a run of the space, from the definition. */
function holdsOfRun(space: Space, f: Formula, run: { path: number[]; cycle: number[]; last: number }): boolean {
  const readers = resolve(f, space.system);
  if (isLeft(readers)) throw new Error('a generated formula has names that mean nothing');
  const position = (s: number, edge: number | undefined) => (n: number) => {
    const reader = readers.right[n];
    if (reader?.on === 'state') return reader.holds(space.state(s));
    if (reader?.on === 'end') return space.terminal(s) && space.end(s) === reader.what;
    return edge !== undefined && reader?.on === 'step' && reader.holds(space.system.label(space.labelOf(edge)));
  };
  const along = (edges: readonly number[], from: number) =>
    edges.map((e, i) => position(i === 0 ? from : space.target(edges[i - 1] as number), e));
  const turning = run.path.length === 0 ? 0 : space.target(run.path[run.path.length - 1] as number);
  const cycle = run.cycle.length > 0 ? along(run.cycle, turning) : [position(run.last, undefined)];
  return holdsOn(f, { path: along(run.path, 0), cycle });
}

const spaceLimit = 3000;

/** B1: a counterexample is a run on which the formula is false; where the verdict is `holds`, runs satisfy it. */
export function verdictsTrial(c: Chooser, decide: Decide = verdictOf): Trial {
  const program = generateProgram(c);
  const system = systemOf(program);
  const space = new Space(system, { limit: spaceLimit }).explore();
  let counterexamples = 0;
  const kinds: readonly Kind[] = ['ltl', 'unfair'];
  let verdicts = 0;
  const runs = Array.from({ length: 20 }, () => randomLasso(space, c));
  for (let n = 0; n < 4; n++) {
    const p = property(kinds[c.choose(2)] as Kind, generateFormula(c, { size: 1 + c.choose(6) }));
    const checked = decide(space, p);
    verdicts++;
    if (checked.run !== null) {
      counterexamples++;
      const wrong = wrongWith(system, p, traceOf(space, checked.run));
      if (wrong !== undefined) return { verdicts, counterexamples, wrong: telling(program, p, wrong) };
    }
    if (checked.verdict !== 'holds') continue;
    for (const run of runs) {
      if (run === undefined || (p.kind === 'ltl' && run.cycle.length > 0 && !fairCycle(space, run.cycle, run.last)))
        continue;
      if (!holdsOfRun(space, p.formula, run))
        return {
          verdicts,
          counterexamples,
          wrong: telling(program, p, `holds, but not of a run of ${run.path.length} and ${run.cycle.length} steps`),
        };
    }
  }
  return { verdicts, counterexamples };
}

/** The distance of the nearest position where a formula without temporal operators holds, by trying layer after layer. */
function nearest(space: Space, p: Property): number | undefined {
  const wanted = p.kind === 'reachable';
  const steps = /write|update\b|update\(|step|rule|request/.test(p.text.replace(/updated|at\(\d, update\)/g, ''));
  let layer = new Set([0]);
  const seen = new Set(layer);
  for (let depth = 0; layer.size > 0; depth++) {
    const next = new Set<number>();
    let later = false;
    for (const s of layer) {
      const at = (edges: number[], last: number): boolean => {
        const position = { path: edges, cycle: [], last };
        return holdsOfPosition(space, p.formula, s, position.path[0]) === wanted;
      };
      if ((!steps || space.terminal(s)) && at([], s)) return depth;
      for (let e = space.first(s); e < space.first(s + 1); e++) {
        if (steps && at([e], s)) later = true;
        if (!seen.has(space.target(e))) {
          seen.add(space.target(e));
          next.add(space.target(e));
        }
      }
    }
    if (later) return depth + 1;
    layer = next;
  }
  return undefined;
}

function holdsOfPosition(space: Space, f: Formula, s: number, edge: number | undefined): boolean {
  const readers = resolve(f, space.system);
  if (isLeft(readers)) throw new Error('a generated formula has names that mean nothing');
  const atom = (n: number): boolean => {
    const reader = readers.right[n];
    if (reader?.on === 'state') return reader.holds(space.state(s));
    if (reader?.on === 'end') return space.terminal(s) && space.end(s) === reader.what;
    return edge !== undefined && reader?.on === 'step' && reader.holds(space.system.label(space.labelOf(edge)));
  };
  return holdsOn(f, { path: [], cycle: [atom] });
}

/** B2: `invariant φ`, `ltl G φ`, `unfair G φ` agree, `reachable !φ` is the opposite; counterexamples are shortest. */
export function kindsTrial(c: Chooser, decide: Decide = verdictOf): Trial {
  const program = generateProgram(c);
  const system = systemOf(program);
  const space = new Space(system, { limit: spaceLimit }).explore();
  const text = generateFormula(c, { size: 1 + c.choose(4), temporal: false });
  const invariant = property('invariant', text);
  const checked = decide(space, invariant);
  const counterexamples = checked.run === null ? 0 : 1;
  const verdicts = 4;
  const wrong = (what: string): Trial => ({ verdicts, counterexamples, wrong: telling(program, invariant, what) });
  for (const kind of ['ltl', 'unfair'] as const) {
    const { verdict } = decide(space, property(kind, `G (${text})`));
    if (verdict !== checked.verdict) return wrong(`${checked.verdict}, and ${kind} G of it ${verdict}`);
  }
  const opposite = decide(space, property('reachable', `!(${text})`));
  if ((opposite.verdict === 'holds') !== (checked.verdict === 'fails'))
    return wrong(`${checked.verdict}, and reachable of its opposite ${opposite.verdict}`);
  const shortest = nearest(space, invariant);
  if (shortest !== checked.run?.path.labels.length)
    return wrong(`a path of ${checked.run?.path.labels.length ?? 'no'} steps, the shortest has ${shortest ?? 'none'}`);
  if (checked.run !== null) {
    const mistake = wrongWith(system, invariant, traceOf(space, checked.run));
    if (mistake !== undefined) return wrong(mistake);
  }
  return { verdicts, counterexamples };
}

/** How a system is made smaller; for the variants that are to be refuted. */
export type Shrink = (system: TransitionSystem) => TransitionSystem;

/** B5: the smaller space has the same outcomes and deadlocks, and what section 9 says it keeps has the same verdicts. */
export function reductionTrial(c: Chooser, shrink: Shrink = reduced, keeps = kept): Trial {
  const program = generateProgram(c);
  const system = systemOf(program);
  const whole = new Space(system, { limit: spaceLimit }).explore();
  const small = new Space(shrink(system), { limit: spaceLimit }).explore();
  const wrong = (what: string): Trial => ({
    verdicts: 0,
    counterexamples: 0,
    wrong: `${what}\n${programText(program)}`,
  });
  const [a, b] = [outcomesOf(whole), outcomesOf(small)];
  if (JSON.stringify(a.outcomes) !== JSON.stringify(b.outcomes)) return wrong('other outcomes');
  let verdicts = 0;
  for (const kind of ['invariant', 'reachable', 'unfair'] as const) {
    const p = property(kind, generateFormula(c, { size: 1 + c.choose(5), temporal: kind === 'unfair', reduced: true }));
    if (keeps(p) !== undefined) continue;
    const [v, w] = [verdictOf(whole, p).verdict, verdictOf(small, p).verdict];
    verdicts++;
    if (v !== w) return wrong(`${p.kind} ${p.text}: ${v}, in the smaller space ${w}`);
  }
  return { verdicts, counterexamples: 0 };
}

export const symmetryTrial = (c: Chooser): Trial => reductionTrial(c, symmetric, keptBySymmetry);

/** All traces of up to so many writes, from some states. */
function listTraces(
  space: Space,
  from: readonly number[],
  observing: ReadonlySet<string>,
  longest: number,
): Set<string> {
  const found = new Set<string>(['']);
  const seen = new Set<string>();
  const todo = from.map((s) => ({ s, trace: [] as readonly string[] }));
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const key = `${at.s} ${at.trace.join(', ')}`;
    if (seen.has(key)) continue;
    seen.add(key);
    found.add(at.trace.join(', '));
    for (let e = space.first(at.s); e < space.first(at.s + 1); e++) {
      const write = observed(space.system.label(space.labelOf(e)), observing);
      const trace = write === undefined ? at.trace : [...at.trace, write];
      if (trace.length <= longest) todo.push({ s: space.target(e), trace });
    }
  }
  return found;
}

/** B8: what is unexpected is what the definition says, up to so many writes. */
export function tracesTrial(c: Chooser, longest = 4): Trial {
  const programs = [generateProgram(c), generateProgram(c), generateProgram(c)];
  const [updated, old, fresh] = programs.map((p) => new Space(systemOf(p), { limit: 300 }).explore()) as [
    Space,
    Space,
    Space,
  ];
  if (![updated, old, fresh].every((s) => s.complete)) return { verdicts: 0, counterexamples: 0 };
  const observing = new Set(c.choose(2) === 0 ? variables : [variables[0]]);
  const { verdict, trace } = unexpected(updated, [old, fresh], observing);
  const of = (s: Space, from: readonly number[]): Set<string> => listTraces(s, from, observing, longest);
  const before = of(old, [0]);
  const after = of(
    fresh,
    Array.from({ length: fresh.size }, (_, s) => s),
  );
  const expected = (t: string): boolean => {
    const writes = t === '' ? [] : t.split(', ');
    return (
      before.has(t) ||
      writes.some((_, i) => before.has(writes.slice(0, i).join(', ')) && after.has(writes.slice(i).join(', ')))
    );
  };
  const strange = [...of(updated, [0])].filter((t) => !expected(t));
  const wrong = (what: string): Trial => ({
    verdicts: 1,
    counterexamples: 0,
    wrong: `${what}\n${programs.map(programText).join('\n--\n')}`,
  });
  if (verdict === 'none' && strange.length > 0) return wrong(`nothing unexpected, but ${strange[0]}`);
  if (
    verdict === 'found' &&
    (trace as readonly string[]).length <= longest &&
    !strange.includes((trace as readonly string[]).join(', '))
  )
    return wrong(`unexpected ${(trace as readonly string[]).join(', ')}, which is expected`);
  return { verdicts: 1, counterexamples: verdict === 'found' ? 1 : 0 };
}
