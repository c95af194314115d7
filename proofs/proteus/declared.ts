/**
 * The declarative presentation as judgements of their own, so that statements can speak of it and of the rules of
 * section 5 at once: the typing rules of a system, the declarative ones in the place of theirs, and subsumption.
 */
import type { Pattern } from '../../semantics/symbols.ts';
import { instance, isInstance, judgement, type Instance } from '../../rules/judgement.ts';
import { ruleOf, type Premise, type Rule } from '../../rules/rule.ts';
import type { System } from '../../rules/system.ts';
import { TSub, declarative } from '../../rules/proteus/declarative.ts';
import { types, typesFields } from '../../rules/proteus/typing.ts';

const { inputs, outputs, main } = types.form;
/** ⊢d: typing with subsumption. */
export const declares = judgement<Parameters<typeof types>>({
  name: 'declares',
  inputs,
  outputs,
  main,
  text: '{0}; {1}; {2}; {3} ⊢d{4} {5} : {6} ⊣ {7}',
  latex: '{0}; {1}; {2}; {3} \\vdash^{d}_{{4}} {5} : {6} \\dashv {7}',
  sentence: 'the expression has the type by the declarative rules',
});
export const declaresFields = judgement<Parameters<typeof typesFields>>({
  name: 'declaresFields',
  inputs: typesFields.form.inputs,
  outputs: typesFields.form.outputs,
  main: typesFields.form.main,
  text: '{0}; {1}; {2}; {3} ⊢d{4} {5} : {6} ⊣ {7}',
  latex: '{0}; {1}; {2}; {3} \\vdash^{d}_{{4}} {5} : {6} \\dashv {7}',
  sentence: 'the fields have the types by the declarative rules',
});

const forms = new Map([
  [types.form.name, declares.form],
  [typesFields.form.name, declaresFields.form],
]);
const own = (i: Instance): Instance => {
  const form = forms.get(i.judgement.name);
  return form === undefined ? i : instance(form, i.args as readonly Pattern[]);
};
/** The case of a declarative rule: its name with D for T. */
export const declaredName = (rule: string): string => rule.replace(/^T-/, 'D-');
const declared = (r: Rule): Rule =>
  ruleOf(
    declaredName(r.name),
    r.premises.map((p): Premise => (isInstance(p) ? own(p) : p)),
    own(r.conclusion),
  );

/** A system, and the declarative presentation of its typing. */
export function withDeclared(system: System): System {
  const typing = [...system.rules.values()].filter((r) => forms.has(r.conclusion.judgement.name));
  const rules = [...typing.map((r) => declarative.find((d) => d.name === r.name) ?? r), TSub].map(declared);
  return {
    ...system,
    judgements: [...system.judgements, declares.form, declaresFields.form],
    rules: new Map([...system.rules, ...rules.map((r) => [r.name, r] as const)]),
  };
}
