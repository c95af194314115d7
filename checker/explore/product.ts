/**
 * Runs of a space that an automaton accepts: a cycle is looked for in the product of both, by strongly connected
 * components (Tarjan, without native recursion). What an accepting cycle must not do for ever, put off an until or keep
 * an actor waiting that can always move, is a set of *debts* of each step; a component has an accepting cycle exactly
 * when no debt is owed by all its steps.
 */
import type { Automaton, Transition } from './automaton.ts';
import type { Fairness } from './fairness.ts';
import { noLabel, type Letters } from './letters.ts';
import { Numbers } from './numbers.ts';
import type { Space } from './space.ts';

/** A run that repeats: states and the labels of the steps between them; the cycle starts at the last state of the path. */
export interface Lasso {
  readonly path: { readonly states: readonly number[]; readonly labels: readonly number[] };
  /** The labels of the cycle, and the states they lead to; none where the run ends with the path. */
  readonly cycle: { readonly states: readonly number[]; readonly labels: readonly number[] };
}

export interface Search {
  readonly space: Space;
  readonly letters: Letters;
  readonly automaton: Automaton;
  /** Left out where runs need not be fair. */
  readonly fairness?: Fairness;
  /** Where runs start: the start of the space, unless others are given. */
  readonly starts?: readonly number[];
  /** Whether a run that has ended stays where it is for ever (it does, unless this is false). */
  readonly endless?: boolean;
  /** The states that runs must not leave. */
  readonly within?: (state: number) => boolean;
}

interface Step {
  readonly label: number;
  readonly to: number;
  readonly transition: Transition;
}

const pageBits = 10;

/** The nodes of the product, numbered as they are found: pairs of a state of the space and one of the automaton. */
class Nodes {
  readonly states = new Numbers();
  readonly modes = new Numbers();
  private readonly pages: (Int32Array | undefined)[][] = [];

  get size(): number {
    return this.states.length;
  }

  number(state: number, mode: number): number {
    const row = (this.pages[mode] ??= []);
    const page = (row[state >> pageBits] ??= new Int32Array(1 << pageBits));
    const at = state & ((1 << pageBits) - 1);
    const known = page[at] as number;
    if (known !== 0) return known - 1;
    const n = this.states.length;
    this.states.push(state);
    this.modes.push(mode);
    page[at] = n + 1;
    return n;
  }
}

export class Product {
  readonly nodes = new Nodes();
  /** Node ↦ its component; -1 while that is open. */
  private readonly components = new Numbers();
  private readonly accepting = new Set<number>();
  private readonly starts: readonly number[];

  constructor(private readonly search: Search) {
    const { automaton, starts } = search;
    this.starts = (starts ?? [0]).map((s) => this.nodes.number(s, automaton.start));
  }

  /** How many nodes were visited. */
  get size(): number {
    return this.nodes.size;
  }

  /** The label of an edge of a state (the only one of a state without steps is {@link noLabel}). */
  private labelAt(edge: number): number {
    return edge < 0 ? noLabel : this.search.space.labelOf(edge);
  }

  /** The edges of a state of the space: from, and to (the one that is no more); -1, 0 for one without steps. */
  private edgesFrom(state: number): number {
    const { space } = this.search;
    if (state >= space.expanded) return 0;
    return space.terminal(state) ? (this.search.endless === false ? 0 : -1) : space.first(state);
  }
  private edgesTo(state: number): number {
    const { space } = this.search;
    if (state >= space.expanded || space.terminal(state)) return 0;
    return space.first(state + 1);
  }

  private leads(state: number, edge: number): boolean {
    const { space, within } = this.search;
    return within === undefined || within(edge < 0 ? state : space.target(edge));
  }

  private transitions(state: number, mode: number, edge: number): readonly Transition[] {
    const { letters, automaton } = this.search;
    return automaton.successors(mode, letters.letter(state, this.labelAt(edge)));
  }

  /** Calls `f` with each step from a node. */
  private steps(node: number, f: (step: Step) => void): void {
    const state = this.nodes.states.at(node);
    const mode = this.nodes.modes.at(node);
    for (let e = this.edgesFrom(state); e < this.edgesTo(state); e++) {
      if (!this.leads(state, e)) continue;
      const target = e < 0 ? state : this.search.space.target(e);
      for (const transition of this.transitions(state, mode, e))
        f({ label: this.labelAt(e), to: this.nodes.number(target, transition.to), transition });
    }
  }

  /** A run that the automaton accepts (fair where that was asked), with the shortest path to its cycle; or undefined. */
  lasso(): Lasso | undefined {
    for (const start of this.starts)
      if (this.components.length <= start || this.components.at(start) === -2) this.explore(start);
    if (this.accepting.size === 0) return undefined;
    const path = this.shortest(
      this.starts,
      (n) => this.accepting.has(this.components.at(n)),
      () => true,
    );
    const at = path.nodes[path.nodes.length - 1] as number;
    const cycle = this.cycle(at);
    return this.asLasso(path, cycle);
  }

  /** Finds the components of what a node reaches. */
  private explore(root: number): void {
    const { nodes, components } = this;
    const { space } = this.search;
    const low = this.lows;
    const order = this.orders;
    const open: number[] = [];
    // Frames: a node, its next edge, and its next transition at that edge.
    const frames: number[] = [];
    const edges: number[] = [];
    const turns: number[] = [];
    const enter = (n: number): void => {
      while (components.length <= n) {
        components.push(-2);
        low.push(0);
        order.push(0);
      }
      components.array[n] = -1;
      low.array[n] = order.array[n] = this.visited++;
      open.push(n);
      frames.push(n);
      edges.push(this.edgesFrom(nodes.states.at(n)));
      turns.push(0);
    };
    const seen = (n: number): boolean => n < components.length && components.at(n) !== -2;
    enter(root);
    while (frames.length > 0) {
      const top = frames.length - 1;
      const n = frames[top] as number;
      const state = nodes.states.at(n);
      const mode = nodes.modes.at(n);
      const end = this.edgesTo(state);
      let e = edges[top] as number;
      let turn = turns[top] as number;
      let entered = false;
      while (e < end) {
        if (this.leads(state, e)) {
          const transitions = this.transitions(state, mode, e);
          const target = e < 0 ? state : space.target(e);
          while (turn < transitions.length) {
            const to = nodes.number(target, (transitions[turn++] as Transition).to);
            if (!seen(to)) {
              edges[top] = e;
              turns[top] = turn;
              enter(to);
              entered = true;
              break;
            }
            if (components.at(to) === -1 && order.at(to) < low.at(n)) low.array[n] = order.at(to);
          }
          if (entered) break;
        }
        e++;
        turn = 0;
      }
      if (entered) continue;
      frames.pop();
      edges.pop();
      turns.pop();
      if (low.at(n) === order.at(n)) this.complete(n, open);
      if (frames.length > 0) {
        const parent = frames[frames.length - 1] as number;
        if (low.at(n) < low.at(parent)) low.array[parent] = low.at(n);
      }
    }
  }
  private readonly lows = new Numbers();
  private readonly orders = new Numbers();
  private visited = 0;
  private componentCount = 0;

  /** Takes a component off the open nodes, and sees whether it has an accepting cycle. */
  private complete(root: number, open: number[]): void {
    const component = this.componentCount++;
    const members: number[] = [];
    for (;;) {
      const n = open.pop() as number;
      this.components.array[n] = component;
      members.push(n);
      if (n === root) break;
    }
    if (this.accepts(members, component)) this.accepting.add(component);
  }

  private accepts(members: readonly number[], component: number): boolean {
    let debts: readonly number[] | undefined;
    for (const n of members) {
      const able = this.able(n);
      this.steps(n, ({ label, to, transition }) => {
        if (debts?.length === 0 || this.componentAt(to) !== component) return;
        debts =
          debts === undefined
            ? this.debts(able, label, transition)
            : debts.filter((d) => this.owes(d, able, label, transition));
      });
      if (debts?.length === 0) return true;
    }
    return false;
  }

  private componentAt(node: number): number {
    return node < this.components.length ? this.components.at(node) : -2;
  }

  private able(node: number): readonly number[] {
    return this.search.fairness?.able(this.nodes.states.at(node)) ?? [];
  }

  /** What a step owes: untils by their numbers, actors by negative ones. */
  private debts(able: readonly number[], label: number, { owes }: Transition): readonly number[] {
    const { fairness } = this.search;
    return [...owes, ...able.filter((a) => fairness?.moves(label, a) === false).map((a) => ~a)];
  }

  private owes(debt: number, able: readonly number[], label: number, { owes }: Transition): boolean {
    if (debt >= 0) return owes.includes(debt);
    return able.includes(~debt) && this.search.fairness?.moves(label, ~debt) === false;
  }

  /** A shortest walk from some nodes to one that is wanted, of at least `least` steps. */
  private shortest(
    from: readonly number[],
    wanted: (node: number, via: Step | undefined, source: number) => boolean,
    allowed: (node: number) => boolean,
  ): Walk {
    const before = new Map<number, { node: number; label: number } | undefined>();
    const back = (node: number, last?: { node: number; label: number }): Walk => {
      const nodes = [node];
      const labels: number[] = [];
      for (let b = last ?? before.get(node); b !== undefined; b = before.get(b.node)) {
        nodes.push(b.node);
        labels.push(b.label);
      }
      return { nodes: nodes.reverse(), labels: labels.reverse() };
    };
    let layer = [...from];
    for (const n of layer) {
      before.set(n, undefined);
      if (wanted(n, undefined, n)) return back(n);
    }
    while (layer.length > 0) {
      const next: number[] = [];
      for (const n of layer) {
        let found: Walk | undefined;
        this.steps(n, (step) => {
          if (found !== undefined || !allowed(step.to)) return;
          const here = { node: n, label: step.label };
          if (wanted(step.to, step, n)) found = back(step.to, here);
          else if (!before.has(step.to)) {
            before.set(step.to, here);
            next.push(step.to);
          }
        });
        if (found !== undefined) return found;
      }
      layer = next;
    }
    throw new Error('a node of the product that was reached is not found again');
  }

  /** A cycle from a node of an accepting component that pays every debt: one after the other, each by a shortest way. */
  private cycle(at: number): Walk {
    const component = this.components.at(at);
    const inside = (n: number): boolean => this.componentAt(n) === component;
    const nodes = [at];
    const labels: number[] = [];
    let debts: readonly number[] | undefined;
    const pay = (n: number, step: Step): readonly number[] => {
      const able = this.able(n);
      return debts === undefined
        ? this.debts(able, step.label, step.transition)
        : debts.filter((d) => this.owes(d, able, step.label, step.transition));
    };
    for (;;) {
      const last = nodes[nodes.length - 1] as number;
      if (debts?.length === 0 && last === at) return { nodes, labels };
      // Pays one debt more, or goes home.
      const home = debts?.length === 0;
      const walk = this.shortest(
        [last],
        (to, step, source) => {
          if (step === undefined) return false;
          if (home) return to === at;
          return debts === undefined || pay(source, step).length < debts.length;
        },
        inside,
      );
      // The debts of the whole walk are paid, not of its last step alone.
      for (let i = 0; i < walk.labels.length; i++) {
        const source = walk.nodes[i] as number;
        const to = walk.nodes[i + 1] as number;
        let best: readonly number[] | undefined;
        this.steps(source, (step) => {
          if (step.to !== to || step.label !== walk.labels[i]) return;
          const left = pay(source, step);
          if (best === undefined || left.length < best.length) best = left;
        });
        debts = best ?? debts;
      }
      nodes.push(...walk.nodes.slice(1));
      labels.push(...walk.labels);
    }
  }

  private asLasso(path: Walk, cycle: Walk): Lasso {
    const state = (n: number): number => this.nodes.states.at(n);
    const ended = path.labels.indexOf(noLabel);
    const labels = ended === -1 ? path.labels : path.labels.slice(0, ended);
    const states = path.nodes.slice(0, labels.length + 1).map(state);
    if (cycle.labels.includes(noLabel)) return { path: { states, labels }, cycle: { states: [], labels: [] } };
    return {
      path: { states, labels },
      cycle: { states: cycle.nodes.slice(1).map(state), labels: cycle.labels },
    };
  }
}

interface Walk {
  readonly nodes: readonly number[];
  readonly labels: readonly number[];
}
