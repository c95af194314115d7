/** What a kernel comes to once all its updates are through: the newest version of each class, formats, objects. */
import { make, type Formats, type KernelSystem, type Methods, type Params, type Slots, type Type, type Version } from '../../../semantics/components/grammar.ts'; // prettier-ignore

export type Slot = Slots & { readonly tag: 'Slot' };
export type Method = Methods & { readonly tag: 'Method' };
export type Param = Params & { readonly tag: 'Param' };

export interface Shape {
  readonly classes: ReadonlyMap<string, Version>;
  readonly formats: ReadonlyMap<string, Type>;
  /** Objects, with their classes. */
  readonly objects: ReadonlyMap<string, string>;
}

export function slotsOf(d: Slots): readonly Slot[] {
  const all: Slot[] = [];
  for (let at = d; at.tag === 'Slot'; at = at.rest) all.push(at);
  return all;
}
export function methodsOf(M: Methods): readonly Method[] {
  const all: Method[] = [];
  for (let at = M; at.tag === 'Method'; at = at.rest) all.push(at);
  return all;
}
export function paramsOf(ξ: Params): readonly Param[] {
  const all: Param[] = [];
  for (let at = ξ; at.tag === 'Param'; at = at.rest) all.push(at);
  return all;
}

/** A version as code: fields, methods and exports. */
export const codeOf = ({ fields, methods, exports }: Version): Version =>
  make.Version.Version(fields, methods, exports, make.Imports.NoImports(), make.Methods.NoMethods());

export function shapeOf({ formats, classes, objects, updates }: KernelSystem): Shape {
  const found = {
    classes: new Map<string, Version>(),
    formats: new Map<string, Type>(),
    objects: new Map<string, string>(),
  };
  const take = (θ: Formats, χ: KernelSystem['classes']): void => {
    for (let at = θ; at.tag === 'Format'; at = at.rest) found.formats.set(at.F, at.type);
    for (let at = χ; at.tag === 'Class'; at = at.rest) found.classes.set(at.C, codeOf(at.version));
  };
  take(formats, classes);
  for (let Q = updates; Q.tag === 'Updates'; Q = Q.rest) take(Q.update.formats, Q.update.classes);
  for (let Y = objects; Y.tag === 'Object'; Y = Y.rest) found.objects.set(Y.o, Y.C);
  return found;
}
