/** Small codecs that formats are made of: what is read is checked by them, and the published JSON Schemas are made from them. */
import * as t from 'io-ts';

/** A codec with a sentence for whoever reads the schema. @typeParam C what it says something of. */
export class Described<C extends t.Mixed> extends t.Type<t.TypeOf<C>, t.OutputOf<C>, unknown> {
  readonly of: C;
  readonly sentence: string;
  constructor(of: C, sentence: string) {
    super(of.name, (u): u is t.TypeOf<C> => of.is(u), (u, c) => of.validate(u, c) as t.Validation<t.TypeOf<C>>, t.identity); // prettier-ignore
    this.of = of;
    this.sentence = sentence;
  }
}
export const says = <C extends t.Mixed>(sentence: string, of: C): Described<C> => new Described(of, sentence);

/** A whole number from 0. */
const isWhole = (u: unknown): u is number => typeof u === 'number' && Number.isInteger(u) && u >= 0;
export const whole: t.Type<number> = new t.Type<number>(
  'whole',
  isWhole,
  (u, c) => (isWhole(u) ? t.success(u) : t.failure(u, c, 'a whole number is expected')),
  t.identity,
);
export const list = t.readonlyArray;
export const names = list(t.string);
export const nullable = <C extends t.Mixed>(of: C): t.UnionC<[C, t.NullC]> => t.union([of, t.null]);
/** These members and no others. */
export const object = <P extends t.Props>(members: P): t.ExactC<t.TypeC<P>> => t.exact(t.type(members));
/** These members, these where there is something to say, and no others. */
export const open = <P extends t.Props, Q extends t.Props>(
  members: P,
  some: Q,
): t.ExactC<t.IntersectionC<[t.TypeC<P>, t.PartialC<Q>]>> =>
  t.exact(t.intersection([t.type(members), t.partial(some)]));
export const oneOf = <T extends string>(...values: readonly T[]): t.KeyofC<Record<T, null>> =>
  t.keyof(Object.fromEntries(values.map((v) => [v, null])) as Record<T, null>);
export const by = <C extends t.Mixed>(of: C): t.RecordC<t.StringC, C> => t.record(t.string, of);
/** What a codec reads, as far as it fits. @param name what is expected, in words. */
export function such<A>(of: t.Type<A, unknown>, name: string, fits: (x: A) => boolean): t.Type<A> {
  const is = (u: unknown): u is A => of.is(u) && fits(u);
  return new t.Type<A>(name, is, (u, c) => (is(u) ? t.success(u) : t.failure(u, c, `${name} is expected`)), t.identity);
}
