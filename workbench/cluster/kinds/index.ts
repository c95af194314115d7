/** The kinds of jobs there are: one line each. */
import type { Head, Kind } from '../jobs.ts';
import { exploreKind } from './explore.ts';
import { huntKind } from './hunt.ts';
import { proveKind } from './prove.ts';
import { sweepKind } from './sweep.ts';

export const kinds: readonly Kind<Head, unknown>[] = [huntKind, sweepKind, exploreKind, proveKind];
