/** The view that components bring. */
import type { OwnView } from '../registry.ts';

export const views: readonly OwnView[] = [
  {
    name: 'objects',
    title: 'Objects',
    sentence: 'the object table of a running kernel, its mediators and threads, and each step of an update',
    load: async () => (await import('./objects.tsx')).Objects,
  },
];
