/**
 * Whether a claim may be wrong of a state or a step, decided on the numbers of its tuple: claims.ts says what is claimed, of lists that are made only where
 * something is in doubt. What is not in doubt holds.
 */
import { newestNumber } from '../../semantics/components/classes.ts';
import { listOf } from '../../semantics/components/configs.ts';
import type { Thread } from '../../semantics/components/grammar.ts';
import { entries, keys } from '../../semantics/maps.ts';
import type { Label, State } from '../explore/system.ts';
import type { KernelSpace } from './space.ts';

/** What is looked at of a thread. */
interface ThreadSeen {
  readonly live: boolean;
  readonly blocked: boolean;
  /** Its generation; -1 where it has none. */
  readonly g: number;
  readonly depth: number;
  /** Of its frames inside objects: the slot of the object, and the version of the code, one after the other. */
  readonly inside: readonly number[];
  /** Whether the innermost frame is the first of them. */
  readonly innermost: boolean;
}
/** What is looked at of an object. */
interface PlacedSeen {
  readonly C: string;
  readonly version: number;
  readonly phase: 'Forward' | 'Block' | 'Transfer' | 'Completed' | undefined;
  readonly g: number;
  /** Numbers of slots of threads. */
  readonly inside: readonly number[];
  readonly blocked: readonly number[];
}
/** What is looked at of a label. */
export interface LabelSeen {
  readonly label: Label;
  /** The slot of who moves; -1 for the outside. */
  readonly slot: number;
  /** A step of a mediator, which O12 speaks of. */
  readonly mediates: boolean;
  readonly release: boolean;
  readonly calls: boolean;
}
/** What is looked at of classes: the newest version of each that has nothing left to be mediated, and what is late. */
interface CoreSeen {
  readonly left: boolean;
  readonly newest: ReadonlyMap<string, number>;
  readonly late: ReadonlySet<string>;
}

export class Doubts {
  private readonly threads: ThreadSeen[] = [];
  private readonly objects: PlacedSeen[] = [];
  private readonly labels: LabelSeen[] = [];
  private readonly cores: CoreSeen[] = [];
  private readonly first: number;
  /** By slot: the last state in which its thread or object was seen to move. */
  private readonly moved: number[] = [];
  private readonly times: number[] = [];
  /** The slots of mediators, and of those at which somebody is blocked. */
  private readonly mediators: number[] = [];
  private readonly blocking: number[] = [];

  constructor(private readonly system: KernelSpace) {
    this.first = 1 + system.threads.length;
  }

  private threadSeen(number: number): ThreadSeen {
    const known = this.threads[number];
    if (known !== undefined) return known;
    const { thread } = this.system.threadInfos[number] as { readonly thread: Thread };
    const active = thread.tag === 'Live' || thread.tag === 'Blocked';
    const inside: number[] = [];
    let depth = 0;
    let innermost = false;
    let whole = true;
    for (let w = active ? thread.frames : undefined; w?.tag === 'Frame'; w = w.rest) {
      const { head } = w;
      if (head.tag === 'InObject') {
        const slot = this.system.slotNamed(head.o);
        if (slot < 0) whole = false;
        else {
          inside.push(slot, Number(head.j));
          if (depth === 0) innermost = true;
        }
      }
      depth++;
    }
    const seen: ThreadSeen = {
      live: thread.tag === 'Live',
      blocked: thread.tag === 'Blocked',
      g: active ? Number(thread.g) : -1,
      depth,
      inside,
      innermost,
    };
    // An object that there is not yet may be there later.
    if (whole) this.threads[number] = seen;
    return seen;
  }
  private placedSeen(number: number): PlacedSeen {
    const known = this.objects[number];
    if (known !== undefined) return known;
    const { placed, version, phase, g } = this.system.placedInfos[number] as KernelSpace['placedInfos'][number];
    const med = placed.entry.tag === 'Med' ? placed.entry : undefined;
    const slots = (names: readonly string[]): number[] => names.map((t) => this.system.slotNamed(t));
    return (this.objects[number] = {
      C: placed.C,
      version,
      phase,
      g,
      inside: med === undefined ? [] : slots(keys(med.inside)),
      blocked: med === undefined ? [] : slots(listOf(med.blocked)),
    });
  }
  /** What is looked at of a label, by its number. */
  labelSeen(number: number): LabelSeen {
    const known = this.labels[number];
    if (known !== undefined) return known;
    const label = this.system.label(number);
    const { rule } = label;
    const release = rule.startsWith('M-Release');
    return (this.labels[number] = {
      label,
      slot: this.system.slotNamed(label.actor),
      mediates: rule.startsWith('M-') && rule !== 'M-Install' && rule !== 'M-Skip',
      release,
      calls: release || rule.startsWith('C-'),
    });
  }
  private coreSeen(s: State): CoreSeen {
    const number = s[0] as number;
    const known = this.cores[number];
    if (known !== undefined) return known;
    const { registry, world } = this.system.core(s);
    const newest = new Map<string, number>();
    const late = new Set<string>();
    let left = false;
    for (const [C, r] of entries(registry)) {
      if (r.todo.length > 0) left = true;
      else newest.set(C, Number(newestNumber(world, C)));
      for (const o of r.late) late.add(o);
    }
    return (this.cores[number] = { left, newest, late });
  }

  /** Says of a state, before it is asked for, who moves there. */
  moves(state: number, { slot }: LabelSeen): void {
    if (slot >= 0) this.moved[slot] = state;
  }

  /** Whether O4, O7 or O11 may fall at a step. */
  step(s: State, { release, calls }: LabelSeen, to: State): boolean {
    // Objects that are made are looked at.
    if (s.length !== to.length) return true;
    for (let k = this.first; k < s.length; k++) {
      const [a, b] = [s[k] as number, to[k] as number];
      if (a === b) continue;
      if (a < 0 || b < 0 || this.placedSeen(b).version < this.placedSeen(a).version) return true;
    }
    if (!calls) return false;
    for (let k = 1; k < this.first; k++) {
      const [a, b] = [s[k] as number, to[k] as number];
      if (a === b) continue;
      const [old, now] = [this.threadSeen(a), this.threadSeen(b)];
      if (!now.live) continue;
      if (release && now.depth !== old.depth + 1) return true;
      if (now.depth <= old.depth || !now.innermost) continue;
      const number = to[now.inside[0] as number] ?? -1;
      if (number >= 0 && this.placedSeen(number).version !== now.inside[1]) return true;
    }
    return false;
  }

  /** Whether O2, O3, O4, O5 or O8 may fall in a state, of which it was said who moves. */
  state(state: number, s: State, over: boolean): boolean {
    const core = this.coreSeen(s);
    if (over && core.left) return true;
    const { times, mediators, blocking, first } = this;
    mediators.length = 0;
    blocking.length = 0;
    let waiting = false;
    for (let k = 1; k < first; k++) {
      const { live, blocked, inside } = this.threadSeen(s[k] as number);
      if (live && this.moved[k] !== state) return true;
      if (blocked) waiting = true;
      for (let i = 0; i < inside.length; i += 2) {
        const number = s[inside[i] as number] ?? -1;
        if (number < 0) continue;
        const p = this.placedSeen(number);
        if (p.phase === 'Transfer' || p.version !== inside[i + 1]) return true;
      }
    }
    for (let k = first; k < s.length; k++) {
      const number = s[k] as number;
      if (number < 0) continue;
      const p = this.placedSeen(number);
      if (p.phase === undefined) {
        if (p.version < (core.newest.get(p.C) ?? 0) && !core.late.has(this.system.nameAt(k))) return true;
        continue;
      }
      mediators.push(number);
      if ((p.phase === 'Transfer' || p.phase === 'Completed') && this.moved[k] !== state) return true;
      if (p.blocked.length > 0) blocking.push(number);
    }
    if (over) return waiting || mediators.length > 0;
    if (!waiting && blocking.length === 0) return false;
    for (let k = 1; k < first; k++) times[k] = 0;
    for (const number of blocking)
      for (const t of this.placedSeen(number).blocked) {
        if (t < 0) return true;
        times[t] = (times[t] as number) + 1;
      }
    for (let k = 1; k < first; k++) if (times[k] !== (this.threadSeen(s[k] as number).blocked ? 1 : 0)) return true;
    return this.youngerOne(s);
  }

  /** Whether a mediator waits for a thread that another one blocks, which is not older. */
  private youngerOne(s: State): boolean {
    for (const y of this.blocking) {
      const other = this.placedSeen(y);
      if (other.phase !== 'Block') continue;
      for (const x of this.mediators) {
        const own = this.placedSeen(x);
        if (x !== y && other.g < own.g) continue;
        for (const t of other.blocked)
          if (
            own.phase === 'Block' ? own.inside.includes(t) : own.phase === 'Forward' && this.startedBefore(s, t, own.g)
          )
            return true;
      }
    }
    return false;
  }
  private startedBefore(s: State, t: number, g: number): boolean {
    const own = this.threadSeen(s[t] as number).g;
    return own >= 0 && own < g;
  }
}
