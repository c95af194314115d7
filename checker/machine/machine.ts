/**
 * The machine: it runs the rules of a system. It keeps its place (the part being evaluated and the frames around it)
 * and the values of local variables in activations, instead of decomposing and substituting at each step, and changes
 * stores in place. It takes the same steps as the rules, which the tests compare; native stack and memory do not grow
 * with the number of steps. It knows no calculus.
 */
import { inOrderOf } from '../../semantics/evaluation-order.ts';
import { contextsOf } from '../../semantics/contexts.ts';
import type { Term } from '../../semantics/grammar.ts';
import type { FiniteMap } from '../../semantics/maps.ts';
import {
  noVariable,
  type Activation,
  type Body,
  type Code,
  type Reduction,
  type Registers,
  type StoreLike,
} from './code.ts';
import type { Prepared, Shape } from './prepared.ts';
import { storeIsMap } from './reduction.ts';
import { Store } from './store.ts';

/** Why a machine stopped: `ended` where a reduction led to no term, see {@link Machine.ended}; `point` where asked to. */
export type Stop = 'done' | 'ended' | 'point' | 'out-of-fuel' | 'stuck';

export interface MachineOptions {
  /** Keep the names of the functions that are active, until it jumps. */
  readonly track?: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** Frames that may wait at once, whatever is asked for: a recursion without end is told before memory runs out. */
const mostFrames = 10_000_000;
/** Bodies that are kept, besides the one that each code entered last. */
const mostBodies = 10_000;

/** Functions called at one depth of the stack that have not returned: one, and those it went on to in tail position. */
interface Activations {
  readonly depth: number;
  readonly names: Set<string>;
}

const noParameters: readonly string[] = [];

export class Machine implements Registers {
  /** Reductions so far. */
  steps = 0;
  /** Points met so far, the one stopped at included. */
  points = 0;
  /** What the run ended with, where it is no term. */
  ended: Term | undefined;

  readonly values: unknown[] = [];
  base = 0;
  top = 0;
  code!: Code;
  activation: Activation = [];
  value: Term | undefined;
  stores: readonly StoreLike[] = [];
  given: readonly unknown[] = [];
  readonly called: ((name: string) => void) | undefined;

  private readonly prepared: Prepared;
  private start!: Term & Fields;
  /** The frames that wait: their code and activation, and which part they wait for. */
  private readonly codes: Code[] = [];
  private readonly activations: Activation[] = [];
  private readonly parts: number[] = [];
  private depth = 0;
  /** The parts of the code are all evaluated: its own step is next. */
  private due = false;
  private counted = false;
  private readonly bodies = new Map<Term, Map<string, Body>>();
  private readonly active_: Activations[] | undefined;
  private readonly activeNames = new Map<string, number>();

  /**
   * @param start a configuration; a term, where terms are configurations.
   */
  constructor(prepared: Prepared, start: Term, { track = false }: MachineOptions = {}) {
    this.prepared = prepared;
    if (track) {
      const list: Activations[] = [];
      this.active_ = list;
      this.called = (name) => this.noteCall(list, name);
    }
    this.jump(start);
  }

  /** The functions that have been called and have not returned (a caller stays active until its call returns). */
  active(): ReadonlySet<string> {
    if (this.active_ === undefined) throw new Error('activations are not tracked');
    return new Set(this.activeNames.keys());
  }

  private noteCall(list: Activations[], z: string): void {
    const { depth } = this;
    let top = list[list.length - 1];
    if (top?.depth !== depth) list.push((top = { depth, names: new Set() }));
    if (top.names.has(z)) return;
    top.names.add(z);
    this.activeNames.set(z, (this.activeNames.get(z) ?? 0) + 1);
  }

  /** A value is there for the frame on top: whatever was called at this depth, or above, has returned. */
  private noteReturn(list: Activations[]): void {
    for (let top; (top = list[list.length - 1]) !== undefined && top.depth >= this.depth;) {
      list.pop();
      for (const z of top.names) {
        const n = (this.activeNames.get(z) as number) - 1;
        if (n === 0) this.activeNames.delete(z);
        else this.activeNames.set(z, n);
      }
    }
  }

  /** Goes on from another configuration (after an update). */
  jump(K: Term): void {
    const { shape, system, workings, positions } = this.prepared;
    this.start = K as Term & Fields;
    this.bodies.clear();
    this.depth = 0;
    this.top = 0;
    this.due = false;
    this.counted = false;
    if (this.active_) this.active_.length = 0;
    this.activeNames.clear();
    const field = (f: string) => (K as Term & Fields)[f];
    this.stores = (shape?.stores ?? []).map((f, k) => {
      const there = field(f);
      return storeIsMap(system, workings, positions, k)
        ? mapStore(workings.reduces.inputs[positions.stores[k]?.input as number] as string, there)
        : termStore(there);
    });
    this.given = (shape?.given ?? []).map(field);
    // From the root: the frames are found again on the way to the redex.
    this.value = undefined;
    this.enterTerm(shape === undefined ? K : this.whole(shape));
  }

  private whole({ term, context }: Shape): Term {
    const e = this.start[term] as Term;
    if (context === undefined) return e;
    return contextsOf(this.prepared.system.grammar).plug(this.start[context] as Term, e);
  }

  private enterTerm(e: Term): void {
    const { code, slots } = this.prepared.compiler.compile(e);
    this.code = code;
    this.activation = new Array<Term | undefined>(slots);
  }

  enter(e: Term): void {
    if (this.prepared.compiler.isValue(e)) {
      this.value = e;
      return;
    }
    const { code, slots } = this.bodyOf(this.code, e, noParameters);
    this.code = code;
    this.activation = new Array<Term | undefined>(slots);
  }

  bodyOf(code: Code, e: Term, parameters: readonly string[]): Body {
    if (
      code.entered === e &&
      code.parameters.length === parameters.length &&
      parameters.every((x, i) => x === code.parameters[i])
    )
      return code.body as Body;
    const key = parameters.join(' ');
    let bodies = this.bodies.get(e);
    if (bodies === undefined) {
      if (this.bodies.size >= mostBodies) this.bodies.clear();
      this.bodies.set(e, (bodies = new Map()));
    }
    let body = bodies.get(key);
    if (body === undefined) bodies.set(key, (body = this.prepared.compiler.compile(e, parameters)));
    code.entered = e;
    code.parameters = parameters;
    code.body = body;
    return body;
  }

  /** The configuration at its place. */
  config(): Term {
    const { shape, system, workings, compiler } = this.prepared;
    const { values, codes, activations, parts } = this;
    let at = this.top;
    let e: Term;
    if (this.value !== undefined) e = this.value;
    else if (this.due) {
      const base = (at -= this.code.parts.length);
      e = compiler.build(this.code, this.activation, values, base);
    } else e = compiler.close(this.code, this.activation);
    for (let k = this.depth - 1; k >= 0; k--) {
      const part = parts[k] as number;
      const code = codes[k] as Code;
      const activation = activations[k] as Activation;
      const base = (at -= part);
      const inside = e;
      e = compiler.assemble(code, activation, (i) =>
        i < part ? (values[base + i] as Term) : i === part ? inside : compiler.close(code.parts[i] as Code, activation),
      );
    }
    if (shape === undefined) return e;
    const info = system.grammar.constructors.get(shape.tag);
    const fields = (info?.fields ?? []).map(([f]) => {
      if (f === shape.term) return e;
      if (f === shape.context) return contextsOf(system.grammar).hole;
      const k = shape.stores.indexOf(f);
      return k < 0 ? this.start[f] : this.stores[k]?.term();
    });
    const K = system.grammar.makers.get(shape.tag)?.(...fields) as Term;
    const focus = (workings.focus && inOrderOf(system.grammar, workings.focus))?.compute as
      ((K: Term) => Term) | undefined;
    return focus === undefined ? K : focus(K);
  }

  /** Takes the silent step at the point where the run stopped. */
  skip(): void {
    if (!this.due || !this.reduce()) throw new Error('there is no silent step at this point');
  }

  /** The step of the code, whose parts are all evaluated: the first of its rules that applies. */
  private reduce(): boolean {
    const { code } = this;
    this.base = this.top - code.parts.length;
    const { reductions } = code.head;
    for (let i = 0; i < reductions.length; i++) {
      if (!(reductions[i] as Reduction)(this)) continue;
      this.top = this.base;
      this.steps++;
      this.due = false;
      this.counted = false;
      return true;
    }
    return false;
  }

  /** The terms of the frames that wait, as they were written, and the parts they wait for; the innermost first. */
  *waiting(): Generator<{ readonly term: Term; readonly part: Term | undefined }> {
    for (let k = this.depth - 1; k >= 0; k--) {
      const code = this.codes[k] as Code;
      yield { term: code.term, part: code.parts[this.parts[k] as number]?.term };
    }
  }

  /** The term that is being evaluated, as it was written. */
  get current(): Term {
    return this.code.term;
  }

  /** How many frames wait. */
  get frames(): number {
    return this.depth;
  }

  /**
   * Runs until `steps` reaches the limit, more than `frames` frames wait, the run is over or stuck, or, if asked to stop
   * there, at a point (before its step is taken).
   */
  run(limit: number, stopAtPoints: boolean, frames = Infinity): Stop {
    const { values } = this;
    const most = Math.min(frames, mostFrames);
    for (;;) {
      if (!this.due) {
        const stop = this.approach(most);
        if (stop !== undefined) return stop;
      }
      const { code } = this;
      const { head } = code;
      if (head.value !== false) {
        const base = this.top - code.parts.length;
        const e = this.prepared.compiler.build(code, this.activation, values, base);
        if (head.value === true || this.prepared.compiler.isValue(e)) {
          this.value = e;
          this.top = base;
          this.due = false;
          continue;
        }
      }
      // A point is met when its step is due, not when the run ends before it.
      if (this.steps >= limit) return 'out-of-fuel';
      if (head.isPoint) {
        if (!this.counted) {
          this.points++;
          this.counted = true;
        }
        if (stopAtPoints) return 'point';
      }
      if (!this.reduce()) return 'stuck';
      if (this.ended !== undefined) return 'ended';
    }
  }

  /** Goes on to the next code whose parts are all evaluated: its step is due. */
  private approach(most: number): Stop | undefined {
    const { values, codes, activations, parts: waiting } = this;
    let { code, activation, value, top } = this;
    let part = 0;
    for (;;) {
      if (value !== undefined) {
        this.value = value;
        if (this.active_ !== undefined) this.noteReturn(this.active_);
        if (this.depth === 0) return 'done';
        const k = --this.depth;
        code = codes[k] as Code;
        activation = activations[k] as Activation;
        part = (waiting[k] as number) + 1;
        values[top++] = value;
        this.value = value = undefined;
      } else if (code.value !== undefined) {
        value = code.value;
        continue;
      } else if (code.slot !== noVariable) {
        value = activation[code.slot];
        if (value !== undefined) continue;
        this.code = code;
        this.activation = activation;
        this.top = top;
        return 'stuck';
      }
      // The parts from here on; what is a value, or a variable that has one, needs no frame.
      const { parts } = code;
      let next: Code | undefined;
      while (part < parts.length) {
        const p = parts[part] as Code;
        const v = p.value ?? (p.slot === noVariable ? undefined : activation[p.slot]);
        if (v === undefined) {
          next = p;
          break;
        }
        values[top++] = v;
        part++;
      }
      if (next === undefined) {
        this.code = code;
        this.activation = activation;
        this.top = top;
        this.due = true;
        return undefined;
      }
      const k = this.depth++;
      codes[k] = code;
      activations[k] = activation;
      waiting[k] = part;
      code = next;
      part = 0;
      if (k >= most) {
        this.code = code;
        this.activation = activation;
        this.top = top;
        return 'out-of-fuel';
      }
    }
  }
}

function mapStore(sort: string, map: unknown): StoreLike {
  const store = new Store(sort, map as FiniteMap<string, unknown>);
  return { store, term: () => store.term(), replace: (next) => store.replace(next as FiniteMap<string, unknown>) };
}

function termStore(start: unknown): StoreLike {
  let now = start;
  return { store: undefined, term: () => now, replace: (next) => void (now = next) };
}
