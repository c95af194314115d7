/** Views of Proteus alone. */
import type { OwnView } from '../registry.ts';

export const views: readonly OwnView[] = [
  {
    name: 'histories',
    title: 'Histories',
    sentence: 'releases of a C program: at which update points each patch could go in',
    load: async () => (await import('../histories.tsx')).Histories,
  },
];
