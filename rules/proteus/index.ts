/** The judgements and rules of Proteus, in the order of the document. */
export * from './subtyping.ts';
export * from './translation.ts';
export * from './programs.ts';
export * from './typing.ts';
export * from './declarative.ts';
export * from './heaps.ts';
export * from './reduction.ts';
export * from './updates.ts';
export * from './claims.ts';
export * from './system.ts';
export * from './variants.ts';
