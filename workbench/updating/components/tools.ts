/** What writes updates of kernels, in the form that all tools have. */
import type { Tools } from '../report.ts';
import { diffKernels } from './diff.ts';

export const diff = diffKernels as Tools<unknown>['diff'];
