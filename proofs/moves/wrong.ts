/** Moves that cannot be made, and why. */

/** What matching left open, and what may be said of it. */
export interface Unsaid {
  readonly meta: string;
  /** The terms of its sort in the branch, as they are written there. */
  readonly terms: readonly string[];
}
export interface Wrong {
  /** The move, from 0. */
  readonly at: number;
  /** What hints go by. */
  readonly code: string;
  readonly message: string;
  /** What has to be said for the move to be made, if that is all. */
  readonly unsaid: readonly Unsaid[];
}

export class NoMove extends Error {
  readonly code: string;
  readonly unsaid: readonly Unsaid[];
  constructor(code: string, message: string, unsaid: readonly Unsaid[] = []) {
    super(message);
    this.code = code;
    this.unsaid = unsaid;
  }
}
export const no = (code: string, message: string): never => {
  throw new NoMove(code, message);
};
/** The moves are at their end, and a branch is open. */
export class Unfinished extends Error {}
