/**
 * Coherent configurations that need not be reached by a program: a protocol is taken some steps by the rules, then every participant gets a process for what is
 * left to it, and every queue the messages that are on their way (sessions.md, section 10).
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { itemList, queueKey } from '../../../semantics/sessions/configs.ts';
import {
  make,
  projectionMap,
  queueMap,
  threadMap,
  type Action,
  type Config,
  type Expected,
  type Global,
  type Item,
  type Local,
} from '../../../semantics/sessions/grammar.ts';
import { parts } from '../../../semantics/sessions/protocols.ts';
import { subterms } from '../../../semantics/traversal.ts';
import { sessions as grammar } from '../../../semantics/sessions/grammar.ts';
import { expects, goes } from '../../../rules/sessions/coherence.ts';
import { projects } from '../../../rules/sessions/projection.ts';
import { Receives, Sends, Stays } from '../../../rules/sessions/reduction.ts';
import type { System } from '../../../rules/system.ts';
import { derive, type DeriveOptions } from '../../derive.ts';
import type { Choices } from './choices.ts';
import { expressionOf } from './expressions.ts';
import { protocolSample } from './programs.ts';
import { TableMaker } from './tables.ts';

const noVersions = make.Versions.NoVersions();
const within = subterms(grammar, ['Global', 'GlobalBranches']);

/** The steps that a protocol may let somebody take: those of its messages and boundaries. */
function actions(G: Global): (readonly [p: string, α: Action])[] {
  const all = new Map<string, readonly [string, Action]>();
  for (const x of within(G)) {
    const at = x as Global;
    if (at.tag === 'Message')
      for (let b = at.branches; b.tag === 'GBranch'; b = b.rest)
        all.set(`${at.p}!${at.q}${b.l}`, [at.p, Sends(at.q, b.l)]);
    else if (at.tag === 'Sent') all.set(`${at.q}?${at.p}${at.l}`, [at.q, Receives(at.p, at.l)]);
    else if (at.tag === 'GAt' || at.tag === 'Crossing')
      for (const p of parts.compute(at)) all.set(`${p}@${at.u}`, [p, Stays(at.u)]);
  }
  return [...all.values()];
}

export function coherentSample(
  c: Choices,
  system: System,
  deriving: DeriveOptions,
): { readonly G: Global; readonly C: Config } | undefined {
  const names = ['c', 's', 'r'].slice(0, c.once(2) ? 2 : 3);
  const protocol = protocolSample(c, system, names, deriving);
  if (protocol === undefined) return undefined;
  let { G } = protocol;
  const judged = { record: false, fuel: 20_000, ...deriving };
  for (let n = c.below(7); n > 0; n--) {
    for (const [p, α] of c.shuffled(actions(G))) {
      const r = derive(system, goes.form, [noVersions, G, p, α], judged);
      if (isLeft(r)) continue;
      G = r.right.outputs[0] as Global;
      break;
    }
  }
  let T = threadMap.empty;
  let Q = queueMap.empty;
  for (const p of names) {
    const r = derive(system, projects.form, [G, p], judged);
    if (isLeft(r)) return undefined;
    const L = r.right.outputs[0] as Local;
    const maker = new TableMaker(c, p, projectionMap.empty);
    const main = maker.begin('main', L, [], make.Heading.Typed(L));
    maker.finish();
    const process = c.once(3) ? make.Process.Call('main', make.Args.NoArgs()) : (main.body ?? make.Process.Stop());
    T = threadMap.set(T, p, make.Thread.Thread(process, 0n, 0n, maker.table()));
    for (const q of names) {
      if (q === p) continue;
      const e = derive(system, expects.form, [G, p, q], judged);
      if (isLeft(e)) return undefined;
      const items: Item[] = [];
      for (let η = e.right.outputs[0] as Expected; η.tag !== 'Nothing'; η = η.rest)
        items.push(η.tag === 'ExpectMark' ? make.Item.Mark(η.n) : make.Item.Msg(η.l, expressionOf(c, [], η.sort, 0)));
      if (items.length > 0) Q = queueMap.set(Q, queueKey(p, q), itemList(items));
    }
  }
  return { G, C: make.Config.Configuration(T, Q) };
}
