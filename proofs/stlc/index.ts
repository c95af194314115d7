/** What is claimed of the lambda calculus, and it as one value. */
export * from './theorems.ts';
export * from './calculus.ts';
