import { usePage } from '../state.ts';

export function Exercises() {
  const { program } = usePage();
  return <section aria-label="Exercises">{program.length}</section>;
}
