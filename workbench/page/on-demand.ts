/**
 * The engine in parts: each calculus is loaded when it is asked for, where the command line has them all. What is loaded
 * together is one file: what the first view needs of the machinery, and what a calculus adds to that.
 */
import { fileURLToPath } from 'node:url';
import type { Plugin, Rolldown } from 'vite';
import { calculusNames, defaultName } from '../../proofs/registry.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const root = here('../../').slice(0, -1);
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

/**
 * What the page itself knows of the registry: the names. The calculi are the engine's, which is built by itself; beside it
 * they would all be built a second time.
 */
export const namesAlone = (): Plugin => ({
  name: 'names-alone',
  enforce: 'pre',
  apply: 'build',
  load: (id) =>
    id === proofs('registry.ts')
      ? Object.entries({ defaultName, calculusNames })
          .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
          .join('\n')
      : null,
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

/**
 * The files of the engine that are no accident of what imports what. None of them imports what is not in one of them: files
 * that import each other would be run before what they need.
 */
export function engineFiles(): Rolldown.CodeSplittingGroup {
  let first: ReadonlySet<string> | undefined;
  let each: readonly (readonly [calculus: string, needs: ReadonlySet<string>])[] | undefined;
  return {
    name(id, context) {
      const shown = ['check', 'calculi', 'needs', `${defaultName}/programs`].map((f) => here(`engine/${f}.ts`));
      first ??= closure([...shown, proofs(`${defaultName}/calculus.ts`)], context);
      each ??= calculusNames.map((name) => [name, closure([proofs(`${name}/calculus.ts`)], context)] as const);
      // The folder that the project lies in may be called what a calculus is.
      const own = calculusNames.find((name) => id.slice(root.length).includes(`/${name}/`));
      const ofCalculus = each.some(([name, needs]) => name === own && needs.has(id));
      // What only the page makes of a calculus is not loaded with one that extends it.
      if (first.has(id)) return own === undefined ? 'machinery' : ofCalculus ? own : `shown-${own}`;
      const needed = each.flatMap(([name, needs]) => (needs.has(id) ? [name] : []));
      if (needed.length === 0) return null;
      // What is of no calculus may be asked for by itself, and what several need is loaded with the first of them.
      return needed.length === 1 && needed[0] === own ? own : `for-${needed.join('-')}`;
    },
  };
}
