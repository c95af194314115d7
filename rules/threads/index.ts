/** Proteus with threads: judgements, rules, variants. */
export { threads } from './system.ts';
