/**
 * The engine in parts: each calculus is loaded when it is asked for, where the command line has them all. What is loaded
 * together is one file: what the first view needs of the machinery, and what a calculus adds to that.
 */
import { fileURLToPath } from 'node:url';
import type { Plugin, Rolldown } from 'vite';
import { defaultName } from '../../proofs/default.ts';
import { calculusNames } from '../../proofs/registry.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const proofs = (file: string): string => here(`../../proofs/${file}`);

/** Puts the registry alone in the place of the module that loads all that it lists. */
export const calculiOnDemand = (): Plugin => ({
  name: 'calculi-on-demand',
  enforce: 'pre',
  async resolveId(source, importer, options) {
    if (!source.endsWith('/calculi.ts')) return null;
    const found = await this.resolve(source, importer, { ...options, skipSelf: true });
    return found?.id === proofs('calculi.ts') ? proofs('registry.ts') : found;
  },
});

/** What a module imports, and what that imports, as long as it is imported at once. */
function closure(from: readonly string[], context: Rolldown.ChunkingContext): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(context.getModuleInfo(id)?.importedIds ?? []));
  }
  return found;
}

/** The files of the engine that are no accident of what imports what. */
export function enginesFiles(): Rolldown.CodeSplittingGroup {
  let first: ReadonlySet<string> | undefined;
  const of = new Map<string, ReadonlySet<string>>();
  return {
    name(id, context) {
      const shown = ['check', 'calculi', 'needs', `${defaultName}/programs`].map((f) => here(`engine/${f}.ts`));
      first ??= closure([...shown, proofs(`${defaultName}/calculus.ts`)], context);
      const own = calculusNames.find((name) => id.includes(`/${name}/`));
      if (own === undefined) return first.has(id) ? 'machinery' : null;
      if (!of.has(own)) of.set(own, closure([proofs(`${own}/calculus.ts`)], context));
      return first.has(id) || of.get(own)?.has(id) ? own : null;
    },
  };
}
