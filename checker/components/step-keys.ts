/** What the rules of a step look at, as keys: steps are derived once for each. */
import type { State } from '../explore/system.ts';
import { Numbering, type PlacedInfo, type ThreadInfo } from './numbering.ts';

/** Numbers below this one are packed in pairs. */
export const packed = 2 ** 26;

export abstract class StepKeys extends Numbering {
  /** All mediators, the generations of threads, and those that are blocked: what the rules of a variant may look at besides. */
  protected around(s: State): string {
    let key = `${s[0] as number}`;
    for (let i = 1; i <= this.threads.length; i++) {
      const { thread, g } = this.threadInfos[s[i] as number] as ThreadInfo;
      key += thread.tag === 'Blocked' ? ` b${s[i] as number}` : ` ${g}`;
    }
    for (let k = 1 + this.threads.length; k < s.length; k++) {
      const number = s[k] as number;
      if (number >= 0 && (this.placedInfos[number] as PlacedInfo).mediator) key += ` ${k}:${number}`;
    }
    return key;
  }

  /** What the versions of the objects come to, where updates are judged. */
  versionKey(s: State): string {
    let key = '';
    for (let k = 1 + this.threads.length; k < s.length; k++) {
      const number = s[k] as number;
      key += number < 0 ? '-' : `${(this.placedInfos[number] as PlacedInfo).version},`;
    }
    return key;
  }

  /** The same as a number, where there are few objects and versions. */
  versionNumber(s: State): number | string {
    const first = 1 + this.threads.length;
    if (s.length - first > 16) return this.versionKey(s);
    let key = s.length - first;
    for (let k = first; k < s.length; k++) {
      const number = s[k] as number;
      const version = number < 0 ? -1 : (this.placedInfos[number] as PlacedInfo).version;
      if (version > 6) return this.versionKey(s);
      key = key * 8 + version + 1;
    }
    return key;
  }

  /** What the step of a thread looks at, as one number. */
  protected lookedAt(s: State, info: ThreadInfo, i: number, core: number): number {
    switch (info.kind) {
      case 'begins':
      case 'next':
        return core;
      case 'end':
      case 'while':
      case 'still':
        return 0;
      case 'new': {
        // The name of the new object depends on those that the thread has made.
        let made = 0;
        const prefix = `${this.threads[i] as string}'`;
        const first = 1 + this.threads.length;
        for (let k = first; k < s.length; k++)
          if ((s[k] as number) >= 0 && (this.objects[k - first] as string).startsWith(prefix)) made++;
        return made * packed + core;
      }
      case 'field':
        return s[info.slot] as number;
      case 'return':
        return info.slot < 0 ? 0 : (s[info.slot] as number);
      case 'call': {
        const number = s[info.slot] ?? -1;
        // In variants, what is called may be an instance.
        if (number < 0) return -1 - core;
        const p = this.placedInfos[number] as PlacedInfo;
        const passing = p.phase === 'Block' && this.isInside(s, this.threads[i] as string, p.g) ? 1 : 0;
        return (core * packed + number) * 2 + passing;
      }
    }
  }
  private isInside(s: State, t: string, g: number): boolean {
    for (let k = 1 + this.threads.length; k < s.length; k++) {
      const number = s[k] as number;
      if (number < 0) continue;
      const p = this.placedInfos[number] as PlacedInfo;
      if ((p.phase === 'Forward' || p.phase === 'Block') && p.g <= g && p.inside.has(t)) return true;
    }
    return false;
  }
  /** What the step of a mediator looks at; -2 where it has none. */
  protected mediatorKey(s: State, p: PlacedInfo, core: number): number {
    switch (p.phase) {
      case 'Forward':
        for (let i = 1; i <= this.threads.length; i++) {
          const info = this.threadInfos[s[i] as number] as ThreadInfo;
          if (info.active && info.g < p.g) return -2;
        }
        return 0;
      case 'Block':
        return p.inside.size > 0 ? -2 : core;
      case 'Transfer':
        return core;
      case 'Completed':
        return p.first < 0 ? 0 : core * packed + (s[p.first] as number);
      case undefined:
        return -2;
    }
  }
}
