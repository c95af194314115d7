/** The page: one header, and the view that is chosen. */
import { render } from 'preact';
import { set, usePage, viewNames, type ViewName } from './state.ts';
import { Analysis } from './views/analysis.tsx';
import { Derivations } from './views/derivations.tsx';
import { Exercises } from './views/exercises.tsx';
import { Rules } from './views/rules.tsx';
import { Run } from './views/run.tsx';
import './style.css';

const views: Readonly<Record<ViewName, () => preact.JSX.Element>> = {
  run: Run,
  derivations: Derivations,
  rules: Rules,
  analysis: Analysis,
  exercises: Exercises,
};

function Page() {
  const { view } = usePage();
  const View = views[view];
  return (
    <>
      <header>
        <h1>Mutandis</h1>
        <nav aria-label="Views">
          {viewNames.map((name) => (
            <button
              key={name}
              type="button"
              aria-current={name === view ? 'page' : undefined}
              onClick={() => set({ view: name })}
            >
              {name}
            </button>
          ))}
        </nav>
      </header>
      <main>
        <View />
      </main>
    </>
  );
}

render(<Page />, document.getElementById('page') as HTMLElement);
