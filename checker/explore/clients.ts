/** Clients of programs, as a calculus lists them for whoever looks for what an update surprises them with. */

/** A client, and the programs with it in them. */
export interface Client {
  /** What it does, as a text of the calculus. */
  readonly text: string;
  /** The old program, then the new ones, each with the client beside its own expression. */
  readonly programs: readonly string[];
}

export interface Clients {
  /** The variable in which a client writes down what it gets. */
  readonly observed: string;
  /** All clients of so many statements, in a fixed order. */
  ofSize(size: number): Iterable<Client>;
}
