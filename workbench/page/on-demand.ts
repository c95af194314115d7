/** The registry of calculi on the page: each is loaded when it is asked for, where the command line has them all. */
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const proofs = (file: string): string => fileURLToPath(new URL(`../../proofs/${file}`, import.meta.url));

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
