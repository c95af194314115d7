/** The tools for updates, of each calculus that has some: `tools.ts` in its folder here. */
import { brought } from '../brought.ts';
import type { Tools } from './report.ts';

/** What a calculus brings for updates. */
export interface ToolsBrought {
  /** All tools; none where there is only one that writes updates. */
  readonly tools?: Tools<unknown>;
  /** What writes the update from one program to the next. */
  readonly diff: Tools<unknown>['diff'];
}

type Table<T> = Readonly<Record<string, T | undefined>>;

const found = [
  ...(await brought(import.meta.url, 'tools', async (name) => (await import(`./${name}/tools.ts`)) as ToolsBrought)),
];

/** The tools of each calculus that has all of them. */
export const toolsOf: Table<Tools<unknown>> = Object.fromEntries(found.map(([name, { tools }]) => [name, tools]));

/** What writes the update from one program to the next. */
export const differsOf: Table<Tools<unknown>['diff']> = Object.fromEntries(
  found.map(([name, { diff }]) => [name, diff]),
);
