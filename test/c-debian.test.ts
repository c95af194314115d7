/**
 * Sources of programs that Debian has, where apt is told where to get them (deb-src): read by clang, and both analyses asked. Point
 * releases move, so that properties are checked, not figures. What was done is printed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { afterAll, expect, test } from 'vitest';
import { findClang } from '../workbench/c-programs/clang/process.ts';
import { readSources } from '../workbench/c-programs/clang/run.ts';
import { namedSources } from '../workbench/c-programs/clang/sources.ts';
import { decodeFacts } from '../workbench/c-programs/facts.ts';
import { link } from '../workbench/c-programs/link.ts';
import { pointsOf } from '../workbench/c-programs/points.ts';
import { keptByProteus } from '../workbench/c-programs/proteus/slicing.ts';
import { mayNotChange, versionOf } from '../workbench/c-programs/stacks.ts';

const clang = findClang();
const targets = spawnSync('apt-get', ['indextargets', '--format', '$(CREATED_BY)'], { encoding: 'utf8' });
const hasSources = targets.status === 0 && /^Sources$/m.test(targets.stdout);
const dir = mkdtempSync(join(tmpdir(), 'mutandis-debian-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const say = (text: string): void => void process.stderr.write(`${text}\n`);
if (!hasSources || isLeft(clang))
  say(`programs from Debian: not tried (${isLeft(clang) ? 'no clang' : 'apt has no deb-src lines'})`);

/** The sources of a package, unpacked; or why there are none. */
function fetch(name: string): { readonly at: string } | { readonly why: string } {
  const got = spawnSync('apt-get', ['source', '--download-only', name], {
    cwd: dir,
    encoding: 'utf8',
    timeout: 120_000,
  });
  const tarball = readdirSync(dir).find(
    (f) => f.startsWith(`${name}_`) && f.includes('.orig.tar') && !f.endsWith('.asc'),
  );
  if (tarball === undefined) return { why: got.stderr.trim().split('\n').pop() ?? 'apt-get failed' };
  const before = new Set(readdirSync(dir));
  const tar = spawnSync('tar', ['xf', tarball], { cwd: dir });
  const made = readdirSync(dir).find((f) => !before.has(f));
  return tar.status === 0 && made !== undefined ? { at: join(dir, made) } : { why: `${tarball} cannot be unpacked` };
}

test.runIf(hasSources && isRight(clang)).each([
  ['vsftpd', '.', []],
  ['dnsmasq', 'src', ['-DVERSION="x"']],
] as const)(
  '%s from Debian is read without errors, and Proteus agrees at its outer points with all keys',
  async (name, sub, args) => {
    const got = fetch(name);
    if ('why' in got) return say(`${name}: not fetched (${got.why})`);
    const at = join(got.at, sub);
    const defs = join(at, 'builddefs.h');
    // Without the headers of PAM it is built without PAM.
    if (existsSync(defs) && !existsSync('/usr/include/security/pam_appl.h'))
      writeFileSync(defs, readFileSync(defs, 'utf8').replace('#define VSF_BUILD_PAM', '#undef VSF_BUILD_PAM'));
    const sources = namedSources([at], args);
    if (isLeft(sources) || isLeft(clang)) throw new Error('no sources');
    const units = await readSources(sources.right, { clang: clang.right, cache: null });
    if (isLeft(units)) throw new Error(units.left[0]?.message);
    const facts = decodeFacts(
      JSON.parse(JSON.stringify(link(units.right, { program: name, release: 'x', command: args }))),
    );
    if (isLeft(facts)) throw new Error(facts.left);
    expect(facts.right.skipped).toEqual([]);
    const v = versionOf(facts.right);
    const points = pointsOf(facts.right, {});
    const kept = keptByProteus(v, points, new Set(facts.right.keys));
    if (isLeft(kept)) throw new Error(kept.left[0]?.message);
    for (const p of points) expect([...(kept.right.get(p) ?? [])].sort()).toEqual([...mayNotChange(v, p)].sort());
    say(
      `${name}: ${sources.right.length} files of ${got.at.split('/').pop() ?? ''} read, ${facts.right.functions.length} functions, ${points.length} outer points, both analyses agree`,
    );
    expect(points.length).toBeGreaterThan(0);
  },
  300_000,
);
