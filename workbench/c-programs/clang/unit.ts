/** What is read from one source file: plain data, linked with that of the others, and kept for as long as the file's text is the same. */
import type { Callee, Code, Shape } from '../code.ts';

export interface UnitType {
  /** Tag, typedef, or what it was called after. */
  readonly name: string;
  readonly kind: 'struct' | 'union' | 'enum' | 'typedef';
  readonly file: string;
  readonly line: number;
  readonly definition: string;
  /** Of the types of its members, without their names. */
  readonly sequence: string;
  readonly holds: readonly string[];
}

export interface UnitFunction {
  /** Qualified by its file where it is static. */
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly end: number;
  readonly signature: string;
  readonly shape: Shape | null;
  readonly body: string;
  readonly literals: string;
  readonly frame: readonly string[];
  readonly code: Code;
}

export interface UnitGlobal {
  readonly name: string;
  readonly type: string;
  readonly initial: string | null;
  /** Whether this is its definition: a declaration that says extern is not. */
  readonly defined: boolean;
}

export interface UnitPin {
  readonly type: string;
  readonly why: string;
  readonly file: string;
  readonly line: number;
}

export interface UnitRemark {
  readonly what: string;
  readonly function: string | null;
  readonly file: string;
  readonly line: number;
}

export interface Unit {
  readonly file: string;
  readonly types: readonly UnitType[];
  readonly functions: readonly UnitFunction[];
  readonly globals: readonly UnitGlobal[];
  /** Functions whose address is taken. */
  readonly taken: readonly string[];
  /** Functions that become handlers of signals by being stored: `sa_handler`. */
  readonly handlers: readonly { readonly callee: Callee; readonly why: string }[];
  readonly pinned: readonly UnitPin[];
  readonly unsupported: readonly UnitRemark[];
  readonly skipped: readonly UnitRemark[];
}
