import { usePage } from '../state.ts';

export function Analysis() {
  const { program } = usePage();
  return <section aria-label="Analysis">{program.length}</section>;
}
