/**
 * The service worker that keeps the page's files, so that it works without a network once it has been loaded. Written
 * when the page is built: only then it is known what files there are.
 */
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

const source = (files: readonly string[], version: string): string => `// Written by workbench/page/offline.ts.
const kept = 'mutandis-${version}';
const files = ${JSON.stringify(['./', ...files])};
self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(kept).then((cache) => cache.addAll(files)).then(() => self.skipWaiting()));
});
self.addEventListener('activate', (event) => {
  const others = (names) => names.filter((name) => name.startsWith('mutandis-') && name !== kept);
  event.waitUntil(
    caches.keys().then((names) => Promise.all(others(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()),
  );
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  const cached = () => caches.match(request.mode === 'navigate' ? './' : request, { ignoreSearch: true, ignoreVary: true });
  // The page itself is asked for anew, so that a later version is seen; names of other files change with their content.
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(cached));
  else event.respondWith(cached().then((found) => found ?? fetch(request)));
});
`;

/** Adds sw.js to what is built. */
export const offline = (): Plugin => ({
  name: 'offline',
  apply: 'build',
  generateBundle(_, bundle) {
    const files = Object.keys(bundle).filter((f) => f.startsWith('assets/'));
    const version = createHash('sha256').update(files.sort().join('\n')).digest('hex').slice(0, 12);
    this.emitFile({ type: 'asset', fileName: 'sw.js', source: source(files, version) });
  },
});
