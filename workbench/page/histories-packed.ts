/** The histories that come with the page, smaller than the files that they are of. */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { pack } from './repeats.ts';

/** Packs the files of facts that are built into the page without what their versions repeat; the engine unpacks them. */
export const histories = (): Plugin => ({
  name: 'histories',
  apply: 'build',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'asset' || typeof file.source === 'string') continue;
      if (!file.names.some((name) => name.endsWith('.facts.ndjson.gz'))) continue;
      file.source = gzipSync(pack(gunzipSync(file.source).toString('utf8')), { level: 9 });
    }
  },
});
