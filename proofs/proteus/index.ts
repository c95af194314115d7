/** What is claimed of Proteus, and Proteus as one value. */
export * from './theorems.ts';
export * from './functions.ts';
export * from './calculus.ts';
