/**
 * The machine as it was written by hand for Proteus before one was made from the rules, kept to compare with: an oracle
 * for the base calculus, and what the speed of the made one is measured against. It keeps its place (the part being evaluated and the frames around it) and the values of local
 * variables in activations, instead of decomposing and substituting at each step. It takes the same steps as the rules
 * of section 7, which the tests compare; native stack and memory do not grow with the number of steps.
 */
import { get, mapOperations, type FiniteMap } from '../semantics/maps.ts';
import { focus, hole, plug } from '../semantics/proteus/contexts.ts';
import {
  heapMap,
  make,
  type Binding,
  type Config,
  type Context,
  type Expr,
  type Fields,
  type Frame as ContextFrame,
  type Heap,
} from '../semantics/proteus/grammar.ts';
import { freshReference } from '../semantics/proteus/heaps.ts';
import { arithmetic, fieldOf, pointer } from '../semantics/proteus/reduction.ts';
import { children, substitute, type Node } from '../semantics/proteus/substitution.ts';
import { isValue } from '../semantics/proteus/values.ts';

const { Num, Rec, Abs, Loc } = make.Expr;
const { Field, NoFields } = make.Fields;
const F = make.Frame;

/** Local variables in scope, and the slots that hold them. */
type Scope = FiniteMap<'Scope', number>;
const scopes = mapOperations<'Scope', number>('Scope');

/** An expression made ready to run: its parts, and where its variables are. */
interface Code {
  readonly e: Expr;
  readonly scope: Scope;
  /** A value that is one already, without local variables. */
  readonly value: Expr | undefined;
  readonly slot: number;
  parts: readonly Code[];
  /** The slots of the variables free in e, found when first needed. */
  free: readonly (readonly [string, number])[] | undefined;
}

interface Body {
  readonly code: Code;
  readonly slots: number;
}

type Activation = (Expr | undefined)[];

/** What waits for the value of a part. */
interface Frame {
  readonly code: Code;
  readonly activation: Activation;
  /** Which part the value is of. */
  readonly part: number;
  /** Values of the parts before it. */
  readonly values: readonly Expr[];
}

/** A frame of R-Force: the contents of the variable or cell are being run, to be written back. */
interface Force {
  readonly target: Expr;
}

const isForce = (f: Frame | Force): f is Force => 'target' in f;

function compile(root: Expr, parameter?: string): Body {
  let slots = 0;
  const scope = parameter === undefined ? scopes.empty : scopes.set(scopes.empty, parameter, slots++);
  const work: [Code, Expr, Scope][] = [];
  const make = (e: Expr, within: Scope): Code => {
    let slot = -1;
    if (e.tag === 'Var') slot = get(within, e.x) ?? -1;
    else if (e.tag === 'Let') slot = slots++;
    const value = isValue(e) ? e : undefined;
    const code: Code = { e, scope: within, value, slot, parts: [], free: undefined };
    if (value === undefined && e.tag !== 'Var' && e.tag !== 'Update') work.push([code, e, within]);
    return code;
  };
  const code = make(root, scope);
  while (work.length > 0) {
    const [c, e, within] = work.pop() as [Code, Expr, Scope];
    if (e.tag === 'Let') c.parts = [make(e.e1, within), make(e.e2, scopes.set(within, e.x, c.slot))];
    else if (e.tag === 'Rec') {
      const parts: Code[] = [];
      for (let f: Fields = e.fields; f.tag === 'Field'; f = f.rest) parts.push(make(f.e, within));
      c.parts = parts;
    } else c.parts = (children(e) as Expr[]).map((p) => make(p, within));
  }
  return { code, slots };
}

/** The expression of a code with the values of its free variables in place. */
function close(c: Code, activation: Activation): Expr {
  if (c.value !== undefined) return c.e;
  if (c.free === undefined) {
    const names = new Set<string>();
    const stack: Node[] = [c.e];
    while (stack.length > 0) {
      const e = stack.pop() as Node;
      if (e.tag === 'Var') names.add(e.x);
      else stack.push(...children(e));
    }
    const free: [string, number][] = [];
    for (const x of names) {
      const slot = get(c.scope, x);
      if (slot !== undefined) free.push([x, slot]);
    }
    c.free = free;
  }
  let { e } = c;
  for (const [x, slot] of c.free) e = substitute.compute(e, activation[slot] as Expr, x);
  return e;
}

/** Frames that may wait at once: a recursion without end is told so before memory runs out. */
const mostFrames = 10_000_000;

/** Functions called at one depth of the stack that have not returned: one, and those it went on to in tail position. */
interface Activations {
  readonly depth: number;
  readonly names: Set<string>;
}

export type Stop = 'done' | 'point' | 'out-of-fuel' | 'stuck';

export class Machine {
  /** Reductions so far. */
  steps = 0;
  /** Update points met so far, the one stopped at included. */
  points = 0;
  private base!: Config;
  private readonly heap = new Map<string, Binding>();
  private readonly dirty = new Set<string>();
  private nextReference = 1n;
  private readonly bodies = new Map<string, Body>();
  private frames: (Frame | Force)[] = [];
  private code!: Code;
  private activation: Activation = [];
  /** The value just computed; undefined while `code` is to be evaluated. */
  private value: Expr | undefined;
  private counted = false;
  private readonly activations: Activations[] | undefined;
  private readonly activeNames = new Map<string, number>();

  /** @param track whether to keep the names of the functions that are active, until it jumps. */
  constructor(start: Config, { track = false }: { readonly track?: boolean } = {}) {
    if (track) this.activations = [];
    this.jump(start);
  }

  /** The functions that have been called and have not returned (a caller stays active until its call returns). */
  active(): ReadonlySet<string> {
    if (this.activations === undefined) throw new Error('activations are not tracked');
    return new Set(this.activeNames.keys());
  }

  private called(activations: Activations[], z: string): void {
    const depth = this.frames.length;
    let top = activations[activations.length - 1];
    if (top?.depth !== depth) activations.push((top = { depth, names: new Set() }));
    if (top.names.has(z)) return;
    top.names.add(z);
    this.activeNames.set(z, (this.activeNames.get(z) ?? 0) + 1);
  }

  /** A value is there for the frame on top: whatever was called at this depth, or above, has returned. */
  private returned(activations: Activations[]): void {
    for (let top; (top = activations[activations.length - 1]) !== undefined && top.depth >= this.frames.length;) {
      activations.pop();
      for (const z of top.names) {
        const n = (this.activeNames.get(z) as number) - 1;
        if (n === 0) this.activeNames.delete(z);
        else this.activeNames.set(z, n);
      }
    }
  }

  /** Goes on from another configuration (after an update). */
  jump(K: Config): void {
    this.base = K;
    this.heap.clear();
    this.dirty.clear();
    this.bodies.clear();
    this.nextReference = BigInt(freshReference.compute(K.heap).slice(1));
    this.frames = [];
    this.counted = false;
    if (this.activations) this.activations.length = 0;
    this.activeNames.clear();
    // From the root: the frames are found again on the way to the redex.
    this.enter(compile(plug.compute(K.context, K.e)), []);
  }

  private enter(body: Body, args: Activation): void {
    this.code = body.code;
    this.activation = args;
    this.value = undefined;
  }

  /** The configuration at its place. */
  config(): Config {
    let heap: Heap = this.base.heap;
    for (const w of this.dirty) heap = heapMap.set(heap, w, this.heap.get(w) as Binding);
    this.dirty.clear();
    let context: Context = hole;
    for (const f of this.frames) context = make.Context.In(contextFrame(f), context);
    const e = this.value ?? close(this.code, this.activation);
    const K = focus.compute(make.Config.Configuration(this.base.types, heap, context, e));
    this.base = make.Config.Configuration(this.base.types, heap, hole, Num(0n));
    return K;
  }

  private lookup(w: string): Binding | undefined {
    const own = this.heap.get(w);
    if (own !== undefined) return own;
    const b = get(this.base.heap, w);
    if (b !== undefined) this.heap.set(w, b);
    return b;
  }

  private store(w: string, b: Binding): void {
    this.heap.set(w, b);
    this.dirty.add(w);
  }

  /** R-NoUpd at the update point where the run stopped. */
  skip(): void {
    this.steps++;
    this.value = Num(1n);
    this.counted = false;
  }

  /**
   * Runs until `steps` reaches the limit, the program is done or stuck, or, if asked to stop there, at an update point
   * (before its step is taken).
   */
  run(limit: number, stopAtUpdates: boolean): Stop {
    for (;;) {
      if (this.value === undefined) {
        const stop = this.evaluate(limit, stopAtUpdates);
        if (stop !== undefined) return stop;
      } else {
        if (this.activations !== undefined) this.returned(this.activations);
        const top = this.frames[this.frames.length - 1];
        if (top === undefined) return 'done';
        const stop = isForce(top) ? this.writeBack(top, limit) : this.resume(top, this.value, limit);
        if (stop !== undefined) return stop;
      }
    }
  }

  private evaluate(limit: number, stopAtUpdates: boolean): Stop | undefined {
    const { code } = this;
    if (code.value !== undefined) {
      this.value = code.value;
      return undefined;
    }
    switch (code.e.tag) {
      case 'Var':
        this.value = this.activation[code.slot];
        return this.value === undefined ? 'stuck' : undefined;
      case 'Update':
        // A point is met when its step is due, not when the run ends before it.
        if (this.steps >= limit) return 'out-of-fuel';
        if (!this.counted) {
          this.points++;
          this.counted = true;
        }
        if (stopAtUpdates) return 'point';
        this.skip();
        return undefined;
      default:
        if (this.frames.push({ code, activation: this.activation, part: 0, values: none }) > mostFrames)
          throw new RangeError(`more than ${mostFrames} evaluation frames wait, after ${this.steps} steps`);
        this.code = code.parts[0] as Code;
        return undefined;
    }
  }

  /** Goes on with the next part of the frame on top. */
  private next(f: Frame, v: Expr): undefined {
    this.frames[this.frames.length - 1] = {
      code: f.code,
      activation: f.activation,
      part: f.part + 1,
      values: f.values.length === 0 ? [v] : [...f.values, v],
    };
    this.code = f.code.parts[f.part + 1] as Code;
    this.activation = f.activation;
    this.value = undefined;
    return undefined;
  }

  private reduced(v: Expr): undefined {
    this.frames.pop();
    this.steps++;
    this.value = v;
    return undefined;
  }

  /** Replaces the frame on top by what its redex reduces to. */
  private goOn(code: Code, activation: Activation): undefined {
    this.frames.pop();
    this.steps++;
    this.code = code;
    this.activation = activation;
    this.value = undefined;
    return undefined;
  }

  private writeBack(f: Force, limit: number): Stop | undefined {
    if (this.steps >= limit) return 'out-of-fuel';
    return this.assign(f.target, this.value as Expr);
  }

  private assign(target: Expr, v: Expr): Stop | undefined {
    const w = pointer.compute(target);
    const b = w === undefined ? undefined : this.lookup(w);
    if (w === undefined || b === undefined || b.tag === 'Fun') return 'stuck';
    this.store(w, b.tag === 'Variable' ? make.Binding.Variable(b.type, v) : make.Binding.Cell(b.type, v));
    return this.reduced(v);
  }

  private resume(f: Frame, v: Expr, limit: number): Stop | undefined {
    const { code, part } = f;
    const { e } = code;
    // Parts that are evaluated before the redex is complete.
    switch (e.tag) {
      case 'Rec':
        if (part + 1 < code.parts.length) return this.nextField(f, v);
        this.frames.pop();
        this.value = record(e.fields, (f.values as Expr[]).concat(v));
        return undefined;
      case 'Abs':
        this.frames.pop();
        this.value = Abs(e.t, v);
        return undefined;
      case 'App':
      case 'Assign':
      case 'Op':
        if (part === 0) return this.next(f, v);
        break;
      case 'If':
        if (part === 0) return this.next(f, v);
        break;
      default:
    }
    if (this.steps >= limit) return 'out-of-fuel';
    const first = f.values[0] as Expr;
    switch (e.tag) {
      case 'Proj': {
        const field = v.tag === 'Rec' ? fieldOf.compute(v.fields, e.label) : undefined;
        return field === undefined ? 'stuck' : this.reduced(field);
      }
      case 'App': {
        if (first.tag !== 'Ext') return 'stuck';
        let body = this.bodies.get(first.z);
        if (body === undefined) {
          const b = this.lookup(first.z);
          if (b?.tag !== 'Fun') return 'stuck';
          this.bodies.set(first.z, (body = compile(b.body, b.x)));
        }
        this.goOn(body.code, [v]);
        if (this.activations !== undefined) this.called(this.activations, first.z);
        return undefined;
      }
      case 'Let':
        f.activation[code.slot] = v;
        return this.goOn(code.parts[1] as Code, f.activation);
      case 'New': {
        const r = `@${this.nextReference++}`;
        this.store(r, make.Binding.Cell(e.type, v));
        return this.reduced(Loc(r));
      }
      case 'Deref': {
        const w = pointer.compute(v);
        const b = w === undefined ? undefined : this.lookup(w);
        if (b === undefined || b.tag === 'Fun') return 'stuck';
        if (isValue(b.e)) return this.reduced(b.e);
        this.frames[this.frames.length - 1] = { target: v };
        this.steps++;
        this.enter(compile(b.e), []);
        return undefined;
      }
      case 'Assign':
        return this.assign(first, v);
      case 'Op':
        if (first.tag !== 'Num' || v.tag !== 'Num') return 'stuck';
        return this.reduced(Num(arithmetic.compute(e.op, first.n, v.n)));
      case 'If':
        if (first.tag !== 'Num' || v.tag !== 'Num') return 'stuck';
        return this.goOn(code.parts[first.n === v.n ? 2 : 3] as Code, f.activation);
      case 'Con':
        return v.tag === 'Abs' && v.t === e.t ? this.reduced(v.e) : 'stuck';
      default:
        return 'stuck';
    }
  }

  /** Fields share one growing array: a record of n fields is built in n moves. */
  private nextField(f: Frame, v: Expr): undefined {
    const values = f.part === 0 ? [v] : (f.values as Expr[]);
    if (f.part > 0) values.push(v);
    this.frames[this.frames.length - 1] = { code: f.code, activation: f.activation, part: f.part + 1, values };
    this.code = f.code.parts[f.part + 1] as Code;
    this.activation = f.activation;
    this.value = undefined;
    return undefined;
  }
}

const none: readonly Expr[] = Object.freeze([]);

function record(labels: Fields, values: readonly Expr[]): Expr {
  const names: string[] = [];
  for (let f = labels; f.tag === 'Field'; f = f.rest) names.push(f.label);
  let fields: Fields = NoFields();
  for (let i = values.length - 1; i >= 0; i--) fields = Field(names[i] as string, values[i] as Expr, fields);
  return Rec(fields);
}

/** A frame of the machine as a frame of section 7. */
function contextFrame(f: Frame | Force): ContextFrame {
  if (isForce(f)) return F.InSource(f.target);
  const { code, part, values, activation } = f;
  const { e } = code;
  const rest = (i: number): Expr => close(code.parts[i] as Code, activation);
  const v = values[0] as Expr;
  switch (e.tag) {
    case 'Rec': {
      let done: Fields = NoFields();
      let at: Fields = e.fields;
      for (let i = 0; i < part && at.tag === 'Field'; i++) {
        done = Field(at.label, values[i] as Expr, done);
        at = at.rest;
      }
      const here = at as Fields & { tag: 'Field' };
      const todo: [string, Expr][] = [];
      let i = part + 1;
      for (let r = here.rest; r.tag === 'Field'; r = r.rest) todo.push([r.label, rest(i++)]);
      return F.InRec(
        done,
        here.label,
        todo.reduceRight<Fields>((tail, [l, x]) => Field(l, x, tail), NoFields()),
      );
    }
    case 'Proj':
      return F.InProj(e.label);
    case 'App':
      return part === 0 ? F.InFun(rest(1)) : F.InArg(v);
    case 'Let': {
      // The binder is free for its body's own use: only what is bound outside is put in place.
      const closed = close(code, activation) as Expr & { tag: 'Let' };
      return F.InLet(e.x, e.type, closed.e2);
    }
    case 'New':
      return F.InNew(e.type);
    case 'Deref':
      return F.InDeref();
    case 'Assign':
      return part === 0 ? F.InTarget(rest(1)) : F.InSource(v);
    case 'Op':
      return part === 0 ? F.InLeft(e.op, rest(1)) : F.InRight(e.op, v);
    case 'If':
      return part === 0 ? F.InIfLeft(rest(1), rest(2), rest(3)) : F.InIfRight(v, rest(2), rest(3));
    case 'Con':
      return F.InCon(e.t);
    default:
      return F.InAbs((e as Expr & { tag: 'Abs' }).t);
  }
}
