/** What is claimed, and what is known: theorems, obligations, recorded counterexamples, the calculi. */
export * from './calculi.ts';
export * from './obligations.ts';
export * from './records.ts';
export * from './written.ts';
export * from './proteus/theorems.ts';
export * from './proteus/functions.ts';
export * from './stlc/theorems.ts';
