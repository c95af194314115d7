/** The tools for updates, of each calculus that has some: one line each. */
import { proteusTools } from './proteus/tools.ts';
import type { Tools } from './report.ts';

export const toolsOf: Readonly<Record<string, Tools<unknown> | undefined>> = { proteus: proteusTools };
