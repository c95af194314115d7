/** The shared machinery of rules: judgements, traced rules, systems and variants. */
export * from './digest.ts';
export * from './judgement.ts';
export * from './metafunctions.ts';
export * from './rule.ts';
export * from './system.ts';
export * from './theorem.ts';
export * from './variant.ts';
export * from './extend.ts';
