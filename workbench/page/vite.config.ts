import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { offline } from './offline.ts';
import { calculi } from '../../proofs/calculi.ts';

/** The page: static files in dist/page, with paths relative to wherever they are put. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [offline()],
  build: {
    outDir: fileURLToPath(new URL('../../dist/page', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  // The words of the languages and the endings of their files, without the lexers they come from.
  define: {
    __KEYWORDS__: JSON.stringify([...new Set(calculi.flatMap((c) => [...(c.language?.keywords ?? [])]))]),
    __LANGUAGES__: JSON.stringify(
      calculi.flatMap((c) => (c.language ? [{ calculus: c.name, endings: c.language.endings }] : [])),
    ),
  },
  worker: { format: 'es' },
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  preview: { port: 4173, host: '127.0.0.1' },
});
