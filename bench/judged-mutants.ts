/** Mutants of the calculi, and which of them are sound. */
import type { Calculus } from '../proofs/calculus.ts';
import { unchanged } from '../proofs/calculi.ts';
import { casesMet, type Case } from '../rules/mutants.ts';
import { hunterFor } from '../workbench/hunt/hunter.ts';

/** The cases of metafunctions are looked for until so many episodes in a row meet no other one. */
const patience = 400;

/** The cases of the metafunctions of a calculus that a hunt of it meets. */
export const casesIn = (calculus: Calculus): readonly Case[] =>
  casesMet(calculus.base, ({ system }, met) => {
    // What notes is hunted as the calculus is.
    const noting = { ...unchanged(calculus), system, base: system };
    const hunter = hunterFor(calculus, noting, calculus.theorems(calculus.base), 1);
    for (let i = 0, last = 0, before = 0; i - last <= patience; i++) {
      hunter.episode(i);
      if (met() > before) [last, before] = [i, met()];
    }
  });

const bySubtyping =
  'a supertype has the names of the subtype in its places, and the subtype is well formed: it is that of a term';

/** `mutandis prove --variant FILE` of the rule without the premise shows all cases that it shows of the base. */
const proved = (why: string) => `${why}; all cases that are proved of the base are proved of it`;

const noneTypes = 'what it refuses does not type, and no theorem asks that anything does';
const noneTranslates = 'what it refuses does not translate, and no theorem asks that anything does';
const ways =
  'of a program there may be several translations: each is well typed, erases to the source, and runs as it but for con, abs and the lets of records, which is all that T9 says';
const omitted =
  'nothing is checked against a type that is omitted, so that the rules for what omits its type are the only ones that conclude something of it';
const symmetric = 'what has the shape of another is of the shape that the other has';
const notApplied =
  'an update that cannot be applied is refused, and R-NoUpd goes on: no theorem asks that an update is applied';
const namesNothing =
  'a type that names what is not defined has no values, and code about it was typed without looking through the name';

const progresses = 'it says of everything that it progresses, and what asks for progress asks nothing then';

/** The same reason for cases of a metafunction at several constructors. */
const each = (before: string, tags: string, after: string, why: string): Readonly<Record<string, string>> =>
  Object.fromEntries(tags.split(' ').map((tag) => [`${before} ${tag}${after}`, why]));

const inhabited = 'a value has a type that is well formed, and so has what its type is a subtype of';

const ofProteus: Readonly<Record<string, string>> = {
  'T-Let without premise 3': bySubtyping,
  'T-Ref without premise 3': bySubtyping,
  'T-App without premise 4': proved(
    'capabilities say what an update within a call may change, and what is converted is typed by functions of their own type (T14, of the base alone, compares with rules that ask for the premise)',
  ),
  'Ω-Ok without premise 1': proved(`${inhabited}: a type whose definition is not has no values`),
  'Ω-Ok without premise 2': proved(
    'no rule goes on from one definition to the next: con and abs look through one name',
  ),
  'H-Fun without premise 1': proved(`${inhabited}: what has an ill-formed argument is never called`),
  'H-Fun without premise 2': proved(`${inhabited}: what has an ill-formed result never returns`),
  'H-Cell without premise 3': proved(bySubtyping),
  'U-Types without premise 3': proved(
    'what an update replaces and adds is checked by H-Fun and H-Cell, which ask the same',
  ),
  'R-IfNeq with premise 1 turned': 'that n2 differs from n1 says the same as that n1 differs from n2',
  'Config without premise 1': `${inhabited}: a type whose definition is not, or has no end, has no values, and con and abs look through one name`,
  'Progress-Step without premise 1': progresses,
  'I-Let without premise 1': omitted,
  'I-Ref without premise 1': omitted,
  'C-Let without premise 1': omitted,
  'written always of Omitted': omitted,
  ...each('written never of', 'Int Named Record Ref Arrow', '', noneTranslates),
  'I-Same with premise 1 turned': symmetric,
  'I-Differ without premise 1': 'where the types have one shape nothing is converted: both ways come to the same',
  'I-Differ with premise 1 turned': symmetric,
  'C-Name without premise 1': ways,
  'C-Rec without premise 1': 'fields are checked one by one, and what is checked against a field has its label',
  'C-Infer without premise 1': ways,
  'Co-None with premise 1 turned': symmetric,
  'Co-Abs without premise 1': ways,
  'Co-Abs with premise 1 turned': symmetric,
  'Co-Abs without premise 2': ways,
  'Co-Con without premise 1': ways,
  'Co-Rec without premise 1': ways,
  'Co-Rec with premise 1 turned': symmetric,
  ...each('sameShape never of', 'Int Named Record Ref Arrow', ', argument 1', noneTranslates),
  ...each('sameShape never of', 'Int Named Record Ref Arrow', ', argument 2', noneTranslates),
  ...each('differentShape never of', 'Int Named Record Ref Arrow', ', argument 1', noneTranslates),
  ...each('differentShape never of', 'Int Named Record Ref Arrow', ', argument 2', noneTranslates),
  ...each('introduction never of', 'Num Rec New', '', ways),
  ...each('introduction always of', 'Var Ext Proj App Let Deref Assign Op If Update Con Abs', '', ways),
  ...each('sameLabels never of', 'NoFields Field', ', argument 1', noneTranslates),
  ...each('sameLabels never of', 'NoTypes TypeField', ', argument 2', noneTranslates),
  ...each(
    'inferred never of',
    'Num Var Ext Proj App New Deref Assign Op Update Con Abs',
    ', argument 1',
    noneTranslates,
  ),
  ...each('inferred never of', 'Int Named Record Ref Arrow', ', argument 2', noneTranslates),
  'inferred always of New, argument 1': ways,
  'inferred always of Ref, argument 2': ways,
  ...each('leadsUp never of', 'Int Named Record Ref Arrow', ', argument 2', noneTranslates),
  'leadsUp always of Named, argument 2': ways,
  ...each('leadsDown never of', 'Int Named Record Ref Arrow', ', argument 3', noneTranslates),
  'storedType undefined at Variable': noneTypes,
  'stored undefined at Variable': noneTypes,
  'fieldType undefined at TypeField, argument 1': noneTypes,
  ...each('bind undefined at', 'Int Named Record Ref Arrow', ', argument 3', noneTypes),
  ...each('fresh undefined at', 'Int Named Record Ref Arrow', '', noneTranslates),
  ...each('typesOf undefined at', 'NoItems Items', '', noneTranslates),
  ...each('heapOf undefined at', 'NoItems Items', '', noneTranslates),
  ...each('wellFormedType never of', 'Int Named Record Ref Arrow', ', argument 1', noneTypes),
  ...each('wellFormedType always of', 'Named Record Ref Arrow', ', argument 1', namesNothing),
  'member never of Finite, argument 2':
    'what types by it does so with cofinite capabilities, and all that are larger, as those of later steps are, are cofinite',
  ...each('disjoint never of', 'Finite Cofinite', ', argument 2', notApplied),
  'typeOf undefined at Fun': notApplied,
  'typeOf undefined at Variable': 'Rebind-Fun asks for the type of a function, which a variable has not',
  ...each(
    'rewrite undefined at',
    'Num Ext Rec Proj App Let New Deref Assign Op If Con Abs',
    ', argument 1',
    notApplied,
  ),
};

const ofStlc: Readonly<Record<string, string>> = {
  'L-There with premise 1 turned': 'that y differs from x says the same as that x differs from y',
  'Progress-Value without premise 1': progresses,
  'Progress-Step without premise 1': progresses,
};

/** Mutants that are sound, and why: calculus ↦ name ↦ reason. */
export const soundMutants: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  proteus: ofProteus,
  stlc: ofStlc,
};
