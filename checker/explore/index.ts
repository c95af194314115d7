/** What a system does: state spaces, properties, validity, traces (behaviours.md). */
export * from './system.ts';
export type { Client, Clients } from './clients.ts';
export { Space, endOf, usualLimit, type ExploreOptions } from './space.ts';
export { reduced, symmetric, unfolded } from './wrap.ts';
export { parseProperties, type Kind, type Property } from './parse.ts';
export { check, type Checked, type Verdict } from './check.ts';
export { walk, wrongWith, starved, type Trace } from './witness.ts';
export { outcomesOf, type Outcome, type Outcomes } from './outcomes.ts';
export { validity, type Validity } from './validity.ts';
export { unexpected, type Traces } from './traces.ts';
export { aut, dot, labelText } from './export.ts';
export { bottoms, componentsOf, everywherePossible } from './components.ts';
