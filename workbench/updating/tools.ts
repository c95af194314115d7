/** The tools for updates, of each calculus that has some: one line each. */
import { diffKernels } from './components/diff.ts';
import { proteusTools } from './proteus/tools.ts';
import type { Tools } from './report.ts';

export const toolsOf: Readonly<Record<string, Tools<unknown> | undefined>> = { proteus: proteusTools };

/** What writes the update from one program to the next. */
export const differsOf: Readonly<Record<string, Tools<unknown>['diff'] | undefined>> = {
  proteus: proteusTools.diff.bind(proteusTools),
  components: diffKernels as Tools<unknown>['diff'],
};
