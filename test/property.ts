/**
 * Properties with a seed. It is the same in every run unless MUTANDIS_SEED gives another; fast-check prints it, and the
 * path to the counterexample, when a property fails.
 */
import fc from 'fast-check';

const given = process.env.MUTANDIS_SEED;

/** The seed of all properties: a 32-bit integer. */
export const seed = given === undefined ? 20070801 : Number.parseInt(given, 10) | 0;

/** Asserts a property with this seed, unless its parameters have one. */
export const assertProperty = <Ts>(property: fc.IProperty<Ts>, parameters: fc.Parameters<Ts> = {}): void =>
  fc.assert(property, { seed, ...parameters });
