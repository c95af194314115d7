/** The view that sessions bring. */
import type { OwnView } from '../registry.ts';

export const views: readonly OwnView[] = [
  {
    name: 'sequence',
    title: 'Sequence',
    sentence: 'a run of a session as a sequence diagram, with its queues, its protocol under way, and exercises',
    load: async () => (await import('./sequence.tsx')).Sequence,
  },
];
