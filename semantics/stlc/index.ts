/** The lambda calculus: grammar and metafunctions. */
export * from './grammar.ts';
export * from './functions.ts';
