/** Updates made ready against a running program's types: translated, inferred, judged (sections 4, 8 and 9). */
import { isLeft } from 'fp-ts/lib/Either.js';
import { entries, get } from '../../semantics/maps.ts';
import { positionOf } from '../../semantics/positions.ts';
import {
  make,
  type Binding,
  type Item,
  type Items,
  type Signature,
  type Types,
  type Update,
} from '../../semantics/proteus/grammar.ts';
import { typeOfBinding } from '../../semantics/proteus/heaps.ts';
import { printType } from '../../semantics/proteus/syntax/index.ts';
import { itemList, updateOf } from '../../semantics/proteus/programs.ts';
import { newSignature, newTypes } from '../../semantics/proteus/updates.ts';
import { bindingOk } from '../../rules/proteus/heaps.ts';
import { translatesItem } from '../../rules/proteus/programs.ts';
import { replacements, transformers, updateOk } from '../../rules/proteus/updates.ts';
import type { Form } from '../../rules/judgement.ts';
import type { System } from '../../rules/system.ts';
import { derive, Settled, type Failure } from '../derive.ts';
import { noFlows, type Flows } from './flows.ts';
import { inferUpdate } from './infer.ts';
import { placeTranslated } from './load.ts';
import { tell } from './messages.ts';
import { innerOf, nameReasons, reason, typeReasons, type Reason } from './reasons.ts';

/** An update as it stands against the types of a moment. */
export interface Prepared {
  /** Translated and inferred, as far as it could be. */
  readonly items: Items;
  readonly update: Update;
  /** Empty when it is well formed. */
  readonly reasons: readonly Reason[];
  /** The failed judgements behind the reasons, for explain. */
  readonly failures: readonly Failure[];
  /** Why its update points have the capabilities they have. */
  readonly flows: Flows;
}

const listOf = (items: readonly Item[]): Items =>
  items.reduceRight<Items>((rest, item) => make.Items.Items(item, rest), make.Items.NoItems());

/**
 * Translates an update, infers its latents and judges it well formed against (Ω, Σ).
 * U-Names and U-Types come first: where they fail, code cannot be translated, and the other rules are not asked.
 */
export function prepare(system: System, Ω: Types, Σ: Signature, source: Items, file: string): Prepared {
  const early = [...nameReasons(Ω, Σ, source), ...typeReasons(Ω, source)];
  if (early.length > 0)
    return { items: source, update: updateOf.compute(source), reasons: early, failures: [], flows: noFlows };
  const failures: Failure[] = [];
  const Ω1 = newTypes.compute(Ω, updateOf.compute(source));
  const Σ1 = newSignature.compute(Σ, updateOf.compute(source));
  const code: Reason[] = [];
  const untranslated = new Set<string>();
  const translated = itemList(source).map((item): Item => {
    const inputs = [Ω1, Σ1, item];
    const r = derive(system, translatesItem.form, inputs, { record: false, visit: placeTranslated });
    if (!isLeft(r)) return r.right.outputs[0] as Item;
    const why = derive(system, translatesItem.form, inputs, { record: false, explain: true });
    const failure = isLeft(why) ? why.left : r.left;
    failures.push(failure);
    const inner = innerOf(item) as Item & { tag: 'BindItem' };
    const error = tell(failure, file);
    untranslated.add(inner.z);
    code.push({
      code: 'U-Code',
      message: `in ${inner.z}: ${error.message}`,
      ...(error.line === null ? {} : { file: error.file, line: error.line, column: error.column as number }),
    });
    return item;
  });
  const { term: items, flows } = inferUpdate(system, Ω, Σ, listOf(translated));
  const update = updateOf.compute(items);
  const places = new Map(itemList(source).map((i) => [nameOf(innerOf(i)), positionOf(innerOf(i))]));
  // What is well typed by itself is not typed again in the whole.
  const settled = new Settled([bindingOk.form.name]);
  const fails = (form: Form, inputs: readonly unknown[]): Failure | undefined => {
    if (!isLeft(derive(system, form, inputs, { record: false, settled }))) return undefined;
    const r = derive(system, form, inputs, { explain: true, record: false });
    if (!isLeft(r)) return undefined;
    failures.push(r.left);
    return r.left;
  };

  const reasons: Reason[] = [];
  for (const [z, b] of entries(update.replaced)) {
    if (!fails(replacements.form, [Σ, make.Bindings.Bound(z, b, make.Bindings.NoBindings())])) continue;
    const old = get(Σ, z);
    const types = `${z} : ${printType(typeOfBinding(b))} cannot replace ${z} : ${old ? printType(old) : '?'}`;
    reasons.push(reason('U-Rebind', types, places.get(z)));
  }
  const after = newTypes.compute(Ω, update);
  const signature = newSignature.compute(Σ, update);
  for (const [t, change] of entries(update.changed)) {
    const one = make.ChangeList.ToChange(t, change, make.ChangeList.NoChanges());
    if (!fails(transformers.form, [Ω, after, signature, one])) continue;
    const c = get(signature, change.by);
    const from = get(Ω, t);
    const message = c
      ? `${change.by} : ${printType(c)} cannot transform ${t}: it has to be ${printType(make.Type.Arrow(from ?? make.Type.Int(), make.Mu.N(), make.Cap.Cofinite([]), change.type))}`
      : `the transformer ${change.by} of ${t} does not exist`;
    reasons.push(reason('U-Trans', message, places.get(`type ${t}`), { type: t }));
  }
  const bindings: (readonly [string, Binding])[] = [...entries(update.replaced), ...entries(update.extended)];
  for (const [z, b] of bindings) {
    if (untranslated.has(z)) continue;
    const f = fails(bindingOk.form, [after, signature, b]);
    if (!f) continue;
    const error = tell(f, file);
    code.push({
      code: 'U-Code',
      message: `in ${z}: ${error.message}`,
      ...(error.line === null ? {} : { file: error.file, line: error.line, column: error.column as number }),
    });
  }
  reasons.push(...code);
  if (reasons.length === 0) {
    // What the parts say, the rule has to say too: a variant may have changed it.
    const whole = fails(updateOk.form, [Ω, Σ, update]);
    if (whole) reasons.push({ code: 'U-Code', message: 'the update is not well formed' });
  }
  return { items, update, reasons, failures, flows };
}

const nameOf = (i: Item): string => (i.tag === 'BindItem' ? i.z : i.tag === 'AddItem' ? nameOf(i.item) : `type ${i.t}`);
