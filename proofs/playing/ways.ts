/** Which of several ways to make something is tried next: those that have made most are, and each now and then. */
import { RandomChooser } from '../../checker/generate/choose.ts';

/** Each way is tried so often before one is preferred, and of so many tries one goes through all in turn. */
const atFirst = 6;
const everyWay = 8;

export class Ways {
  readonly count: number;
  private tries = 0;
  private readonly tried: number[];
  private readonly made: number[];
  private readonly chooser = new RandomChooser(1);
  constructor(count: number) {
    this.count = count;
    this.tried = Array<number>(count).fill(0);
    this.made = Array<number>(count).fill(0);
  }
  /** The way that is tried next. */
  next(): number {
    const n = this.tries++;
    if (n < atFirst * this.count) return n % this.count;
    if (n % everyWay === 0) return (n / everyWay) % this.count;
    const rates = this.tried.map((t, i) => (this.made[i]! / t) ** 2);
    const total = rates.reduce((a, b) => a + b, 0);
    if (total === 0) return n % this.count;
    let at = (this.chooser.choose(1 << 16) / (1 << 16)) * total;
    let i = 0;
    while (i + 1 < this.count && (at -= rates[i]!) >= 0) i++;
    return i;
  }
  /** Says whether a way has made what was asked for. */
  tell(way: number, made: boolean): void {
    this.tried[way]!++;
    if (made) this.made[way]!++;
  }
}
