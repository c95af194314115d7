/** The examples of the workbench: programs with their updates, as they are in the folder of examples. */
const files = import.meta.glob<string>('../../../examples/*.{proteus,update}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export interface Example {
  readonly name: string;
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

/** All of them, in the order of their names. */
export const examples: readonly Example[] = Object.keys(files)
  .flatMap((path) => /([^/]*)\.proteus$/.exec(path)?.[1] ?? [])
  .map((name) => {
    const program = text(`${name}.proteus`) as string;
    const updates: string[] = [];
    for (let u = text(`${name}.1.update`); u !== undefined; u = text(`${name}.${updates.length + 1}.update`))
      updates.push(u);
    return { name, title: titled(name, program), program, updates };
  });
