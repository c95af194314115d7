/** Examples whose behaviour is worth a look: those of the folders that calculi have, with their updates. */
import { variantNamed } from '../variant-name.ts';
import { calculiHere } from './calculi.ts';

const files = import.meta.glob<string>(
  [
    '../../../examples/*/*',
    '!../../../examples/{c,cluster,exercises,variants,versions}/*',
    '!../../../examples/*/*.{json,md}',
  ],
  { query: '?raw', import: 'default', eager: true },
);

export interface SpaceExample {
  readonly name: string;
  readonly title: string;
  readonly program: string;
  readonly updates: readonly string[];
  readonly properties: string;
  readonly fresh: string | null;
  readonly variant: string | null;
}

/** E2 after E1, E10 after E9. */
const inOrder = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/** All of them, by calculus. */
export const spaceExamples: readonly SpaceExample[] = calculiHere.flatMap(({ name: calculus, endings }) =>
  Object.keys(files)
    .sort(inOrder)
    .flatMap((path): SpaceExample[] => {
      const folder = path.slice(0, path.lastIndexOf('/') + 1);
      if (!folder.endsWith(`/${calculus}/`)) return [];
      const file = path.slice(folder.length);
      const ending = endings.find((e) => file.endsWith(e));
      if (ending === undefined || file.endsWith(`.new${ending}`)) return [];
      const name = file.slice(0, -ending.length);
      const updates: string[] = [];
      const update = (n: number) => files[`${folder}${name}.${n}.update`];
      for (let u = update(1); u !== undefined; u = update(updates.length + 1)) updates.push(u);
      const variant = variantNamed(calculus, '');
      return [
        {
          name: `${calculus}/${name}`,
          title: name.replaceAll('-', ' '),
          program: files[path] as string,
          updates,
          properties: files[`${folder}${name}.properties`] ?? '',
          fresh: files[`${folder}${name}.new${ending}`] ?? null,
          variant: variant === '' ? null : variant,
        },
      ];
    }),
);
