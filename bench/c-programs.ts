/**
 * How long histories of C programs take (npm run bench:c): the history of 18 versions from facts, slices with their plans, and, where clang
 * is and the sources of a program are named (npm run bench:c -- DIR [CPP-ARGUMENTS…]), reading it against clang alone.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { findClang } from '../workbench/c-programs/clang/process.ts';
import { readSources } from '../workbench/c-programs/clang/run.ts';
import { namedSources } from '../workbench/c-programs/clang/sources.ts';
import { readFacts, type Facts } from '../workbench/c-programs/facts.ts';
import { history } from '../workbench/c-programs/history.ts';
import { link } from '../workbench/c-programs/link.ts';
import { pointsOf } from '../workbench/c-programs/points.ts';
import { slicing } from '../workbench/c-programs/sliced.ts';

const seconds = (from: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
};
const at = [
  'process_post_login',
  'vsf_priv_parent_postlogin',
  'parse_username_password',
  'vsf_standalone_main',
  'vsf_two_process_start',
];

let begun = process.cpuUsage();
const text = gunzipSync(
  readFileSync(new URL('../../examples/c/histories/vsftpd.facts.ndjson.gz', import.meta.url)),
).toString();
const read = readFacts(text);
if (isLeft(read)) throw new Error(read.left[0]?.message);
const versions = read.right;
const reading = seconds(begun);
begun = process.cpuUsage();
const made = history(versions, { at });
console.log(
  `history of ${versions.length} versions of vsftpd: ${(reading + seconds(begun)).toFixed(2)} s (${reading.toFixed(2)} s of it reading), at most 2 s`,
);

const times = made.steps.map((s, i) => {
  const before = versions[i] as Facts;
  const from = performance.now();
  const planned = slicing.judge(before, versions[i + 1] as Facts, pointsOf(before, { at }));
  if (isLeft(planned)) throw new Error(planned.left[0]?.message);
  return {
    step: `${s.from} → ${s.to}`,
    lines: planned.right.old.lines + planned.right.next.lines,
    time: (performance.now() - from) / 1000,
  };
});
const small = times.filter((t) => t.lines < 1000).sort((a, b) => a.time - b.time);
const slowest = small[small.length - 1];
console.log(
  `slices of ${small.length} steps with their plans: ${small[small.length >> 1]?.time.toFixed(2)} s in the middle, ${slowest?.time.toFixed(2)} s at most (${slowest?.step}, ${slowest?.lines} lines), at most 0.5 s`,
);
for (const t of times.filter((x) => x.lines >= 1000))
  console.log(`  ${t.step}: ${t.lines} lines, ${t.time.toFixed(2)} s`);

const [dir, ...args] = process.argv.slice(2);
const clang = findClang();
if (dir === undefined || isLeft(clang))
  console.log(`reading C: not tried (${isLeft(clang) ? clang.left : 'no folder is named'})`);
else {
  const sources = namedSources([dir], args);
  if (isLeft(sources)) throw new Error(sources.left[0]?.message);
  const children = (): number => {
    // The time of children that have ended: the fourteenth and later fields of /proc/self/stat.
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  };
  const c0 = children();
  for (const f of readdirSync(dir).filter((x) => x.endsWith('.c')))
    spawnSync(clang.right, ['-fsyntax-only', '-w', '-Xclang', '-ast-dump=json', ...args, f], {
      cwd: dir,
      maxBuffer: 1 << 30,
    });
  const alone = children() - c0;
  const c1 = children();
  begun = process.cpuUsage();
  const units = await readSources(sources.right, { clang: clang.right, cache: null });
  if (!isRight(units)) throw new Error(units.left[0]?.message);
  link(units.right, { program: 'p', release: '1', command: args });
  const [own, theirs] = [seconds(begun), children() - c1];
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  // The command as it is called, with all that it takes to start it.
  const c2 = children();
  const main = fileURLToPath(new URL('../workbench/cli/main.js', import.meta.url));
  const called = ['c', 'facts', dir, '--no-cache', '--program', 'p', '--release', '1', '--', ...args];
  const ran = spawnSync(process.execPath, [main, ...called], { maxBuffer: 1 << 30 });
  if (ran.status !== 0) throw new Error(ran.stderr.toString());
  const whole = children() - c2;
  console.log(
    `facts of ${sources.right.length} files by the command: ${whole.toFixed(2)} s of processor time, clang alone, called for each file, ${alone.toFixed(2)} s: ${(whole / alone).toFixed(2)} times, at most 1.3`,
  );
  console.log(
    `  read in this process: ${own.toFixed(2)} s here and ${theirs.toFixed(2)} s of clang, ${((own + theirs) / alone).toFixed(2)} times; ${memory} MB, at most 500`,
  );
}
