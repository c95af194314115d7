/** Why an update is refused in a state of threads (threads.md, section 8): the thread is told, and the place. */
import { entries, get, keys } from '../../semantics/maps.ts';
import { contains } from '../../semantics/proteus/capability.ts';
import type { Cap as BaseCap, Heap as BaseHeap, Update as BaseUpdate } from '../../semantics/proteus/grammar.ts';
import { printCap } from '../../semantics/proteus/syntax/index.ts';
import { keepsTypes, redexOf, threadsInOrder } from '../../semantics/threads/functions.ts';
import type { Expr, State, Update } from '../../semantics/threads/grammar.ts';
import { placeOf } from '../proteus/messages.ts';
import type { Position } from '../../semantics/positions.ts';
import { consOf, heapReasons } from '../proteus/reasons.ts';
import type { Reason } from '../runs.ts';
import type { PolicyName } from './space.ts';

const reason = (
  code: string,
  message: string,
  position: Position | undefined,
  more: Pick<Reason, 'type' | 'capability'> = {},
): Reason => ({
  code,
  message,
  ...more,
  ...(position ? { file: position.file, line: position.line, column: position.column } : {}),
});

/** All that is in the way; `at` is the thread at whose update point it would be applied, where it is one's. */
export function threadReasons(policy: PolicyName, S: State, at: string | undefined, U: Update): readonly Reason[] {
  const T = keys(U.changed);
  const out: Reason[] = [];
  const stack = (j: string, e: Expr) => {
    for (const [t, con] of consOf(e as never, T))
      out.push(
        reason('stack', `thread ${j} uses ${t} concretely in what it has left to do`, placeOf(con), { type: t }),
      );
  };
  const capability = (j: string, e: Expr) => {
    const point = redexOf(e);
    if (point.tag !== 'Update') return;
    for (const t of T)
      if (contains(point.cap as BaseCap, t))
        out.push(
          reason('capability', `${t} is in the capability of the update point of thread ${j}`, placeOf(point), {
            type: t,
            capability: printCap(point.cap as BaseCap),
          }),
        );
  };
  if (policy === 'versions') {
    if (!keepsTypes.compute(S.heap, U))
      out.push(reason('versions', 'it changes a type, or the type of what it replaces', undefined));
  } else {
    const points = policy === 'barrier' || policy === 'barrier-blocked';
    for (const [j, e] of threadsInOrder(S.threads))
      if (points || (policy === 'own-static' && j === at)) capability(j, e);
      else stack(j, e);
    out.push(...heapReasons(S.heap as BaseHeap, U as BaseUpdate));
  }
  for (const [z] of entries(U.replaced)) {
    const b = get(S.heap, z);
    if (b !== undefined && b.tag !== 'Fun' && b.e.tag === 'By')
      out.push(reason('running', `the contents of ${z} are being run by thread ${b.e.j}`, placeOf(b.e)));
  }
  return out;
}
