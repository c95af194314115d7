/** What the hunt is told of threads: what Proteus' is, and how programs are explored. */
import { proteusHuntingGround } from '../proteus/hunting-ground.ts';
import type { HuntingGround } from '../hunt/hunting-ground.ts';
import { exploredTheorems, explorationEpisode } from './hunting.ts';

const { hints, shrinking, settled, several } = proteusHuntingGround;

/** Where the name of a thread stands. */
const threadNames = new Set(['j', 'By.j']);
const threads = ['0', '1'];

export const threadsHuntingGround: HuntingGround = {
  hints: {
    ...hints,
    names: (role, around, exhaustive) => (threadNames.has(role) ? threads : hints.names(role, around, exhaustive)),
    weights: { ...hints.weights, 'T-Fork': 6, 'T-Acquire': 2, 'H-By': 0.1 },
  },
  settled,
  ...(several === undefined ? {} : { several }),
  ...(shrinking === undefined ? {} : { shrinking }),
  explored: { theorems: exploredTheorems, episode: explorationEpisode },
};
