/** What calculi bring to a part of the workbench: a module in the folder of their name there, so that nothing else names them. */
import { existsSync } from 'node:fs';
import { calculusNames } from '../proofs/registry.ts';

/**
 * Loads what the calculi of the registry bring to the folder of a module.
 * @param here the module: its `import.meta.url`.
 * @param file the file in the folder of a calculus beside it, without its ending.
 * @param load imports that file of a calculus.
 * @returns what each brings, by its name, in the registry's order; calculi without the file are left out.
 */
export async function brought<M>(
  here: string,
  file: string,
  load: (calculus: string) => Promise<M>,
): Promise<ReadonlyMap<string, M>> {
  // Sources are run as they are in tests, and compiled elsewhere: the files beside a module end as it does.
  const ending = here.slice(here.lastIndexOf('.'));
  const bring = calculusNames.filter((name) => existsSync(new URL(`./${name}/${file}${ending}`, here)));
  return new Map(await Promise.all(bring.map(async (name) => [name, await load(name)] as const)));
}
