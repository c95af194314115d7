/** What is wrong with a configuration by itself: with it, and with each step that is possible there, by the rules alone. */
import { equal } from '../../semantics/terms.ts';
import { turnsOf } from '../../semantics/components/configs.ts';
import type { Config, Turn } from '../../semantics/components/grammar.ts';
import { steps } from '../../rules/components/reduction.ts';
import type { System } from '../../rules/system.ts';
import { Search } from '../derive.ts';
import { environment } from '../explore/system.ts';
import { faultsAt, faultsOf, standingOf, type Fault } from './claims.ts';

/** Who steps, by name. */
export const actorOf = (turn: Turn): string =>
  turn.tag === 'Updating' ? environment : turn.tag === 'Begins' || turn.tag === 'Does' ? turn.t : turn.o;

interface Move {
  readonly turn: Turn;
  readonly rule: string;
  readonly actor: string;
  readonly after: Config;
}
const fuel = 100_000;

function* movesOf(system: System, K: Config, turn: Turn): Generator<Move> {
  const search = new Search(system, steps.form, [K, turn], { record: true, fuel });
  for (let r = search.next(); r !== undefined; r = search.next())
    yield { turn, rule: r.derivation.rule.name, actor: actorOf(turn), after: r.outputs[0] as Config };
}

/** Steps of mediators commute; installing is none of them. */
const mediates = ({ turn }: Move): boolean => turn.tag === 'Mediates';

/** The configurations that a step of the same name leads to after another one. */
function then(system: System, K: Config, { actor, rule }: Move): Config[] {
  return turnsOf(K)
    .filter((A) => A.tag === 'Mediates' && A.o === actor)
    .flatMap((A) => [...movesOf(system, K, A)])
    .filter((m) => m.rule === rule)
    .map((m) => m.after);
}

/** Everything that is wrong. */
export function faultsFrom(system: System, K: Config): Fault[] {
  const moves = turnsOf(K).flatMap((A) => [...movesOf(system, K, A)]);
  const standing = standingOf(K);
  const able = new Set(moves.map((m) => m.actor));
  const found = faultsOf(standing, (actor) => able.has(actor), moves.length === 0);
  for (const m of moves) found.push(...faultsAt(standing, { rule: m.rule, actor: m.actor }, standingOf(m.after)));
  const mediators = moves.filter(mediates);
  for (const [i, m] of mediators.entries())
    for (const other of mediators.slice(i + 1)) {
      if (m.actor === other.actor) continue;
      const [one, two] = [then(system, m.after, other), then(system, other.after, m)];
      if (!one.some((x) => two.some((y) => equal(x, y))))
        found.push({
          theorem: 'O12',
          message: `${m.rule} of ${m.actor} and ${other.rule} of ${other.actor} do not commute`,
        });
    }
  return found;
}
