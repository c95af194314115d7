/**
 * Smaller systems that the grammar alone does not come to, since several places have to change at once: a method or a field that no version has any more, an
 * object that is gone with what uses it.
 */
import type { Term } from '../../semantics/grammar.ts';
import { rebuild } from '../../semantics/rebuilding.ts';
import { fieldList, pairsOf } from '../../semantics/components/expressions.ts';
import {
  components as grammar,
  make,
  type Classes,
  type Expr,
  type Imports,
  type KernelSystem,
  type Methods,
  type Objects,
  type Slots,
  type Updates,
  type Version,
} from '../../semantics/components/grammar.ts';
import { itemsOf } from '../../semantics/components/values.ts';

type Rewrite = (x: Term) => Term;

/** A term with its parts rewritten, and then itself. */
const rewritten = <T extends Term>(term: T, f: Rewrite): T => rebuild(grammar, term, { made: f });

const versions = (P: KernelSystem, change: (C: string, V: Version) => Version): KernelSystem => {
  const classes = (χ: Classes): Classes =>
    χ.tag === 'NoClasses' ? χ : make.Classes.Class(χ.C, change(χ.C, χ.version), classes(χ.rest));
  const updates = (Q: Updates): Updates =>
    Q.tag === 'NoUpdates'
      ? Q
      : make.Updates.Updates(
          make.Update.Update(Q.update.u, Q.update.haste, Q.update.formats, classes(Q.update.classes)),
          updates(Q.rest),
        );
  return make.System.System(P.formats, classes(P.classes), P.objects, P.starts, updates(P.updates));
};
/** Whether it is an object or a variable of this name. */
const named = (term: Term, tag: 'Obj' | 'Var', name: string): boolean => {
  const e = term as Expr;
  return e.tag === tag && (e.tag === 'Obj' ? e.o : e.x) === name;
};
const zero = make.Expr.Num(0n);
/** Calls of a method give way to 0. */
const silenced =
  (m: string): Rewrite =>
  (x) =>
    (x as Expr).tag === 'Send' && (x as Expr & { tag: 'Send' }).m === m ? zero : x;

function withoutMethod(M: Methods, m: string): Methods {
  if (M.tag === 'NoMethods') return M;
  const rest = withoutMethod(M.rest, m);
  return M.m === m ? rest : make.Methods.Method(M.m, M.params, M.type, M.e, rest);
}
function withoutSlot(d: Slots, f: string): Slots {
  if (d.tag === 'NoSlots') return d;
  const rest = withoutSlot(d.rest, f);
  return d.f === f ? rest : make.Slots.Slot(d.f, d.type, d.e, rest);
}
function imports(I: Imports, f: string): Imports {
  if (I.tag === 'NoImports') return I;
  return make.Imports.Import(I.F, I.x, fieldList(pairsOf(I.fields).filter(([g]) => g !== f)), imports(I.rest, f));
}
function withoutClass(χ: Classes, C: string): Classes {
  if (χ.tag === 'NoClasses') return χ;
  return χ.C === C ? withoutClass(χ.rest, C) : make.Classes.Class(χ.C, χ.version, withoutClass(χ.rest, C));
}
function withoutObjects(Y: Objects, gone: (o: string, C: string) => boolean): Objects {
  if (Y.tag === 'NoObjects') return Y;
  const rest = withoutObjects(Y.rest, gone);
  return gone(Y.o, Y.C) ? rest : make.Objects.Object(Y.o, Y.C, Y.fields, rest);
}

const names = <K extends 'Method' | 'Slot'>(list: Methods | Slots, tag: K): string[] => {
  const all: string[] = [];
  for (
    let at = list as { tag: string; m?: string; f?: string; rest?: unknown };
    at.tag === tag;
    at = at.rest as typeof at
  )
    all.push((at.m ?? at.f) as string);
  return all;
};

/** Smaller systems, those without most first. */
export function* smallerSystems(P: KernelSystem): IterableIterator<KernelSystem> {
  const classes: { readonly C: string; readonly version: Version }[] = [];
  for (let χ = P.classes; χ.tag === 'Class'; χ = χ.rest) classes.push(χ);
  // Classes with their objects; calls of methods of their own go as well.
  for (const { C, version } of classes) {
    let less = make.System.System(
      P.formats,
      withoutClass(P.classes, C),
      withoutObjects(P.objects, (_, D) => D === C),
      P.starts,
      withoutFromUpdates(P.updates, C),
    );
    for (const m of names(version.methods, 'Method'))
      if (!classes.some((d) => d.C !== C && names(d.version.methods, 'Method').includes(m)))
        less = rewritten(less, silenced(m));
    const gone = new Set<string>();
    for (let Y = P.objects; Y.tag === 'Object'; Y = Y.rest) if (Y.C === C) gone.add(Y.o);
    yield rewritten(less, (x) => {
      const e = x as Expr;
      return e.tag === 'Send' && e.e.tag === 'Obj' && gone.has(e.e.o) ? zero : x;
    });
  }
  // One object in place of another of its class.
  const objects: { readonly o: string; readonly C: string }[] = [];
  for (let Y = P.objects; Y.tag === 'Object'; Y = Y.rest) objects.push(Y);
  for (const { o, C } of objects) {
    const other = objects.find((y) => y.C === C && y.o !== o);
    const less = make.System.System(
      P.formats,
      P.classes,
      withoutObjects(P.objects, (x) => x === o),
      P.starts,
      P.updates,
    );
    if (other !== undefined) yield rewritten(less, (x) => (named(x, 'Obj', o) ? make.Expr.Obj(other.o) : x));
    else yield less;
  }
  // Fields that no version has.
  for (const { C, version } of classes)
    for (const [k, f] of names(version.fields, 'Slot').entries()) {
      yield versions(P, (D, V) => {
        if (D !== C) return V;
        // A renamed field has the same place.
        const g = names(V.fields, 'Slot')[k] ?? f;
        const gone: Rewrite = (x) => {
          const e = x as Expr;
          if (e.tag === 'Get' && e.f === g) return zero;
          if (e.tag === 'Set' && e.f === g) return e.e;
          return e.tag === 'Proj' && e.l === f ? zero : x;
        };
        const less = make.Version.Version(
          withoutSlot(V.fields, g),
          V.methods,
          V.exports,
          imports(V.imports, g),
          V.adaptors,
        );
        return rewritten(less, gone);
      });
    }
  // Methods that no version has.
  const methods = new Set(classes.flatMap((d) => names(d.version.methods, 'Method')));
  for (const m of methods)
    yield rewritten(
      versions(P, (_, V) =>
        make.Version.Version(V.fields, withoutMethod(V.methods, m), V.exports, V.imports, withoutMethod(V.adaptors, m)),
      ),
      silenced(m),
    );
  for (const { C } of classes)
    for (const m of methods)
      yield versions(P, (D, V) =>
        D === C
          ? make.Version.Version(
              V.fields,
              withoutMethod(V.methods, m),
              V.exports,
              V.imports,
              withoutMethod(V.adaptors, m),
            )
          : V,
      );
  // A method without its parameters.
  for (const m of methods)
    yield rewritten(
      versions(P, (_, V) => {
        const bare = (M: Methods): Methods =>
          M.tag === 'NoMethods'
            ? M
            : M.m !== m
              ? make.Methods.Method(M.m, M.params, M.type, M.e, bare(M.rest))
              : make.Methods.Method(
                  M.m,
                  make.Params.NoParams(),
                  M.type,
                  params(M).reduce((e, x) => rewritten(e, (y) => (named(y, 'Var', x) ? zero : y)), M.e),
                  bare(M.rest),
                );
        return make.Version.Version(V.fields, bare(V.methods), V.exports, V.imports, bare(V.adaptors));
      }),
      (x) => {
        const e = x as Expr;
        return e.tag === 'Send' && e.m === m && itemsOf(e.args).length > 0
          ? make.Expr.Send(e.e, e.m, make.Items.NoItems())
          : x;
      },
    );
}
const params = (M: Methods & { readonly tag: 'Method' }): string[] => {
  const all: string[] = [];
  for (let p = M.params; p.tag === 'Param'; p = p.rest) all.push(p.x);
  return all;
};
function withoutFromUpdates(Q: Updates, C: string): Updates {
  if (Q.tag === 'NoUpdates') return Q;
  const { u, haste, formats, classes } = Q.update;
  return make.Updates.Updates(
    make.Update.Update(u, haste, formats, withoutClass(classes, C)),
    withoutFromUpdates(Q.rest, C),
  );
}
