/** Translation of programs and updates, item by item (section 4). */
import {
  make,
  type Config,
  type Item,
  type Items,
  type Program,
  type Signature,
  type Type,
  type Types,
} from '../../semantics/proteus/grammar.ts';
import { signatureOf } from '../../semantics/proteus/heaps.ts';
import { bind, noLocals } from '../../semantics/proteus/types.ts';
import { heapOf, sameButLatents, startOf, typesOf } from '../../semantics/proteus/programs.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import { configurationOk } from './heaps.ts';
import { runs } from './reduction.ts';
import { Cell, Fun, Variable, rule } from './rule.ts';
import { checks, infers } from './translation.ts';

const { TypeItem, ChangeItem, BindItem, AddItem } = make.Item;

export const translatesItem = judgement<[Types, Signature, Item, Item]>({
  name: 'translatesItem',
  inputs: ['Types', 'Signature', 'Item'],
  outputs: ['Item'],
  main: 2,
  text: '{0}; {1} ⊢ {2} ⤳ {3}',
  latex: '{0}; {1} \\vdash {2} \\rightsquigarrow {3}',
  sentence: 'the definition is translated so',
});

export const translatesItems = judgement<[Types, Signature, Items, Items]>({
  name: 'translatesItems',
  inputs: ['Types', 'Signature', 'Items'],
  outputs: ['Items'],
  main: 2,
  text: '{0}; {1} ⊢ {2} ⤳ {3}',
  latex: '{0}; {1} \\vdash {2} \\rightsquigarrow {3}',
  sentence: 'the definitions are translated so',
});

export const translatesProgram = judgement<[Program, Program]>({
  name: 'translatesProgram',
  inputs: ['Program'],
  outputs: ['Program'],
  main: 0,
  text: '⊢ {0} ⤳ {1}',
  latex: '\\vdash {0} \\rightsquigarrow {1}',
  sentence: 'the program is translated so; all definitions see each other',
});

/** What a recorded run shows: the program, its type, and where its run has come to. */
export const executes = judgement<[Program, Type, Config]>({
  name: 'executes',
  inputs: ['Program'],
  outputs: ['Type', 'Config'],
  main: 0,
  text: '⊢ {0} : {1}, run to {2}',
  latex: '\\vdash {0} : {1} \\Downarrow {2}',
  sentence: 'the program translates, its latents can be inferred so that it is well typed, and it runs so far',
});

export const programs = [
  rule('P-Type', ({ Ω, Σ, t, τ }) => ({
    given: [],
    infer: translatesItem(Ω, Σ, TypeItem(t, τ), TypeItem(t, τ)),
  })),
  rule('P-Change', ({ Ω, Σ, t, τ, c }) => ({
    given: [],
    infer: translatesItem(Ω, Σ, ChangeItem(t, τ, c), ChangeItem(t, τ, c)),
  })),
  rule('P-Fun', ({ Ω, Σ, f, x, τ1, τ2, μ, Δ, e, e1 }) => ({
    given: [checks(Ω, Σ, bind(noLocals, x, τ1), e, τ2, e1)],
    infer: translatesItem(Ω, Σ, BindItem(f, Fun(x, τ1, τ2, μ, Δ, e)), BindItem(f, Fun(x, τ1, τ2, μ, Δ, e1))),
  })),
  rule('P-Var', ({ Ω, Σ, z, τ, e, e1 }) => ({
    given: [checks(Ω, Σ, noLocals, e, τ, e1)],
    infer: translatesItem(Ω, Σ, BindItem(z, Variable(τ, e)), BindItem(z, Variable(τ, e1))),
  })),
  // Programs read as annotated: configurations have cells.
  rule('P-Cell', ({ Ω, Σ, r, τ, e, e1 }) => ({
    given: [checks(Ω, Σ, noLocals, e, τ, e1)],
    infer: translatesItem(Ω, Σ, BindItem(r, Cell(τ, e)), BindItem(r, Cell(τ, e1))),
  })),
  rule('P-Add', ({ Ω, Σ, i, i1 }) => ({
    given: [translatesItem(Ω, Σ, i, i1)],
    infer: translatesItem(Ω, Σ, AddItem(i), AddItem(i1)),
  })),
  rule('P-None', ({ Ω, Σ }) => ({
    given: [],
    infer: translatesItems(Ω, Σ, make.Items.NoItems(), make.Items.NoItems()),
  })),
  rule('P-Item', ({ Ω, Σ, i, i1, I, I1 }) => ({
    given: [translatesItem(Ω, Σ, i, i1), translatesItems(Ω, Σ, I, I1)],
    infer: translatesItems(Ω, Σ, make.Items.Items(i, I), make.Items.Items(i1, I1)),
  })),
  rule('P-Program', ({ Ω, Σ, I, I1, e, e1, τ }) => ({
    given: [
      is(Ω, typesOf(I)),
      is(Σ, signatureOf(heapOf(I))),
      translatesItems(Ω, Σ, I, I1),
      infers(Ω, Σ, noLocals, e, τ, e1),
    ],
    infer: translatesProgram(make.Program.Program(I, e), make.Program.Program(I1, e1)),
  })),
  /** The program with its latents is the analysis's to choose (section 9): typing says whether the choice is right. */
  rule(
    'P-Run',
    ({ P, P1, P2, K, K1, τ }) => ({
      given: [translatesProgram(P, P1), sameButLatents(P1, P2), is(K, startOf(P2)), configurationOk(K, τ), runs(K, K1)],
      infer: executes(P, τ, K1),
    }),
    { chosen: ['P2', 'K1'] },
  ),
];
