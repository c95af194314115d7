/** The rules of the lambda calculus, one file per group, and its faults. */
export * from './typing.ts';
export * from './reduction.ts';
export * from './system.ts';
export * from './variants.ts';
