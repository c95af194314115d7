/** Proteus with threads: an extension of Proteus. No rule of Proteus is written again but those that threads.md reads in another way. */
import { threads as grammar } from '../../semantics/threads/grammar.ts';
import { added, metas } from '../../semantics/threads/metas.ts';
import { extend } from '../extend.ts';
import { reduces as baseReduces, steps as baseSteps } from '../proteus/reduction.ts';
import { proteus } from '../proteus/system.ts';
import {
  RAssign,
  RForce,
  RunStart,
  RunStep,
  executes,
  follows,
  moves,
  reduces,
  runs,
  steps,
  threadsReduction,
} from './reduction.ts';
import { configurations, stateOk, threadsOk, threadsTranslation, threadsTyping } from './typing.ts';
import { RUpd, admits, threadsUpdates } from './updates.ts';

export const threads = extend(proteus, {
  name: 'threads',
  grammar,
  metas: added,
  judgements: [threadsOk, stateOk, moves, runs, follows, executes, admits],
  lift: [
    { of: baseReduces, to: reduces, positions: [metas.j, 0, 1, 2, 3] },
    { of: baseSteps, to: steps, positions: [metas.j, 0, 1, 2] },
  ],
  replace: [RForce, RAssign, RUpd, RunStart, RunStep],
  add: [...threadsTranslation, ...threadsTyping, ...configurations, ...threadsReduction, ...threadsUpdates],
  // A configuration of Proteus is where a program starts; it is run as one of threads.
  remove: ['U-Dynamic', 'U-Static', 'P-Run', 'Progress-Value', 'Progress-Step'],
});
