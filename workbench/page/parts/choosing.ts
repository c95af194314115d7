/** Going from one calculus to another: its program as it was left, or its first example. */
import { page, start, type PageState } from '../state.ts';
import { calculiHere, calculusOf } from './calculi.ts';
import { examplesOf, loadExamples, type Example } from './examples.ts';
import { variantNamed } from '../variant-name.ts';

type Sources = Pick<PageState, 'program' | 'updates' | 'step' | 'decisions' | 'variant' | 'check' | 'broken'>;
/** What was in view of each calculus when another was chosen. */
const left = new Map<string, Sources>();

/** An example from the beginning of its run. */
export const ofExample = ({ program, updates, variant }: Example): Sources => ({
  program,
  updates,
  variant,
  step: 0,
  decisions: {},
  broken: null,
  check: page().check,
});

/** The change that leads to a calculus: none where it is that of the page already. */
export async function toCalculus(name: string): Promise<Partial<PageState>> {
  await loadExamples(name);
  const { program, updates, step, decisions, variant, check, broken } = page();
  const now = calculusOf(variant).name;
  if (now === name || !calculiHere.some((c) => c.name === name)) return {};
  left.set(now, { program, updates, step, decisions, variant, check, broken });
  const kept = left.get(name);
  if (kept !== undefined) return kept;
  const [first] = examplesOf(name);
  const none = { ...start, variant: variantNamed(name, '') || null };
  const { program: p, updates: u, variant: v } = first ?? none;
  return {
    program: p,
    updates: u,
    variant: v,
    step: 0,
    decisions: {},
    broken: null,
    check: start.check,
    derivation: start.derivation,
  };
}
