import { usePage } from '../state.ts';

export function Run() {
  const { program } = usePage();
  return <section aria-label="Run">{program.length}</section>;
}
