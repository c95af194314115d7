/**
 * The page without a network: a service worker of Workbox's (offline-worker.ts) is built beside it, and told what files
 * there are, which is known only when the page is built.
 */
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { sha256 } from '../sha256.ts';

const worker = 'sw.js';
const manifest = 'self.__WB_MANIFEST';

/** Adds sw.js to what is built. @throws Error where it has no place for the files, or is not one file. */
export const offline = (): Plugin => ({
  name: 'offline',
  apply: 'build',
  enforce: 'post',
  buildStart() {
    this.emitFile({
      type: 'chunk',
      id: fileURLToPath(new URL('offline-worker.ts', import.meta.url)),
      fileName: worker,
    });
  },
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const chunk = bundle[worker];
      if (chunk?.type !== 'chunk' || chunk.imports.length > 0 || !chunk.code.includes(manifest))
        this.error(`${worker} is not one file that takes ${manifest}`);
      const files = Object.values(bundle).filter((f) => f.fileName !== worker);
      const byName = files.sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
      const kept = byName.map((f) =>
        // Names of parts change with what is in them.
        f.fileName.startsWith('assets/')
          ? f.fileName
          : { url: f.fileName, revision: sha256(f.type === 'chunk' ? f.code : f.source).slice(0, 16) },
      );
      chunk.code = chunk.code.replace(manifest, JSON.stringify(kept));
    },
  },
});
