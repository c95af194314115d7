/** `mutandis export`: the statements of a calculus and their proofs, for another prover to check. */
import { join } from 'node:path';
import { exportCoq } from '../../proofs/coq/export.ts';
import { prove } from '../../proofs/prove.ts';
import { unwritableFolder, writeWhole } from '../files.ts';
import { failOut, say, sayJson, wrongCall, type Mode } from './output.ts';
import { developmentAsked } from './prove.ts';

export interface ExportCommand extends Mode {
  readonly system: string;
  readonly variant?: string;
  /** The folder of the files for Coq. */
  readonly coq?: string;
}

export async function exportCommand(o: ExportCommand): Promise<number> {
  if (o.coq === undefined) return wrongCall('say for what, and where to: --coq DIR', o);
  const asked = await developmentAsked(o);
  if (typeof asked === 'number') return asked;
  const unable = unwritableFolder(o.coq);
  if (unable !== undefined) return failOut(unable, o);
  const { files, made, admitted, left } = exportCoq(asked.d, prove(asked.d));
  for (const [name, text] of Object.entries(files)) {
    const problem = writeWhole(join(o.coq, name), text);
    if (problem !== undefined) return failOut(problem, o);
  }
  if (o.json) sayJson('export', { system: o.system, variant: o.variant ?? null, made, admitted, left });
  else {
    for (const { name, why } of admitted) say(`admitted  ${name} (${why})`);
    for (const { name, why } of left) say(`left out  ${name} (${why})`);
    say(`${o.coq}: ${made.length} cases with a proof, ${admitted.length} admitted; make -C ${o.coq} compiles it`);
  }
  return admitted.length + left.length === 0 ? 0 : 1;
}
