/** Updates made ready against a running program's types: translated, inferred, judged (sections 4, 8 and 9). */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Item, Items, Signature, Types, Update } from '../../semantics/proteus/grammar.ts';
import { innerOf, itemList, listOfItems, updateOf } from '../../semantics/proteus/programs.ts';
import { newSignature, newTypes } from '../../semantics/proteus/updates.ts';
import { translatesItem } from '../../rules/proteus/programs.ts';
import { namesOk, typesOk, updateOk } from '../../rules/proteus/updates.ts';
import type { Form } from '../../rules/judgement.ts';
import type { System } from '../../rules/system.ts';
import { derive, type Failure } from '../derive.ts';
import { refusals, type Objection } from '../refusals.ts';
import type { Reason } from '../runs.ts';
import { noFlows, type Flows } from './flows.ts';
import { inferUpdate } from './infer.ts';
import { placeTranslated } from './load.ts';
import { inCode, placesOf, reasonFrom, words } from './words.ts';

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

/**
 * Translates an update, infers its latents and judges it well formed against (Ω, Σ).
 * U-Names and U-Types come first: where they fail, code cannot be translated, and the other rules are not asked.
 */
export function prepare(system: System, Ω: Types, Σ: Signature, source: Items): Prepared {
  const places = placesOf(source);
  const order = [...places.keys()];
  const rank = ({ items = [] }: Objection) => (items.length === 1 ? order.indexOf(items[0] as string) : Infinity);
  const inOrder = (found: readonly Objection[]) => [...found].sort((a, b) => (rank(a) < rank(b) ? -1 : Number(rank(a) > rank(b)))); // prettier-ignore
  const against = (form: Form, U: Update) => refusals(system, words, form, [Ω, Σ, U]);
  const unread = updateOf.compute(source);
  const early = [namesOk, typesOk].flatMap(({ form }) => inOrder(against(form, unread)));
  if (early.length > 0) {
    const reasons = early.map((o) => reasonFrom(o, undefined, places));
    return { items: source, update: unread, reasons, failures: [], flows: noFlows };
  }
  const Ω1 = newTypes.compute(Ω, unread);
  const Σ1 = newSignature.compute(Σ, unread);
  const untranslatable: Objection[] = [];
  const untranslated = new Set<string>();
  const translated = itemList(source).map((item): Item => {
    const inputs = [Ω1, Σ1, item];
    const r = derive(system, translatesItem.form, inputs, { record: false, visit: placeTranslated });
    if (!isLeft(r)) return r.right.outputs[0] as Item;
    const why = derive(system, translatesItem.form, inputs, { record: false, explain: true });
    const failure = isLeft(why) ? why.left : r.left;
    const { z } = innerOf(item) as Item & { tag: 'BindItem' };
    untranslated.add(z);
    untranslatable.push(inCode(z, failure));
    return item;
  });
  const { term: items, flows } = inferUpdate(system, Ω, Σ, listOfItems(translated));
  const update = updateOf.compute(items);
  // Code that is not translated has been told of; what the rules make of it says nothing more.
  const judged = against(updateOk.form, update).filter(
    ({ code, items: [z = ''] = [] }) => code !== 'U-Code' || !untranslated.has(z),
  );
  const later = judged.findIndex(({ code }) => code === 'U-Code');
  const split = later < 0 ? judged.length : later;
  const all = [...judged.slice(0, split), ...untranslatable, ...judged.slice(split)];
  const reasons = all.map((o) => reasonFrom(o, undefined, places));
  const failures = [...untranslatable, ...judged].flatMap(({ failure }) => failure ?? []);
  return { items, update, reasons, failures, flows };
}
