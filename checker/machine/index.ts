/** The machine made from the rules of a system. */
export * from './machine.ts';
export * from './plan.ts';
export * from './store.ts';
export * from './workings.ts';
