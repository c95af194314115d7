/** What the reading of bodies knows of the file that they are in, and tells it. */
import type { Callee } from '../code.ts';
import type { Place, Places, TreeNode } from './tree.ts';
import type { CType, TypeReader, Typedefs } from './types.ts';
import type { UnitPin, UnitRemark } from './unit.ts';

export interface Context {
  readonly places: Places;
  readonly typedefs: Typedefs;
  readonly types: TypeReader;
  /** Members, by clang's number, and the names of the records that they are members of. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** Enumerators by clang's number, and their enumerations. */
  readonly enumerators: ReadonlyMap<string, string>;
  /** Static globals and functions of this file: their names with the file's. */
  readonly statics: ReadonlyMap<string, string>;
  readonly taken: Set<string>;
  readonly pinned: UnitPin[];
  readonly unsupported: UnitRemark[];
  readonly handlers: { callee: Callee; why: string }[];
  /** The key of what has this type by value. */
  key(t: CType): string | null;
  typeOf(node: TreeNode): CType;
  functionName(name: string): string;
  /** A type or function is declared in a function. */
  declare(node: TreeNode, place: Place, own: boolean, within: string | undefined): void;
  /** A static local is declared; its name. */
  global(node: TreeNode, place: Place, within?: string): string;
  /** What has no tag is the type of something that has a name. */
  nameAnonymous(type: string, name: string): void;
}
