import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { offline } from './offline.ts';
import { keywords } from '../../semantics/proteus/syntax/tokens.ts';

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
  // The words of the language, without the lexer they come from.
  define: { __KEYWORDS__: JSON.stringify([...keywords]) },
  worker: { format: 'es' },
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  preview: { port: 4173, host: '127.0.0.1' },
});
