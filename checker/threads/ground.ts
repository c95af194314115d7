/** What the hunt is told of threads: what Proteus' is, and how programs are explored. */
import { proteusGround } from '../proteus/ground.ts';
import type { Ground } from '../hunt/episodes.ts';
import { exploredTheorems, explorationEpisode } from './hunting.ts';

const { hints, shrinking, settled, several } = proteusGround;

export const threadsGround: Ground = {
  hints: { ...hints, weights: { ...hints.weights, 'T-Fork': 6, 'T-Acquire': 2, 'T-By': 0.1 } },
  settled,
  ...(several === undefined ? {} : { several }),
  ...(shrinking === undefined ? {} : { shrinking }),
  explored: { theorems: exploredTheorems, episode: explorationEpisode },
};
