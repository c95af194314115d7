import { usePage } from '../state.ts';

export function Derivations() {
  const { program } = usePage();
  return <section aria-label="Derivations">{program.length}</section>;
}
