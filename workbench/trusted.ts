/**
 * The trusted core: the files that a result of replay rests on, found by following imports from where it starts. Types
 * are checked before anything runs, so imports of types alone are left out.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where replay starts: the check itself, and the reader of the files that it is given. */
const replay = ['checker/replay', 'checker/decode'];
/** What any calculus is: its grammar and its system, made new, from another one's, or by a change of rules. */
const systems = ['semantics/grammar', 'rules/system', 'rules/extend', 'rules/variant'];
/** The kernel of proofs, and what it is told: terms, statements, and what is known of metafunctions. */
const proofs = ['proofs/kernel', 'proofs/certificate', 'proofs/terms', 'proofs/development'];
/** What is of a calculus, in its folder of rules: the system, and the systems that its variants are. */
const ofCalculus = ['system', 'variants'];

export interface TrustedFile {
  readonly file: string;
  readonly lines: number;
  /** Lines of code: neither blank nor comment. */
  readonly code: number;
}

export interface TrustedPart {
  readonly name: string;
  readonly sentence: string;
  readonly files: readonly TrustedFile[];
  readonly lines: number;
  readonly code: number;
}

export interface Trusted {
  readonly parts: readonly TrustedPart[];
  /** What there is whatever the calculus is: replay, grammars and systems. */
  readonly machinery: { readonly lines: number; readonly code: number };
  /** That, and what the metafunctions of more than one calculus are made with. */
  readonly shared: { readonly lines: number; readonly code: number };
  /** Packages that these files import. */
  readonly packages: readonly string[];
}

/** The imports of a module's text that leave something to load: in sources and in what they compile to. */
export function loads(text: string): readonly string[] {
  const statements = text.matchAll(/^(?:import|export)\s+(?!type\s)(?:[^;'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm);
  const dynamic = text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g);
  return [...statements, ...dynamic].map((m) => m[1] as string);
}

/** How many lines of a module are neither blank nor, all of it, comment. (Comments begin where a line does, or end it.) */
export function codeLines(text: string): number {
  let code = 0;
  let inside = false;
  for (const line of text.split('\n').map((l) => l.trim())) {
    const comment = inside || line.startsWith('/*');
    if (comment) inside = !line.includes('*/');
    else if (line !== '' && !line.startsWith('//')) code++;
  }
  return code;
}

/** The sources where they are, as in the repository; otherwise the modules as compiled. */
function tree(): { readonly root: string; readonly extension: string } {
  const here = fileURLToPath(new URL('..', import.meta.url));
  for (const root of [here, posix.join(here, '..')])
    if (existsSync(posix.join(root, 'checker/replay.ts'))) return { root, extension: '.ts' };
  return { root: here, extension: '.js' };
}

/** The list, from the files of this installation. */
export function trusted(): Trusted {
  const { root, extension } = tree();
  const files = new Map<string, TrustedFile>();
  const packages = new Set<string>();
  const follow = (starts: readonly string[]): readonly TrustedFile[] => {
    const found: TrustedFile[] = [];
    const work = [...starts];
    for (let file = work.pop(); file !== undefined; file = work.pop()) {
      if (files.has(file)) continue;
      const text = readFileSync(posix.join(root, file), 'utf8');
      const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
      const entry = { file, lines, code: codeLines(text) };
      files.set(file, entry);
      found.push(entry);
      for (const to of loads(text)) {
        if (to.startsWith('.')) work.push(posix.join(posix.dirname(file), to));
        else packages.add(to.split('/')[0] as string);
      }
    }
    return found.sort((a, b) => (a.file < b.file ? -1 : 1));
  };
  const total = (list: readonly { readonly lines: number; readonly code: number }[]) => ({
    lines: list.reduce((sum, f) => sum + f.lines, 0),
    code: list.reduce((sum, f) => sum + f.code, 0),
  });
  const part = (name: string, sentence: string, list: readonly TrustedFile[]): TrustedPart => ({
    name,
    sentence,
    files: list,
    ...total(list),
  });
  const core = part('replay', 'replay and what it imports, for any calculus', follow(replay.map((f) => f + extension)));
  const whole = part(
    'systems',
    'grammars and systems, with those that extend and change others, of any calculus',
    follow(systems.map((f) => f + extension)),
  );
  const folderOf = (file: string) => posix.dirname(file).split('/')[1];
  const shared: TrustedFile[] = [];
  const calculi: TrustedPart[] = [];
  for (const folder of readdirSync(posix.join(root, 'rules'), { withFileTypes: true })) {
    if (!folder.isDirectory()) continue;
    const starts = ofCalculus.map((f) => `rules/${folder.name}/${f}${extension}`);
    const found = follow(starts.filter((f) => existsSync(posix.join(root, f))));
    shared.push(...found.filter((f) => folderOf(f.file) === undefined));
    const own = found.filter((f) => folderOf(f.file) !== undefined);
    if (own.length > 0) calculi.push(part(folder.name, `the rules and metafunctions of ${folder.name}`, own));
  }
  shared.sort((a, b) => (a.file < b.file ? -1 : 1));
  const made = part(
    'metafunctions',
    'the metafunctions that are made from grammars, where a calculus asks for them',
    shared,
  );
  const checker = part(
    'proofs',
    'the kernel of proofs, what it is told, and what they import besides',
    follow(proofs.map((f) => f + extension)),
  );
  return {
    parts: [core, whole, made, checker, ...calculi],
    machinery: total([core, whole]),
    shared: total([core, whole, made]),
    packages: [...packages].sort(),
  };
}
