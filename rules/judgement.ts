/** Judgement forms: what a sentence is about, which of its positions are inputs, how it is printed. */
import { isMeta, type Pattern } from '../semantics/symbols.ts';

export interface Judgement<A extends readonly unknown[]> {
  (...args: A): Instance;
  readonly form: Form;
}

export interface Form {
  /** One name across file, function, documentation anchor and command line. */
  readonly name: string;
  /** Sorts of the inputs and of the outputs; the arguments are the inputs, then the outputs. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** The inputs determine the outputs: who has one derivation looks for no other. */
  readonly functional?: boolean;
  /** Index of the input whose head constructor selects the rules. */
  readonly main: number;
  /** Templates with `{0}`, `{1}`, …, inputs first. */
  readonly text: string;
  readonly latex: string;
  /** What it says, in words. */
  readonly sentence: string;
}

/** A judgement applied to patterns: a premise or a conclusion. */
export interface Instance {
  readonly kind: 'judgement';
  readonly judgement: Form;
  readonly args: readonly Pattern[];
}

/**
 * Declares a judgement form. The mode is checked when rules are defined: a rule's premises must have their inputs
 * determined from the conclusion's inputs and earlier premises.
 */
export function judgement<A extends readonly unknown[]>(form: Form): Judgement<A> {
  const self = (...args: A): Instance => {
    const arity = form.inputs.length + form.outputs.length;
    if (args.length !== arity) throw new Error(`judgement ${form.name} takes ${arity} arguments, got ${args.length}`);
    const sorts = [...form.inputs, ...form.outputs];
    args.forEach((a, i) => {
      if (a === undefined) throw new Error(`judgement ${form.name}: argument ${i + 1} is missing`);
      if (isMeta(a) && a.sort !== sorts[i])
        throw new Error(`judgement ${form.name}: ${a.meta} is a ${a.sort}, argument ${i + 1} is a ${sorts[i]}`);
    });
    return instance(form, args as readonly unknown[] as readonly Pattern[]);
  };
  return Object.assign(self, { form });
}

/** A judgement form applied to patterns, as they are. */
export const instance = (judgement: Form, args: readonly Pattern[]): Instance =>
  Object.freeze({ kind: 'judgement', judgement, args });

export const isInstance = (p: unknown): p is Instance =>
  typeof p === 'object' && p !== null && (p as Partial<Instance>).kind === 'judgement';
