/** Metafunctions on types (sections 3 and 5). */
import { get } from '../maps.ts';
import { never } from '../logic.ts';
import { everywhere, homomorphism } from '../structural.ts';
import { is, metafunction, partialMetafunction } from '../symbols.ts';
import {
  components,
  envMap,
  make,
  type Env,
  type Expr,
  type Fields,
  type Params,
  type Settled,
  type Type,
  type TypeFields,
  type Version,
} from './grammar.ts';
import { metas } from './metas.ts';

const { Named, Ref, Int, Record, List } = make.Type;
const { NoTypes, TypeField } = make.TypeFields;
const { C, j, σ } = metas;

/** σ(C). */
export const versionIn = partialMetafunction<[Settled, string], bigint>(
  {
    name: 'versionIn',
    args: ['Settled', 'name'],
    result: 'int',
    text: '{0}({1})',
    sentence: 'the version that all objects of a class have reached',
  },
  (settled, name) => get(settled, name),
);

const meant = <E extends Version | Type | Expr | Fields>(sort: string) =>
  homomorphism<E, [Settled]>(
    components,
    ['Version', 'Slots', 'Params', 'Methods', 'Exports', 'Imports', 'Type', 'TypeFields', 'Expr', 'Fields', 'Items'],
    {
      name: `meant${sort}`,
      args: [sort, 'Settled'],
      text: '{0}[{1}]',
      sentence: 'a type C means C@σ(C); the name of no class stays as it is',
    },
    (self) => [
      [
        self(Named(C) as unknown as E, σ as unknown as Settled),
        Ref(C, j) as unknown as E,
        is(j, versionIn(σ as unknown as Settled, C)),
      ],
    ],
  );
/** What the names of classes in code mean (section 5). */
export const meantVersion = meant<Version>('Version');
export const meantType = meant<Type>('Type');
export const meantExpr = meant<Expr>('Expr');
export const meantFields = meant<Fields>('Fields');

/** No name in a type is that of no class. */
export const known = everywhere<Type, []>(
  components,
  ['Type', 'TypeFields'],
  {
    name: 'known',
    args: ['Type'],
    text: '{0} names classes only',
    latex: '{0}\\text{ names classes only}',
    sentence: 'every class that a type names exists',
  },
  (self) => [[self(Named(C) as Type), never]],
);

function joined(a: Type, b: Type): Type | undefined {
  // Types nest as deep as they are written.
  type Task = () => void;
  const results: Type[] = [];
  const tasks: Task[] = [];
  let fails = false;
  const go = (x: Type, y: Type): void => {
    if (x.tag === 'Int' && y.tag === 'Int') results.push(Int());
    else if (x.tag === 'Ref' && y.tag === 'Ref' && x.C === y.C) results.push(Ref(x.C, x.j < y.j ? x.j : y.j));
    else if (x.tag === 'List' && y.tag === 'List') {
      tasks.push(() => results.push(List(results.pop() as Type)));
      tasks.push(() => go(x.of, y.of));
    } else if (x.tag === 'Record' && y.tag === 'Record') {
      const labels: string[] = [];
      const pairs: (readonly [Type, Type])[] = [];
      let [p, q]: [TypeFields, TypeFields] = [x.fields, y.fields];
      for (; p.tag === 'TypeField' && q.tag === 'TypeField' && p.l === q.l; p = p.rest, q = q.rest) {
        labels.push(p.l);
        pairs.push([p.type, q.type]);
      }
      if (p.tag !== 'NoTypes' || q.tag !== 'NoTypes') {
        fails = true;
        return;
      }
      tasks.push(() => {
        const types = results.splice(results.length - labels.length);
        results.push(
          Record(labels.reduceRight<TypeFields>((rest, l, n) => TypeField(l, types[n] as Type, rest), NoTypes())),
        );
      });
      for (const [l, r] of pairs.reverse()) tasks.push(() => go(l, r));
    } else fails = true;
  };
  tasks.push(() => go(a, b));
  while (tasks.length > 0 && !fails) (tasks.pop() as Task)();
  return fails ? undefined : results[0];
}

/** τ ⊔ τ'. */
export const join = partialMetafunction<[Type, Type], Type>(
  {
    name: 'join',
    args: ['Type', 'Type'],
    result: 'Type',
    text: '{0} ⊔ {1}',
    latex: '{0} \\sqcup {1}',
    sentence: 'the join: of C@j and C@k it is C@min(j, k), of records and lists by parts; undefined otherwise',
  },
  joined,
);

export const labelType = partialMetafunction<[TypeFields, string], Type>(
  {
    name: 'labelType',
    args: ['TypeFields', 'name'],
    result: 'Type',
    text: '{0}({1})',
    sentence: 'the type of a label',
  },
  (fields, l) => {
    for (let at = fields; at.tag === 'TypeField'; at = at.rest) if (at.l === l) return at.type;
    return undefined;
  },
);

/** Γ(x). */
export const typeIn = partialMetafunction<[Env, string], Type>(
  {
    name: 'typeIn',
    args: ['Env', 'name'],
    result: 'Type',
    text: '{0}({1})',
    sentence: 'the type of a variable or an object',
  },
  (Γ, x) => get(Γ, x),
);
export const bind = metafunction<[Env, string, Type], Env>(
  {
    name: 'bind',
    args: ['Env', 'name', 'Type'],
    result: 'Env',
    text: '{0}, {1} : {2}',
    sentence: 'one more variable; the latest binding counts',
  },
  (Γ, x, type) => envMap.set(Γ, x, type),
);
export const noVariables: Env = envMap.empty;
export const environment = metafunction<[Params], Env>(
  {
    name: 'environment',
    args: ['Params'],
    result: 'Env',
    text: '{0}',
    sentence: 'the types of the parameters of a method',
  },
  (ξ) => {
    let Γ: Env = envMap.empty;
    for (let p = ξ; p.tag === 'Param'; p = p.rest) Γ = envMap.set(Γ, p.x, p.type);
    return Γ;
  },
);

export const atMost = metafunction<[bigint, bigint], boolean>(
  {
    name: 'atMost',
    args: ['int', 'int'],
    result: 'holds',
    text: '{0} ≤ {1}',
    latex: '{0} \\le {1}',
    sentence: 'a number is at most another',
  },
  (a, b) => a <= b,
);
export const below = metafunction<[bigint, bigint], boolean>(
  {
    name: 'below',
    args: ['int', 'int'],
    result: 'holds',
    text: '{0} < {1}',
    sentence: 'a number is less than another',
  },
  (a, b) => a < b,
);
export const next = metafunction<[bigint], bigint>(
  { name: 'next', args: ['int'], result: 'int', text: '{0} + 1', sentence: 'the next number' },
  (a) => a + 1n,
);
