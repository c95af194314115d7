/** Proposes the update from one kernel to the next: the classes that differ, with imports and adaptors; holes where something has to be asked. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { make, type Classes, type Formats, type KernelSystem, type Type, type Update, type Updates, type Version } from '../../../semantics/components/grammar.ts'; // prettier-ignore
import { inhabitants } from '../../../semantics/components/inhabitants.ts';
import { keywords, print } from '../../../semantics/components/syntax/index.ts';
import type { System } from '../../../rules/system.ts';
import { loadKernelSystem, type LoadedKernel } from '../../../checker/components/load.ts';
import { planKernel } from '../../../checker/components/plan.ts';
import type { Reason } from '../../../checker/runs.ts';
import type { Diff, DiffOptions, Sorted } from '../report.ts';
import { methodsOf, shapeOf, type Shape } from './shape.ts';
import { transferring, type Ask, type Transfer } from './transfer.ts';

const { Num, Var } = make.Expr;

const identifier = (text: string): string => {
  const name = text.replace(/[^A-Za-z0-9_]/g, '_');
  return /^[A-Za-z_]/.test(name) && !keywords.has(name) ? name : `to_${name}`;
};
const formatsOf = (all: ReadonlyMap<string, Type>): Formats =>
  [...all].reduceRight<Formats>((rest, [F, τ]) => make.Formats.Format(F, τ, rest), make.Formats.NoFormats());
const classesOf = (all: readonly (readonly [string, Version])[]): Classes =>
  all.reduceRight<Classes>((rest, [C, V]) => make.Classes.Class(C, V, rest), make.Classes.NoClasses());
const updateOf = (u: string, formats: Formats, all: readonly (readonly [string, Version])[]): Update =>
  make.Update.Update(u, make.Haste.Eager(), formats, classesOf(all));

/** The system with further updates behind its own. */
function followedBy(program: KernelSystem, more: readonly Update[]): KernelSystem {
  const own: Update[] = [];
  for (let Q = program.updates; Q.tag === 'Updates'; Q = Q.rest) own.push(Q.update);
  const updates = [...own, ...more].reduceRight<Updates>(
    (rest, U) => make.Updates.Updates(U, rest),
    make.Updates.NoUpdates(),
  );
  const { formats, classes, objects, starts } = program;
  return make.System.System(formats, classes, objects, starts, updates);
}

/** Why one of the updates is refused; none where all are accepted. */
function refusals(rules: System, { program, file }: LoadedKernel, updates: readonly Update[]): Reason[] {
  const loaded = loadKernelSystem(followedBy(program, updates), file, { system: rules });
  if (isLeft(loaded)) return loaded.left.map(({ message }) => ({ code: 'System', message }));
  return planKernel(loaded.right, rules).updates.flatMap((u) =>
    u.verdict === 'refused' ? [{ code: u.rule ?? 'U-Request', message: `${u.update}: ${u.message ?? ''}` }] : [],
  );
}

const sortedBy = <T>(old: ReadonlyMap<string, T>, next: ReadonlyMap<string, T>, text: (x: T) => string): Sorted => ({
  changed: [...next].flatMap(([k, x]) => (old.has(k) && text(old.get(k) as T) !== text(x) ? [k] : [])),
  added: [...next.keys()].filter((k) => !old.has(k)),
  removed: [...old.keys()].filter((k) => !next.has(k)),
});
const methodTexts = ({ classes }: Shape, of: ReadonlySet<string>): Map<string, string> =>
  new Map(
    [...classes].flatMap(([C, V]) =>
      of.has(C)
        ? methodsOf(V.methods).map((M) => [`${C}.${M.m}`, print(make.Version.Version(make.Slots.NoSlots(), make.Methods.Method(M.m, M.params, M.type, M.e, make.Methods.NoMethods()), make.Exports.NoExports(), make.Imports.NoImports(), make.Methods.NoMethods()))] as const) // prettier-ignore
        : [],
    ),
  );

/** The classes one after the other where they cannot go together: each as soon as what it asks for has settled. */
function inTurn(
  rules: System,
  before: LoadedKernel,
  classes: readonly string[],
  make: (order: readonly string[]) => readonly Update[],
): readonly string[] | undefined {
  const order: string[] = [];
  while (order.length < classes.length) {
    const next = classes.find((C) => !order.includes(C) && refusals(rules, before, make([...order, C])).length === 0);
    if (next === undefined) return undefined;
    order.push(next);
  }
  return order;
}

/**
 * The update from one kernel to the next. Both are taken with all their updates.
 * @param rules what judges the proposal, its holes filled.
 */
export function diffKernels(rules: System, before: LoadedKernel, after: LoadedKernel, options: DiffOptions): Diff {
  const [old, next] = [shapeOf(before.program), shapeOf(after.program)];
  const classes = sortedBy(old.classes, next.classes, print);
  const objects = sortedBy(old.objects, next.objects, String);
  const formats = sortedBy(old.formats, next.formats, print);
  const notes: string[] = [];
  const transfers = (ask: Ask): Map<string, Transfer> =>
    new Map(
      classes.changed.map((C) => [
        C,
        transferring(C, old.classes.get(C) as Version, next.classes.get(C) as Version, ask),
      ]),
    );
  const asked = transfers(() => Var('???'));
  let fillable = true;
  const filled = transfers(({ type }) => {
    const v = inhabitants(type, old.objects)[0];
    fillable &&= v !== undefined;
    return v ?? Num(0n);
  });
  const versionIn = (all: ReadonlyMap<string, Transfer>, C: string): Version =>
    all.get(C)?.version ?? (next.classes.get(C) as Version);
  const touched = [...classes.added, ...classes.changed];
  const newFormats = formatsOf(new Map([...next.formats].filter(([F]) => !old.formats.has(F))));
  const name = identifier(options.version);
  const together = (all: ReadonlyMap<string, Transfer>) => [
    updateOf(name, newFormats, touched.map((C) => [C, versionIn(all, C)] as const)), // prettier-ignore
  ];
  const oneByOne = (all: ReadonlyMap<string, Transfer>, order: readonly string[]) =>
    order.map((C, i) => {
      const F = i === 0 ? newFormats : make.Formats.NoFormats();
      return updateOf(`${name}_${C}`, F, [[C, versionIn(all, C)]]);
    });
  const empty = touched.length === 0;
  let reasons: Reason[] = empty || !fillable ? [] : refusals(rules, before, together(filled));
  let updates = empty ? [] : together(asked);
  if (reasons.length > 0 && touched.length > 1) {
    const order = inTurn(rules, before, touched, (some) => oneByOne(filled, some));
    if (order !== undefined) {
      notes.push(`together they are refused (${reasons.map((r) => `${r.code}: ${r.message}`).join('; ')}): one update for each class, in the order of what they ask for`); // prettier-ignore
      reasons = [];
      updates = oneByOne(asked, order);
    }
  }
  const order = updates.flatMap((U) => {
    const all: string[] = [];
    for (let at = U.classes; at.tag === 'Class'; at = at.rest) all.push(at.C);
    return all;
  });
  const written = order.flatMap((C) => (asked.get(C)?.written ?? []).map((w) => ({ C, ...w })));
  for (const C of order) notes.push(...(asked.get(C)?.notes ?? []));
  for (const C of classes.removed) notes.push(`class ${C} stays: nothing removes it`);
  for (const o of objects.added) notes.push(`object ${o} is of the new version only: no update makes it`);
  for (const o of objects.removed) notes.push(`object ${o} stays: nothing removes it`);
  if (!fillable) notes.push('whether it is well formed is not known before its holes are filled');
  for (const F of formats.changed)
    reasons = [
      ...reasons,
      { code: 'U-Names', message: `format ${F} has another type, and an update cannot change it` },
    ];
  const of = new Set(classes.changed);
  return {
    types: classes,
    functions: sortedBy(methodTexts(old, of), methodTexts(next, of), String),
    variables: objects,
    along: [],
    transformers: written.map(({ C, by, holes }) => ({
      type: C,
      by,
      holes: holes.map((h) => ({ type: print(h.type), why: h.why })),
    })),
    asked: [],
    notes,
    reasons,
    text: updates.map(print).join(''),
    empty,
  };
}
