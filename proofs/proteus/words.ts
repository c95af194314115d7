/** The words of Proteus in a sentence each, for whoever meets one on the page. Terms as in the specification. */
import type { Word } from '../calculus.ts';

export const proteusWords: readonly Word[] = [
  {
    like: 'con(?=\\[)|con',
    says: 'con[t] e looks through the name t: the value is used as what t stands for, so that t must not change before.',
    rule: 'T-Con',
  },
  {
    like: 'abs(?=\\[)|abs',
    says: 'abs[t] e hides a value behind the name t: nothing looks at what it is made of until a con does.',
    rule: 'T-Abs',
  },
  {
    like: 'update\\[[^\\]]*\\]|update',
    says: 'An update point: an update may be applied here. In brackets stand the types that may not change here.',
    rule: 'T-Update',
  },
  {
    like: '\\[[NU];[^\\]]*\\]',
    says: 'What calling a function may do: U where it may reach an update point, N where it does not; then the types that may still be used concretely when it returns.',
    rule: 'T-App',
  },
  {
    like: 'Δ[0-9f]?',
    says: 'A capability: the types that may be used concretely here, because no update can have changed them. * stands for all.',
    rule: 'T-Con',
  },
  { like: 'Ω', says: 'The types that the program names, and what each stands for at this moment.', rule: 'T-Con' },
  { like: 'Σ', says: 'The types of the functions, variables and cells of the heap.', rule: 'T-Ext' },
  { like: 'Γ', says: 'The types of the local variables.', rule: 'T-Var' },
  { like: 'μ[f0-9]?', says: 'Whether an update may happen: U, it may; N, it may not.', rule: 'T-Update' },
  {
    like: '⊣',
    says: 'Before it the capability that an expression begins with, behind it the one that is left.',
    rule: 'T-Let',
  },
  { like: 'ref', says: 'A cell that can be assigned to: its address is a value.', rule: 'R-Ref' },
];
