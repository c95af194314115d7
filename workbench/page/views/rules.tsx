import { usePage } from '../state.ts';

export function Rules() {
  const { program } = usePage();
  return <section aria-label="Rules">{program.length}</section>;
}
