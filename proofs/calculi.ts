/** All calculi that the workbench knows, loaded. The page loads them one by one: there this module is the registry alone. */
import type { Calculus } from './calculus.ts';
import { calculusNamed, defaultName, loadCalculi } from './registry.ts';

export * from './registry.ts';
export * from './systems.ts';

await loadCalculi();

/** The one that is meant where none is named. */
export const defaultCalculus = calculusNamed(defaultName) as Calculus;
