/** The systems that are explored for one request. */
import type { TransitionSystem } from '../../checker/explore/system.ts';
import { reduced, symmetric } from '../../checker/explore/wrap.ts';
import type { Request } from './request.ts';

export interface Part {
  /** The updated system, the program without updates, or one of the new programs. */
  readonly of: 'updated' | 'old' | number;
  readonly reduce: boolean;
  readonly symmetric: boolean;
}

/** What is told while it is explored. */
export const partName = ({ of }: Part): string =>
  of === 'updated' ? 'the updated system' : of === 'old' ? 'the old program' : `new program ${of + 1}`;

/** The system, without states being left out. */
export function basisOf(request: Request, { of, symmetric: alike }: Part): TransitionSystem {
  const system = of === 'updated' ? request.updated : of === 'old' ? request.old() : request.fresh[of];
  if (system === undefined) throw new Error('there is no such program');
  return alike ? symmetric(system) : system;
}

export function partOf(request: Request, part: Part): TransitionSystem {
  const basis = basisOf(request, part);
  return part.reduce ? reduced(basis) : basis;
}
