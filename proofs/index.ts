/** What is claimed, and what is known: theorems, obligations, recorded counterexamples, the calculi. */
export * from './calculi.ts';
export * from './calculus.ts';
export * from './stepping.ts';
export * from './obligations.ts';
export * from './records.ts';
export * from './written.ts';
