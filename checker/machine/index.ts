/** The machine made from the rules of a system. */
export * from './machine.ts';
export * from './prepared.ts';
export * from './store.ts';
export * from './workings.ts';
