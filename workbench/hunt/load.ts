/**
 * Variants from files: rules as they are written on paper, or TypeScript or JavaScript that imports `mutandis`, bundled
 * when it is loaded.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, showError, type LoadError } from '../../semantics/errors.ts';
import type { Variant } from '../../rules/variant.ts';
import { calculusProblems, variantProblems } from './own.ts';
import { calculi, calculusNamed, defaultCalculus, register } from '../../proofs/calculi.ts';
import { calculus as makeCalculus, type Calculus } from '../../proofs/calculus.ts';
import { readText } from '../cli/bytes.ts';
import { longestRules, stated, systemNamed, writtenVariant } from '../../proofs/written.ts';

const here = dirname(fileURLToPath(import.meta.url));
/** The modules that a variant file may import, as they are built or as they are written. */
const module = (name: string): string => {
  const base = join(here, '..', 'api', name);
  return existsSync(`${base}.js`) ? `${base}.js` : `${base}.ts`;
};
const moduleNamed = (name: string): string | undefined => {
  const file = module(name === '' ? 'index' : name);
  return existsSync(file) ? file : undefined;
};

/** Whether what a module exports is meant as a variant. */
const isMeant = (x: unknown): boolean =>
  typeof x === 'object' && x !== null && !('huntingGround' in x) && ('system' in x || 'base' in x || 'expected' in x);

const extension = '.rules';
/** Rules that are written to standard input. */
export const standardInput = '-';

/** The name of the variant of a file of rules. */
export const nameOfWritten = (file: string): string =>
  file === standardInput ? 'standard-input' : basename(file, extension);

/** Whether a name is that of a file with rules, to be read by {@link loadWritten}. */
export const isWritten = (name: string): boolean => name.endsWith(extension) || name === standardInput;

/**
 * The variant that a file describes by its rules; the file may say which calculus they are of.
 * @param written the text of standard input, where it was read already.
 * @returns what is wrong with it otherwise, and where.
 */
export async function loadWritten(
  file: string,
  system: string,
  written?: string,
): Promise<Either<readonly LoadError[], Variant>> {
  const found = written === undefined ? readText(file) : right(written);
  if (isLeft(found)) return found;
  const text = found.right;
  if (text.length > longestRules)
    return left([
      loadError('parse', `has ${text.length} characters; at most ${longestRules} are read`, undefined, file),
    ]);
  const wanted = systemNamed(text) ?? system;
  const calculus = calculi.find((c) => c.name === wanted);
  if (calculus === undefined) {
    const known = calculi.map((c) => c.name).join(', ');
    return left([loadError('scope', `there is no system ${wanted}; there are ${known}`, undefined, file)]);
  }
  const read = writtenVariant(calculus, nameOfWritten(file), text);
  if (!isLeft(read)) return read;
  return left(
    read.left.map(({ message, ...place }) => ({ ...loadError('parse', message, undefined, file), ...place })),
  );
}

/** What a file of TypeScript or JavaScript exports, or why it cannot be loaded: it does not exist, does not compile, throws. */
async function exportsOf(file: string): Promise<Either<string, readonly unknown[]>> {
  const path = resolve(file);
  if (!existsSync(path)) return left(`${file}: does not exist`);
  const { build } = await import('esbuild');
  let directory: string | undefined;
  try {
    const result = await build({
      entryPoints: [path],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'silent',
      plugins: [
        {
          name: 'mutandis',
          setup: (b) => {
            // The workbench's own modules are not bundled: there must be one of each.
            b.onResolve({ filter: /^mutandis(\/.*)?$/ }, ({ path: wanted }) => {
              const found = moduleNamed(wanted.slice('mutandis/'.length));
              return found === undefined
                ? { errors: [{ text: `there is no module ${wanted}` }] }
                : { path: pathToFileURL(found).href, external: true };
            });
          },
        },
      ],
    });
    directory = await mkdtemp(join(tmpdir(), 'mutandis-'));
    const bundled = join(directory, 'bundled.mjs');
    await writeFile(bundled, result.outputFiles[0]?.text ?? '');
    const exported = (await import(pathToFileURL(bundled).href)) as Record<string, unknown>;
    return right([...new Set(Object.values(exported).flat())]);
  } catch (e) {
    const errors = (e as { errors?: readonly { text: string; location: { line: number; column: number } | null }[] })
      .errors;
    if (errors !== undefined)
      return left(
        errors.map(({ text, location: l }) => `${file}${l ? `:${l.line}:${l.column + 1}` : ''}: ${text}`).join('\n'),
      );
    return left(`${file}: ${e instanceof Error ? e.message : String(e)}`);
  } finally {
    if (directory !== undefined) await rm(directory, { recursive: true, force: true });
  }
}

/**
 * The variants that a file exports, by default or by name, or describes.
 * @param system the calculus of rules that do not say it themselves.
 * @returns what is wrong otherwise: it does not exist, does not compile, throws (a rule that is not there), has none.
 */
export async function loadVariants(
  file: string,
  system = defaultCalculus.name,
  written?: string,
): Promise<Either<string, readonly Variant[]>> {
  if (isWritten(file)) {
    const loaded = await loadWritten(file, system, written);
    return isLeft(loaded) ? left(loaded.left.map(showError).join('\n')) : right([loaded.right]);
  }
  const exported = await exportsOf(file);
  if (isLeft(exported)) return exported;
  const meant = exported.right.filter(isMeant);
  const problems = meant.flatMap((x) => {
    const { name } = x as { readonly name?: unknown };
    return variantProblems(x).map((p) => `${file}: variant ${typeof name === 'string' ? name : '?'}: ${p}`);
  });
  if (problems.length > 0) return left(problems.join('\n'));
  const found = (meant as readonly Variant[]).map((v) => {
    const calculus = calculusNamed(v.base.name);
    return calculus === undefined ? v : stated(calculus, v);
  });
  return found.length > 0 ? right(found) : left(`${file}: exports no variant`);
}

/** Whether what a module exports is meant as a calculus: it has two of what all calculi have, and is no variant. */
const isCalculus = (x: unknown): x is Calculus =>
  typeof x === 'object' &&
  x !== null &&
  !('system' in x && 'expected' in x) &&
  ['base', 'huntingGround', 'theorems', 'generates', 'language', 'variants'].filter((f) => f in x).length > 1;

/** Whether all is there that the maker of calculi fills in where it is left out. */
const complete = (c: Partial<Calculus>): boolean =>
  [
    c.name,
    c.title,
    c.presentations,
    c.variants,
    c.theorems,
    c.movers,
    c.huntingGround,
    c.counterexampleText,
    c.termTexts,
    c.closed,
    c.size,
  ].every((x) => x !== undefined);

const loadedFiles = new Map<string, Either<string, readonly Calculus[]>>();

/** Makes the calculi that a file exports known to the commands. @returns them, or what is wrong with the file. */
export async function loadCalculi(file: string): Promise<Either<string, readonly Calculus[]>> {
  const path = resolve(file);
  const known = loadedFiles.get(path);
  if (known !== undefined) return known;
  const exported = await exportsOf(file);
  let found: Either<string, readonly Calculus[]>;
  if (isLeft(exported)) found = exported;
  else {
    const own = exported.right.filter(isCalculus).filter((c) => !calculi.includes(c));
    const problems = own.flatMap((c) => {
      const { name } = c as { readonly name?: unknown };
      return calculusProblems(c).map((p) => `${file}: calculus ${typeof name === 'string' ? name : '?'}: ${p}`);
    });
    if (problems.length > 0) found = left(problems.join('\n'));
    else {
      // What the maker of calculi fills in has to be there: the module may have been written without it.
      const whole = own.map((c) => (complete(c) ? c : makeCalculus(c)));
      found = whole.length > 0 ? right(whole) : left(`${file}: exports no calculus`);
      try {
        whole.forEach(register);
      } catch (e) {
        found = left(`${file}: ${(e as Error).message}`);
      }
    }
  }
  loadedFiles.set(path, found);
  return found;
}
