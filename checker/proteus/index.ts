/** Proteus run and checked: loading, inference, runs with updates, reasons, recorded derivations. */
export * from './analysis.ts';
export * from './declare.ts';
export * from './flows.ts';
export * from './ground.ts';
export * from './hints.ts';
export * from './infer.ts';
export * from './load.ts';
export * from './machine.ts';
export * from './messages.ts';
export * from './prepare.ts';
export * from './reasons.ts';
export * from './rebuild.ts';
export * from './record.ts';
export * from './run.ts';
export * from './solve.ts';
export * from './telling.ts';
export * from './workings.ts';
