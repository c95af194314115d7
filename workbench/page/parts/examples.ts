/** The examples of the workbench: programs with their updates, as they are in the folder of examples. */
import { calculiHere } from './calculi.ts';
import { variantNamed } from '../variant-name.ts';

const files = import.meta.glob<string>(['../../../examples/*', '!../../../examples/*.{json,md}'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

export interface Example {
  readonly name: string;
  readonly calculus: string;
  /** The calculus that it is of, as the state of the page names its rules. */
  readonly variant: string | null;
  /** The name, and the first sentence of what the file says of itself. */
  readonly title: string;
  readonly program: string;
  readonly updates: readonly string[];
}

const text = (file: string): string | undefined => files[`../../../examples/${file}`];

/** The first sentence of the comment that a file begins with. */
const firstSentence = (program: string): string => {
  const lines = program.split('\n');
  const end = lines.findIndex((l) => !l.startsWith('--'));
  const comment = lines.slice(0, end).map((l) => l.replace(/^-- ?/, ''));
  return (/^[^]*?[.:](?=\s|$)/.exec(comment.join(' '))?.[0] ?? '').replace(/[.:]$/, '');
};

const titled = (name: string, program: string): string => {
  const words = name.replaceAll('-', ' ');
  const sentence = firstSentence(program);
  return `${words[0]?.toUpperCase()}${words.slice(1)}${sentence === '' ? '' : `: ${sentence[0]?.toLowerCase()}${sentence.slice(1)}`}`;
};

/** Those of the folder of examples itself, by calculus, in the order of their names. */
export const examples: readonly Example[] = calculiHere.flatMap(({ name: calculus, endings }) =>
  Object.keys(files).flatMap((path): Example[] => {
    const file = path.slice(path.lastIndexOf('/') + 1);
    const ending = endings.find((e) => file.endsWith(e));
    if (ending === undefined) return [];
    const name = file.slice(0, -ending.length);
    const program = text(file) as string;
    const updates: string[] = [];
    for (let u = text(`${name}.1.update`); u !== undefined; u = text(`${name}.${updates.length + 1}.update`))
      updates.push(u);
    const variant = variantNamed(calculus, '');
    return [
      { name, calculus, title: titled(name, program), program, updates, variant: variant === '' ? null : variant },
    ];
  }),
);

const ofFolders = new Map<string, readonly Example[]>();

/** The examples of a calculus, as far as they are loaded. */
export const examplesOf = (calculus: string): readonly Example[] =>
  ofFolders.get(calculus) ?? examples.filter((e) => e.calculus === calculus);

/** Loads the examples of a calculus that has none but those of its own folder; where they cannot be had there are none. */
export async function loadExamples(calculus: string): Promise<void> {
  if (examplesOf(calculus).length > 0) return;
  const loaded = await import('./space-examples.ts').catch(() => undefined);
  if (loaded === undefined) return;
  const found = loaded.spaceExamples.flatMap(({ name, program, updates, variant }): Example[] => {
    const [folder, own = ''] = name.split('/');
    return folder === calculus ? [{ name: own, calculus, title: titled(own, program), program, updates, variant }] : [];
  });
  ofFolders.set(calculus, found);
}
