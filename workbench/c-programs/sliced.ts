/** How C programs are cut down to programs of a calculus and judged there: by the first one of the registry that brings it. */
import { brought } from '../brought.ts';
import type { Slicing } from './slicing.ts';

const [found] = (
  await brought(
    import.meta.url,
    'slicing',
    async (name) => (await import(`./${name}/slicing.ts`)) as { readonly slicing: Slicing },
  )
).values();
if (found === undefined) throw new Error('there is no calculus for C programs: a bug');

export const { slicing } = found;
