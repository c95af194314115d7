import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { exercisesTold } from './exercises-told.ts';
import { histories } from './histories-packed.ts';
import { offline } from './offline.ts';
import { calculiOnDemand, engineFiles, namesAlone } from './on-demand.ts';
import { seminars } from './seminar.ts';
import { calculusHere, toldModules, variantsHere } from './brings.ts';
import { calculi } from '../../proofs/calculi.ts';

/** The names of the files in a folder of examples that have an ending. */
const named = (folder: string, ending: string): readonly string[] =>
  readdirSync(new URL(`../../examples/${folder}`, import.meta.url))
    .filter((f) => f.endsWith(ending))
    .map((f) => f.replace(/\..*$/, ''));

/** A name that changes with what is in the file: a few files need few letters. */
const short = '[name]-[hash:7]';

/** Of what is not used more can be left out where to read something does nothing else; here it never does. */
const treeshake = { propertyReadSideEffects: false, unknownGlobalSideEffects: false } as const;

/** The page: static files in dist/page, with paths relative to wherever they are put. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  // Modules whose parts that are not used can be left out.
  resolve: { alias: [{ find: /^fp-ts\/lib\//, replacement: 'fp-ts/es6/' }] },
  plugins: [
    namesAlone(),
    histories(),
    offline(),
    toldModules(calculi),
    seminars({ exercises: named('exercises', '.yaml'), examples: named('', '') }),
  ],
  build: {
    outDir: fileURLToPath(new URL('../../dist/page', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      treeshake,
      output: {
        entryFileNames: `assets/${short}.js`,
        chunkFileNames: `assets/${short}.js`,
        assetFileNames: `assets/${short}[extname]`,
      },
    },
  },
  // The words of the languages without the lexers they come from, and what calculi there are and bring.
  define: {
    __KEYWORDS__: JSON.stringify([...new Set(calculi.flatMap((c) => [...(c.language?.keywords ?? [])]))]),
    __CALCULI__: JSON.stringify(calculi.map(calculusHere)),
    __VARIANTS__: JSON.stringify(calculi.map(variantsHere)),
  },
  worker: {
    format: 'es',
    plugins: () => [calculiOnDemand(), exercisesTold()],
    rolldownOptions: {
      treeshake,
      output: {
        chunkFileNames: `assets/engine/${short}.js`,
        entryFileNames: `assets/${short}.js`,
        codeSplitting: { includeDependenciesRecursively: false, groups: [engineFiles()] },
      },
    },
  },
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  preview: { port: 4173, host: '127.0.0.1' },
});
