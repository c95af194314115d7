/** Opens a counterexample in Run, at the step at which its theorem falls. */
import type { Source } from '../engine/sent.ts';
import { ask } from '../rpc.ts';
import { page, set } from '../state.ts';

/** A counterexample that is a program for a run. */
export interface Runnable {
  readonly theorem: string;
  readonly case: string;
  readonly source: Source;
}

/** @param variant the rules it is of, where they are not those of the state. */
export async function openInRun({ theorem, case: rule, source }: Runnable, variant?: string | null): Promise<void> {
  const { program, updates } = source;
  // T8s is about the static check.
  const check = theorem.endsWith('s') ? ('static' as const) : ('dynamic' as const);
  const of = { program, updates, check, decisions: {}, variant: variant === undefined ? page().variant : variant };
  const broken = await ask('breaking', { ...of, rule }).catch(() => null);
  set({
    ...of,
    view: 'run',
    step: broken?.step ?? 0,
    broken: broken && { step: broken.step, text: `${theorem}: ${broken.text}` },
  });
}
