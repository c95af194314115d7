/**
 * The service worker that keeps the page's files, so that it works without a network once it has been loaded. What
 * files there are is put in when the page is built (offline.ts).
 */
import { clientsClaim } from 'workbox-core';
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: readonly (string | { readonly url: string; readonly revision: string })[];
};

void self.skipWaiting();
clientsClaim();
cleanupOutdatedCaches();
// The page itself is asked for anew, so that a later version is seen; names of other files change with their content.
const page = async ({ request }: { readonly request: Request }): Promise<Response> => {
  try {
    return await fetch(request);
  } catch {
    return (await matchPrecache('index.html')) ?? Response.error();
  }
};
registerRoute(new NavigationRoute(page));
precacheAndRoute([...self.__WB_MANIFEST]);
// Earlier versions kept files under names of their own.
self.addEventListener('activate', (event) => {
  const own = (names: readonly string[]) => names.filter((name) => name.startsWith('mutandis-'));
  event.waitUntil(caches.keys().then((names) => Promise.all(own(names).map((name) => caches.delete(name)))));
});
