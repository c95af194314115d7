import { set, usePage } from '../state.ts';
import { Editor } from '../parts/editor.tsx';

export function Run() {
  const { program } = usePage();
  return (
    <section aria-label="Run">
      <Editor label="Program" value={program} onChange={(text) => set({ program: text }, 'quiet')} />
    </section>
  );
}
