/** What follows from rules: derive, explain, the file form of derivations, replay. */
export * from './compile.ts';
export * from './derivation.ts';
export * from './derive.ts';
export * from './explain.ts';
export * from './format.ts';
export * from './replay.ts';
export * from './systems.ts';
export { instance, type Instance as TheoremInstance } from './instance.ts';
