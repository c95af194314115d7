/**
 * Walks through programs at random, statement by statement as they are written, knowing nothing of graphs: what is met after an update
 * point by the frames that were there has to be in what the analysis says (section 10).
 */
import type { RandomChooser } from '../../../checker/generate/choose.ts';
import type { Call, Code } from '../code.ts';
import type { Unit } from '../clang/unit.ts';
import { fits } from '../clang/types.ts';

/** What happens to a statement: it ends, or control goes elsewhere. */
type Outcome = 'next' | 'break' | 'continue' | 'return' | 'stop' | { readonly goto: string };

interface Frame {
  readonly fn: string;
}

export interface WalkOptions {
  readonly marker: string;
  readonly never: ReadonlySet<string>;
  /** Statements to be passed at most. */
  readonly steps: number;
  /**
   * Stay in the function: calls return at once unless they never do, and count as points. With a loop's line, as if its body were a
   * function of its own that is called each round.
   */
  readonly alone?: { readonly returns: (c: Call) => boolean; readonly extracted?: number };
}

/** What a walk saw: for each point, by function and line, the keys that the frames of its stack used after it. */
export type Seen = Map<string, Set<string>>;

class Walker {
  private steps: number;
  private readonly stack: Frame[] = [];
  /** Frames that were there at each point that has been passed. */
  private readonly old = new Map<Frame, Set<string>>();
  readonly seen: Seen = new Map();
  private readonly unit: Unit;
  private readonly random: RandomChooser;
  private readonly options: WalkOptions;

  constructor(unit: Unit, random: RandomChooser, options: WalkOptions) {
    this.unit = unit;
    this.random = random;
    this.options = options;
    this.steps = options.steps;
  }

  /** The round of the extracted loop that control is in; 0 outside of it. */
  private round = 0;
  private rounds = 0;
  /** The round in which each point was passed last. */
  private readonly passedIn = new Map<string, number>();

  private use(key: string): void {
    const frame = this.stack[this.stack.length - 1];
    if (frame === undefined) return;
    for (const point of this.old.get(frame) ?? []) {
      // What an extracted body uses is new code, but for the round that has begun.
      if (this.round !== 0 && this.passedIn.get(point) !== this.round) continue;
      this.seen.get(point)?.add(key);
    }
  }

  private point(line: number): void {
    const frame = this.stack[this.stack.length - 1];
    if (frame === undefined) return;
    const name = `${frame.fn}:${line}`;
    if (!this.seen.has(name)) this.seen.set(name, new Set());
    this.passedIn.set(name, this.round);
    for (const f of this.stack) {
      const points = this.old.get(f) ?? new Set();
      points.add(name);
      this.old.set(f, points);
    }
  }

  run(fn: string): Outcome {
    const f = this.unit.functions.find((g) => g.name === fn);
    if (f === undefined || this.stack.length > 40) return 'stop';
    const frame: Frame = { fn };
    this.stack.push(frame);
    let out = this.exec(f.code, undefined);
    while (typeof out === 'object') {
      const { goto } = out;
      out = this.exec(f.code, goto);
    }
    this.stack.pop();
    this.old.delete(frame);
    return out === 'stop' ? 'stop' : 'next';
  }

  private call(c: Call): Outcome {
    const name = c.callee.tag === 'direct' ? c.callee.name : '';
    if (name === this.options.marker) this.point(c.line);
    const own = this.unit.functions.some((f) => f.name === name);
    if (own) this.use(`f:${name}`);
    const { alone } = this.options;
    if (alone !== undefined) {
      if (!alone.returns(c)) return 'stop';
      if (own || c.callee.tag === 'pointer' || c.functions.length > 0) this.point(c.line);
      return 'next';
    }
    if (own) return this.run(name);
    if (c.callee.tag === 'pointer') {
      const { shape } = c.callee;
      const all = this.unit.functions.filter(
        (f) => this.unit.taken.includes(f.name) && f.shape !== null && fits(shape, f.shape),
      );
      const chosen = all[this.random.choose(Math.max(1, all.length))];
      return chosen === undefined ? 'next' : this.run(chosen.name);
    }
    if (this.options.never.has(name)) return 'stop';
    const [given] = c.functions;
    return given?.tag === 'direct' ? this.run(given.name) : 'next';
  }

  /**
   * Executes code; or, when it is to be entered at a label or case, only from there on.
   * @param seek a label, or `case n` for the n-th case of the switch.
   */
  private exec(c: Code, seek: string | undefined): Outcome {
    if (this.steps-- <= 0) return 'stop';
    switch (c.tag) {
      case 'Use':
        this.use(c.key);
        return 'next';
      case 'Call':
        return this.call(c);
      case 'Seq': {
        const [from, inside] = seek === undefined ? [0, seek] : entry(c.parts, seek);
        let target = inside;
        for (const part of c.parts.slice(from)) {
          const out = this.exec(part, target);
          target = undefined;
          if (out !== 'next') return out;
        }
        return 'next';
      }
      case 'Choice': {
        const [chosen, target] = seek === undefined ? [this.random.choose(c.parts.length), seek] : entry(c.parts, seek);
        return this.exec(c.parts[chosen] as Code, target);
      }
      case 'Loop': {
        let target = seek;
        let first = true;
        for (;;) {
          const skipTest = (first && c.kind === 'do') || target !== undefined;
          first = false;
          if (!skipTest) {
            const out = this.exec(c.test, undefined);
            if (out !== 'next') return out;
            if (c.ends !== 'never' && this.random.choose(2) === 0) return 'next';
          }
          // The point of an extracted loop is before the call of its body.
          if (target === undefined) this.point(c.line);
          const outer = this.round;
          if (this.options.alone?.extracted === c.line) this.round = ++this.rounds;
          let out = this.exec(c.body, target);
          // A goto in the body stays in its round.
          while (typeof out === 'object' && holds(c.body, out.goto)) out = this.exec(c.body, out.goto);
          this.round = outer;
          target = undefined;
          if (out === 'break') return 'next';
          if (out !== 'next' && out !== 'continue') return out;
          const stepped = this.exec(c.step, undefined);
          if (stepped !== 'next') return stepped;
        }
      }
      case 'Switch': {
        const inside = casesOf(c.body);
        const n = this.random.choose(inside.length + 1);
        const otherwise = inside.indexOf(true);
        const chosen = n < inside.length ? n : otherwise;
        if (seek === undefined && chosen < 0) return 'next';
        const out = this.exec(c.body, seek ?? `case ${chosen}`);
        return out === 'break' ? 'next' : out;
      }
      case 'Goto':
        return { goto: c.name };
      case 'Break':
        return 'break';
      case 'Continue':
        return 'continue';
      case 'Return':
        return 'return';
      case 'Line':
      case 'Case':
      case 'Label':
        return 'next';
    }
  }
}

/** The cases of a switch, in order, without those of switches in it; whether each is the default. */
function casesOf(c: Code): boolean[] {
  if (c.tag === 'Case') return [c.otherwise];
  if (c.tag === 'Seq' || c.tag === 'Choice') return c.parts.flatMap(casesOf);
  if (c.tag === 'Loop') return casesOf(c.body);
  return [];
}

/** In which of these parts a label or the n-th case is, and what that is called there. */
function entry(parts: readonly Code[], target: string): [number, string] {
  const n = /^case (\d+)$/.exec(target)?.[1];
  if (n === undefined) return [parts.findIndex((p) => holds(p, target)), target];
  let left = Number(n);
  for (let i = 0; i < parts.length; i++) {
    const here = casesOf(parts[i] as Code).length;
    if (left < here) return [i, `case ${left}`];
    left -= here;
  }
  return [parts.length, target];
}

/** Whether a label is in code, or the n-th of its cases. */
function holds(c: Code, target: string): boolean {
  const n = /^case (\d+)$/.exec(target)?.[1];
  if (n === undefined) {
    if (c.tag === 'Label') return c.name === target;
    if (c.tag === 'Seq' || c.tag === 'Choice') return c.parts.some((p) => holds(p, target));
    if (c.tag === 'Loop' || c.tag === 'Switch') return holds(c.body, target);
    return false;
  }
  return casesOf(c).length > Number(n);
}

/** One walk from a function on. */
export function walk(unit: Unit, from: string, random: RandomChooser, options: WalkOptions): Seen {
  const w = new Walker(unit, random, options);
  w.run(from);
  return w.seen;
}
