/** Arrays of numbers that grow, and the table of states. */
import type { State } from './system.ts';

/** Integers (32 bits) in order, as many as memory holds. */
export class Numbers {
  length = 0;
  private items: Int32Array;

  constructor(capacity = 1024) {
    this.items = new Int32Array(capacity);
  }

  push(n: number): void {
    if (this.length === this.items.length) this.grow(this.length + 1);
    this.items[this.length++] = n;
  }

  at(i: number): number {
    return this.items[i] as number;
  }

  /** The numbers themselves, without a copy; they may be followed by others. */
  get array(): Int32Array {
    return this.items;
  }

  private grow(least: number): void {
    const larger = new Int32Array(Math.max(least, Math.ceil(this.items.length * 1.6)));
    larger.set(this.items);
    this.items = larger;
  }
}

/** Integers that the chunks of a table's arena have room for. */
const chunkBits = 18;
const chunkSize = 1 << chunkBits;
/** And the first one to begin with: most state spaces of a hunt are small. */
const firstSize = 1 << 11;

/**
 * The states found, numbered from 0 in the order in which they were added. Tuples lie one after the other in chunks;
 * an open hash table finds candidates, and the comparison of whole tuples decides.
 */
export class StateTable {
  private readonly chunks: Int32Array[] = [new Int32Array(firstSize)];
  private used = 0;
  /** Where the tuple of a state starts: its length, then its integers. */
  private readonly places = new Numbers();
  private readonly hashes = new Numbers();
  /** Numbers of states, plus one; 0 where free. */
  private slots = new Int32Array(1 << 10);

  get size(): number {
    return this.places.length;
  }

  /** Bytes of the tables, room to grow included. */
  get bytes(): number {
    const chunks = this.chunks.reduce((sum, c) => sum + c.byteLength, 0);
    return chunks + this.slots.byteLength + this.places.array.byteLength + this.hashes.array.byteLength;
  }

  /** The number of a state; -1 if it is not there. */
  find(s: State): number {
    return (this.slots[this.slotOf(s, hash(s))] as number) - 1;
  }

  /** The number of a state, which is added if it is new; then the number is the size before. */
  add(s: State): number {
    const h = hash(s);
    const slot = this.slotOf(s, h);
    const known = this.slots[slot] as number;
    if (known !== 0) return known - 1;
    const number = this.size;
    this.store(s);
    this.hashes.push(h);
    this.slots[slot] = number + 1;
    if (number * 2 > this.slots.length) this.rehash();
    return number;
  }

  /** The tuple of a state: a view that stays valid. */
  state(number: number): Int32Array {
    const place = this.places.at(number) >>> 0;
    const chunk = this.chunks[Math.floor(place / chunkSize)] as Int32Array;
    const at = place % chunkSize;
    return chunk.subarray(at + 1, at + 1 + (chunk[at] as number));
  }

  /** The tuple of a state, written into an array: where so many are read that views cost too much. */
  copy(number: number, into: number[]): void {
    const place = this.places.at(number) >>> 0;
    const chunk = this.chunks[Math.floor(place / chunkSize)] as Int32Array;
    const at = (place % chunkSize) + 1;
    const length = chunk[at - 1] as number;
    into.length = length;
    for (let i = 0; i < length; i++) into[i] = chunk[at + i] as number;
  }

  private store(s: State): void {
    const needed = s.length + 1;
    let last = this.chunks[this.chunks.length - 1] as Int32Array;
    if (this.chunks.length === 1 && this.used + needed > last.length && last.length < chunkSize) {
      // Views of what was there before stay valid: it is never written again.
      const larger = new Int32Array(Math.min(chunkSize, 2 ** Math.ceil(Math.log2(this.used + needed))));
      larger.set(last.subarray(0, this.used));
      this.chunks[0] = last = larger;
    }
    if (this.used + needed > last.length) {
      // A tuple larger than a chunk has chunks of its own, so that places go on in steps of one size.
      const chunks = Math.max(1, Math.ceil(needed / chunkSize));
      last = new Int32Array(chunks * chunkSize);
      this.chunks.push(last);
      for (let i = 1; i < chunks; i++) this.chunks.push(last.subarray(i * chunkSize));
      if (this.chunks.length * chunkSize > 0xffffffff) throw new RangeError('more states than this machine can hold');
      this.places.push((this.chunks.length - chunks) * chunkSize);
      this.used = chunks > 1 ? chunkSize : needed;
      last[0] = s.length;
      for (let i = 0; i < s.length; i++) last[i + 1] = s[i] as number;
      return;
    }
    this.places.push((this.chunks.length - 1) * chunkSize + this.used);
    last[this.used] = s.length;
    for (let i = 0, at = this.used + 1; i < s.length; i++) last[at++] = s[i] as number;
    this.used += needed;
  }

  /** The slot of a state: its own, or the free one where it belongs. */
  private slotOf(s: State, h: number): number {
    const mask = this.slots.length - 1;
    for (let slot = h & mask; ; slot = (slot + 1) & mask) {
      const number = this.slots[slot] as number;
      if (number === 0 || (this.hashes.at(number - 1) === h && this.same(number - 1, s))) return slot;
    }
  }

  private same(number: number, s: State): boolean {
    const place = this.places.at(number) >>> 0;
    const chunk = this.chunks[Math.floor(place / chunkSize)] as Int32Array;
    const at = place % chunkSize;
    if (chunk[at] !== s.length) return false;
    for (let i = 0; i < s.length; i++) if (chunk[at + 1 + i] !== s[i]) return false;
    return true;
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = this.hashes.at(number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.slots = slots;
  }
}

function hash(s: State): number {
  let h = s.length | 0;
  for (let i = 0; i < s.length; i++) {
    h = Math.imul(h ^ (s[i] as number), 0x9e3779b1);
    h ^= h >>> 15;
  }
  h = Math.imul(h ^ (h >>> 13), 0x85ebca6b);
  return h ^ (h >>> 16);
}
