#!/usr/bin/env node
/** The command line. Exit codes: 0 holds, 1 does not hold or bad input, 2 wrong call, 3 what it came to cannot be written. */
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { defaultName } from '../../proofs/registry.ts';
import { failedBy, write } from './output.ts';
import type { FactsOptions } from './c-facts.ts';
import type { HistoryOptions, PointOptions, SliceOptions, WhyOptions } from './c.ts';
import type { DeriveCommand, ReplayCommand, RulesCommand } from './derivations.ts';
import type { WorkerCommand } from './cluster.ts';
import type { DiffCommand } from './diff.ts';
import type { ExpectCommand } from './expect.ts';
import type { ExerciseCommand } from './exercise.ts';
import type { ExploreCommand } from './explore.ts';
import type { SurpriseCommand } from './surprise.ts';
import type { GenerateCommand, HuntCommand } from './hunt.ts';
import type { ObligationsCommand } from './obligations.ts';
import type { ExportCommand } from './export.ts';
import type { ProveCommand } from './prove.ts';
import type { PlanCommand } from './plan.ts';
import type { ProgramOptions, RunCommand } from './programs.ts';
import type { ReportCommand } from './reports.ts';
import type { SweepCommand } from './sweep.ts';

const count = (text: string): number => {
  const n = Number(text);
  if (!/^[0-9]+$/.test(text) || !Number.isSafeInteger(n)) throw new InvalidArgumentError('a whole number is expected');
  return n;
};
const seconds = (text: string): number => {
  const n = Number(text);
  if (text.trim() === '' || !Number.isFinite(n) || n < 0)
    throw new InvalidArgumentError('a number of seconds is expected');
  return n;
};
/** Options that may be repeated; the list that there is at first is everybody's, and stays empty. */
const collect = (file: string, before: string[] = []): string[] => {
  if (before.length === 0) return [file];
  before.push(file);
  return before;
};

// What is behind -- is handed on as it is.
const cut = process.argv.indexOf('--');
const [argv, passed] = cut < 0 ? [process.argv, []] : [process.argv.slice(0, cut), process.argv.slice(cut + 1)];

let code = 0;
const command = new Command('mutandis')
  .description('A workbench for the semantics of dynamic software updating')
  .version('0.1.0')
  .exitOverride()
  .configureOutput({ writeOut: (text) => write(text), writeErr: (text) => write(text, 2) })
  .showHelpAfterError('(mutandis --help shows the commands)');

const onProgram = (name: string, description: string) =>
  command
    .command(`${name} <file>`)
    .description(description)
    .option('--json', 'print JSON')
    .option('--system <name>', 'the calculus, where the ending of the file does not say it')
    .option('--variant <name or file>', 'the rules of a variant')
    .option('--annotated', 'read con, abs, ref[τ], @n and update[Δ] as well');

const onRun = (name: string, description: string) =>
  onProgram(name, description)
    .option('--update <file>', 'put an update into the queue (may be repeated)', collect, [])
    .option('--check <check>', 'which check admits an update: dynamic (default) or static')
    .option(
      '--policy <policy>',
      'when an update may be applied (threads: all, barrier, …; sessions: asap, never, "chance K" or "seed N")',
    )
    .option('--offer <offer>', 'threads: how updates are offered')
    .option('--scheduler <who>', 'who moves: round-robin, seed N, or a list of actors')
    .option('--max-steps <n>', 'stop after so many reductions, or frames that wait (10,000,000; 1,000,000)', count);

// Each command loads what it needs when it is called.
onProgram('check', 'type a program: each definition and the expression').action(
  async (file: string, o: ProgramOptions) => {
    code = await (await import('./programs.ts')).check(file, o);
  },
);
onProgram('translate', 'print the annotated program')
  .option('--latents', 'with inferred μ and Δ')
  .action(async (file: string, o: ProgramOptions & { latents?: boolean }) => {
    code = await (await import('./programs.ts')).translate(file, o);
  });
onProgram('analyse', 'for each update point its Δ and the types that may change there').action(
  async (file: string, o: ProgramOptions) => {
    code = await (await import('./programs.ts')).analysis(file, o);
  },
);
onRun('run', 'run a program, with a queue of updates')
  .option('--trace', 'print each step with its rule')
  .option('--expect <value>', 'exit with 1 unless the run ends with this value')
  .option('--graph <form>', 'write what may become of it, each update applied or deferred, for dot or mermaid')
  .action(async (file: string, o: RunCommand) => {
    const own = o.graph !== undefined ? undefined : await (await import('./reports.ts')).ownReport('run', file, o);
    code = own ?? (await (await import('./programs.ts')).run(file, o));
  });
command
  .command('expect <files...>')
  .description('run programs under their updates, and compare with what files expect of them')
  .option('--junit <file>', 'write a JUnit report')
  .option('--sarif <file>', 'write a SARIF report')
  .option('--json', 'print JSON')
  .action(async (files: readonly string[], o: ExpectCommand) => {
    code = await (await import('./expect.ts')).expectCommand(files, o);
  });
onRun('derive', 'write the derivation that the program is well typed, and of every step of its run')
  .option('-o, --out <file>', 'where to write it (default: standard output)')
  .option('--declarative', 'with subsumption as a rule of its own (T-Sub)')
  .option('--latex', 'draw it as trees for LaTeX (package bussproofs)')
  .option('--svg', 'draw it as a picture')
  .option('--typst', 'draw it as trees for Typst')
  .option('--of <name>', 'draw the derivation by this rule, or of this judgement, that is nearest to the root')
  .action(async (file: string, o: DeriveCommand) => {
    code = await (await import('./derivations.ts')).deriveCommand(file, o);
  });
command
  .command('replay <file>')
  .description('check a file of derivations, of a counterexample, of runs, or of proofs, from nothing but the rules')
  .option('--json', 'print JSON')
  .option('--any-rules', 'also when the file was made with other rules')
  .option('--variant <file>', 'a file with the variant whose rules were used')
  .option('--second', 'have derivations checked by the second replay as well, which shares no code with the first')
  .option('--read', 'print the proofs of a file of proofs, step by step')
  .option('--latex', 'print them in LaTeX')
  .option('--theorem <name>', 'of these proofs, those of one theorem or lemma')
  .option('--case <name>', 'and of one case of it')
  .action(async (file: string, o: ReplayCommand) => {
    code = await (await import('./derivations.ts')).replayCommand(file, o);
  });
command
  .command('rules [name]')
  .description('print a rule, the rules of a judgement, or all')
  .option('--json', 'print JSON')
  .option('--latex', 'for the package mathpartir')
  .option('--html', 'as HTML')
  .option('--system <name>', 'the calculus')
  .option('--variant <name or file>', 'the rules of a variant')
  .option('--declarative', 'the declarative presentation of typing')
  .action(async (name: string | undefined, o: RulesCommand) => {
    code = await (await import('./derivations.ts')).rulesCommand(name, o);
  });
command
  .command('diff <old> <new>')
  .description('write the update from one version of a program to the next')
  .option('-o, --out <file>', 'where to write it (default: standard output)')
  .option('--system <name>', 'the calculus, where the ending of the file does not say it')
  .option('--annotated', 'read con, abs, ref[τ], @n and update[Δ] as well')
  .option('--reset', 'variables whose initialiser changed get the new one')
  .option('--json', 'print JSON')
  .action(async (old: string, next: string, o: DiffCommand) => {
    code = await (await import('./diff.ts')).diffCommand(old, next, o);
  });
command
  .command('exercise <files...>')
  .description('check that exercises can be solved, or grade an answer')
  .option('--answer <file>', 'the answer: a program, an update, rules, or the choices of a derivation as JSON')
  .option('--answers <dir>', 'the answers of a class: a file for each person, as the page saves them')
  .option('--csv', 'with --answers: a table, a row for each person')
  .option('--json', 'print JSON')
  .action(async (files: readonly string[], o: ExerciseCommand) => {
    code = (await import('./exercise.ts')).exerciseCommand(files, o);
  });
onProgram('plan', 'what will become of updates, before any is applied')
  .option('--update <file>', 'an update (may be repeated: each against the state after the one before)', collect, [])
  .action(async (file: string, o: PlanCommand) => {
    const own = await (await import('./reports.ts')).ownReport('plan', file, o);
    code = own ?? (await (await import('./plan.ts')).planCommand(file, o));
  });
onProgram('project', 'sessions: what the protocol asks of each participant')
  .option('--role <name>', 'of this participant only')
  .option('--dot', 'as graphs: the communicating machines, and the protocol')
  .action(async (file: string, o: ReportCommand) => {
    code = await (await import('./reports.ts')).reportCommand('project', file, o);
  });
onProgram('sweep', 'try an update at every update point of a run, under each policy')
  .requiredOption('--update <file>', 'the update', collect, [])
  .option('--new <file>', 'the new version: what it ends with is compared')
  .option('--policy <policy>', 'what decides: dynamic, static, activeness, always, or all of them', 'all')
  .option('--max-steps <n>', 'stop after so many reductions', count, 100_000)
  .option('--max-points <n>', 'try at so many update points at most', count, 1000)
  .option('--cluster <address>', 'let the workers of a cluster do it, so many update points each')
  .option('--cluster-ca <file>', 'the certificate of the authority that signed the one of Redis')
  .action(async (file: string, o: SweepCommand) => {
    code = await (await import('./sweep.ts')).sweepCommand(file, o);
  });
command
  .command('explore <files...>')
  .description('explore all that programs do under their updates, and decide properties of them')
  .option('--update <file>', 'put an update into the queue (may be repeated)', collect, [])
  .option('--policy <policy>', 'when an update may be applied: all, barrier, own-static, interrupt or versions')
  .option('--offer <offer>', 'when updates are offered: any, now or arrive')
  .option('--transfer <transfer>', 'when values are transformed: lazy or instant')
  .option('--property <file or formula>', 'decide the properties of a file, or this one (may be repeated)', collect, [])
  .option('--new <file>', 'the new program: decide validity (may be repeated: what each update leads to)', collect, [])
  .option('--observe <names>', 'look for unexpected writes to these variables (separated by commas)')
  .option('--limit <n>', 'explore so many states at most', count, 200_000)
  .option('--bound <n>', 'messages that a queue holds at most, where there are queues', count)
  .option('--reduce', 'follow local steps alone')
  .option('--symmetric', 'take forked threads that are alike for each other')
  .option('--workers <n>', 'threads', count)
  .option('--dot [file]', 'write the graph of states for Graphviz (to standard output, instead of the report)')
  .option('--aut [file]', 'write it as Aldebaran has it')
  .option('-o, --out <file>', 'write the runs that show the verdicts, for replay')
  .option('--cluster <address>', 'let the workers of a cluster do it, a program each')
  .option('--cluster-ca <file>', 'the certificate of the authority that signed the one of Redis')
  .option('--json', 'print JSON')
  .option('--variant <name or file>', 'the rules of a variant')
  .option('--system <name>', 'the calculus, where the ending of the file does not say it')
  .action(async (files: readonly string[], o: ExploreCommand & ReportCommand) => {
    const [file] = files as readonly [string];
    if (files.length > 1 || o.cluster !== undefined) {
      code = await (await import('./explore.ts')).exploreAll(files, o);
      return;
    }
    const asked = [...o.property, ...o.new, o.observe, o.dot, o.aut, o.out].some((x) => x !== undefined);
    const own = asked ? undefined : await (await import('./reports.ts')).ownReport('explore', file, o);
    code = own ?? (await (await import('./explore.ts')).exploreCommand(file, o));
  });
command
  .command('surprise <file>')
  .description('look for the smallest client under which an updated system does what neither version does')
  .requiredOption('--update <file>', 'put an update into the queue (may be repeated)', collect, [])
  .requiredOption('--new <file>', 'the program that the update leads to (may be repeated)', collect, [])
  .option('--policy <policy>', 'when an update may be applied')
  .option('--offer <offer>', 'when updates are offered')
  .option('--observe <names>', 'look at writes to these variables as well (separated by commas)')
  .option('--size <n>', 'clients of at most so many statements', count, 2)
  .option('--limit <n>', 'explore so many states of each system at most', count, 20_000)
  .option('--json', 'print JSON')
  .action(async (file: string, o: SurpriseCommand) => {
    code = (await import('./surprise.ts')).surpriseCommand(file, o);
  });
onRun('explain', 'why a program does not type, or an update is refused').action(async (file: string, o: RunCommand) => {
  code = await (await import('./programs.ts')).explainCommand(file, o);
});
command
  .command('hunt')
  .description('look for a counterexample to a theorem, in a calculus or a variant of it')
  .option('--system <name>', 'the calculus')
  .option('--variant <name or file>', 'a variant of it, or a file that defines one')
  .option('--watch <file>', 'a file that defines a variant: hunt it again whenever it is saved')
  .option('--theorem <name>', 'only this theorem (may be repeated); all of those named have to fall', collect, [])
  .option('--seed <n>', 'the same seed finds the same', count)
  .option('--time <seconds>', 'stop after so long (60 unless runs are limited)', seconds)
  .option('--runs <n>', 'stop after so many episodes', count)
  .option('--size <n>', 'all instances up to this size; with --time or --runs: the largest size generated', count)
  .option('--symmetric', 'with --size alone: leave out what differs by names alone from what is tried')
  .option('--workers <n>', 'threads', count)
  .option('--out <dir>', 'where counterexamples are written, and tried first the next time (default: counterexamples)')
  .option('--fresh', 'do not try those first')
  .option('--stats <file>', 'write statistics of what was tried: JSON, or a page where the name ends in .html')
  .option('--cluster <address>', 'let the workers of a cluster do it: redis://HOST:PORT, or rediss:// with TLS')
  .option('--cluster-ca <file>', 'the certificate of the authority that signed the one of Redis')
  .option('--json', 'print JSON')
  .action(async ({ watch, ...o }: HuntCommand & { readonly watch?: string }) => {
    code =
      watch === undefined
        ? await (await import('./hunt.ts')).huntCommand(o)
        : await (await import('./watch.ts')).watchCommand({ ...o, watch });
  });
command
  .command('worker')
  .description('do what coordinators of a cluster ask, until interrupted')
  .requiredOption('--cluster <address>', 'redis://HOST:PORT, or rediss:// with TLS; a password stands before @')
  .option('--cluster-ca <file>', 'the certificate of the authority that signed the one of Redis')
  .option('--threads <n>', 'jobs at once', count, 1)
  .option('--memory <MiB>', 'what a thread may take; the job of one that takes more fails', count, 2048)
  .option('--patience <seconds>', 'a job whose worker is silent for so long is given to another', count, 30)
  .option('--longest <seconds>', 'a job that takes longer is ended, and told', count, 3600)
  .option('--name <name>', 'what it is called (default: the host and a number)')
  .action(async (o: WorkerCommand) => {
    code = await (await import('./cluster.ts')).workerCommand(o);
  });
command
  .command('variants')
  .description('the variants, and which theorem each is expected to fell')
  .option('--json', 'print JSON')
  .action(async (o: { json?: boolean }) => {
    code = (await import('./hunt.ts')).variantsCommand(o);
  });
command
  .command('generate')
  .description('print generated programs and updates, or instances of a judgement')
  .option('--system <name>', 'the calculus')
  .option('--variant <name or file>', 'a variant of it, or a file that defines one')
  .option('--judgement <name>', 'what is to hold (default: well-typed configurations, or terms)')
  .option('--count <n>', 'how many (5, or 1000 for statistics)', count)
  .option('--seed <n>', 'the same seed makes the same', count)
  .option('--size <n>', 'how large', count)
  .option(
    '--stats [file]',
    'statistics instead: printed, or written as JSON, or as a page where the name ends in .html',
  )
  .option('--json', 'print JSON')
  .action(async (o: GenerateCommand) => {
    code = await (await import('./hunt.ts')).generateCommand(o);
  });
command
  .command('completion <shell>')
  .description('print a script that completes commands, options and names: for bash, zsh or fish')
  .action(async (shell: string) => {
    code = (await import('./completion.ts')).completionCommand(shell, command);
  });
command
  .command('trusted')
  .description('the files and lines that a result of replay rests on')
  .option('--json', 'print JSON')
  .action(async (o: { json?: boolean }) => {
    code = (await import('./trusted.ts')).trustedCommand(o);
  });
command
  .command('prove')
  .description('prove theorems and lemmas case by case; what is open is shown')
  .option('--system <name>', 'the calculus', defaultName)
  .option('--variant <name or file>', 'a variant of it, or a file that defines one')
  .option('--theorem <name>', 'one theorem or lemma')
  .option('--case <name>', 'one case of it')
  .option('--steps <n>', 'goals that may be tried for a case', count)
  .option('--out <file>', 'where to write the proofs')
  .option('--cluster <address>', 'let the workers of a cluster do it, case by case; what they find is checked here')
  .option('--cluster-ca <file>', 'the certificate of the authority that signed the one of Redis')
  .option('--latex', 'print what is proved in LaTeX, step by step')
  .option('--json', 'print JSON')
  .action(async (o: ProveCommand) => {
    code = await (await import('./prove.ts')).proveCommand(o);
  });
command
  .command('export')
  .description('write statements, rules and proofs of a calculus as files for Coq')
  .option('--system <name>', 'the calculus', defaultName)
  .option('--variant <name or file>', 'a variant of it, or a file that defines one')
  .option('--coq <dir>', 'the folder to write them to')
  .option('--json', 'print JSON')
  .action(async (o: ExportCommand) => {
    code = await (await import('./export.ts')).exportCommand(o);
  });
command
  .command('obligations')
  .description('what is claimed and what is known: each theorem and case, with its status')
  .option('--update', 'hunt again, and write the table')
  .option('--cases', 'with --update: hunt theorems alone, and keep what is known of variants')
  .option('--system <name>', 'with --update: this calculus alone')
  .option('--runs <n>', 'with --update: episodes for each calculus', count)
  .option('--instances <n>', 'with --update: hunt each theorem alone until so many instances of it were tried', count)
  .option('--each <n>', 'with --instances: and so many of each of its cases (default: a hundredth)', count)
  .option('--theorem <name>', 'with --instances: this theorem alone (may be repeated)', collect, [])
  .option('--time <seconds>', 'with --instances: for each theorem at most', seconds)
  .option('--workers <n>', 'with --update: threads', count, 2)
  .option('--cluster <address>', 'with --update: let the workers of a cluster do it')
  .option('--cluster-ca <file>', 'the certificate of the authority that signed the one of Redis')
  .option('--json', 'print JSON')
  .option('--proofs', 'with --update: only what the kept proofs say')
  .action(async (o: ObligationsCommand) => {
    code = await (await import('./obligations.ts')).obligationsCommand(o);
  });

const c = command
  .command('c')
  .description('histories of C programs: at which points the patch to the next version could go in');
const onFacts = (name: string, description: string) =>
  c
    .command(name)
    .description(description)
    .option('--all', 'all update points, not only the outer ones')
    .option('--at <point>', 'only the points of this FUNCTION, or at FILE:LINE (may be repeated)', collect, [])
    .option(
      '--extract <place>',
      'as if the loop at FUNCTION:LINE were a function, or what follows the call there, or each call FUNCTION:CALLEE (may be repeated)',
      collect,
      [],
    )
    .option('--json', 'print JSON');
c.command('facts [sources...]')
  .description('read C sources by clang: files, or folders; arguments for the preprocessor behind --')
  .requiredOption('--program <name>', 'what the program is called')
  .requiredOption('--release <name>', 'which of its versions this is')
  .option('-o, --out <file>', 'where to write the facts (default: standard output)')
  .option('--compdb <file>', 'the sources and arguments of a compile_commands.json')
  .option('--define <macro>', 'NAME or NAME=VALUE for the preprocessor (may be repeated)', collect, [])
  .option('--marker <function>', 'calls of this function are the update points (may be repeated)', collect, [])
  .option(
    '--at <point>',
    'an update point at FILE:LINE, or at the beginning of FUNCTION (may be repeated)',
    collect,
    [],
  )
  .option('--jobs <n>', 'how many files at a time', count)
  .option('--cache <dir>', 'where what was read is kept')
  .option('--no-cache', 'read everything again')
  .option('--json', 'print JSON of what was read')
  .action(async (sources: readonly string[], o: FactsOptions) => {
    code = await (await import('./c-facts.ts')).factsCommand(sources, passed, o);
  });
onFacts('points <facts>', 'per update point: what may change, what not and why').action(
  async (facts: string, o: PointOptions) => {
    code = (await import('./c.ts')).pointsCommand(facts, o);
  },
);
c.command('diff <old> <new>')
  .description('what changed between two versions')
  .option('--json', 'print JSON')
  .action(async (old: string, next: string, o: { json?: boolean }) => {
    code = (await import('./c.ts')).diffFacts(old, next, o);
  });
onFacts('history <facts...>', 'each version against the next: what changed, and what is in the way where')
  .option('--tsv', 'as a table, tabs between columns')
  .action(async (facts: readonly string[], o: HistoryOptions) => {
    code = (await import('./c.ts')).historyCommand(facts, o);
  });
onFacts('slice <old> <new>', 'a pair of versions as programs of a calculus, with the update and a map to C')
  .option('--point <point>', 'only this point')
  .requiredOption('-o, --out <dir>', 'the directory for both programs, slice.update and map.json')
  .action(async (old: string, next: string, o: SliceOptions) => {
    code = (await import('./c.ts')).sliceCommand(old, next, o);
  });
onFacts('why <old> <new> [key]', 'why the patch cannot go in at a point: the returns, the use, the lines')
  .requiredOption('--point <point>', 'FUNCTION or FILE:LINE')
  .option('--source <dir>', 'where the sources of the old version are, to show lines of them', '.')
  .action(async (old: string, next: string, key: string | undefined, o: WhyOptions) => {
    code = (await import('./c.ts')).whyCommand(old, next, key, o);
  });

// A calculus of one's own is known to the command that names its file, and is meant unless another is.
for (const c of command.commands) {
  c.option('--calculus <file>', 'a file with a calculus of your own');
  c.hook('preAction', async (_, called) => {
    const { calculus: file, system } = called.opts<{ calculus?: string; system?: string }>();
    if (file === undefined) return;
    const { loadCalculi } = await import('../hunt/load.ts');
    const own = await loadCalculi(file);
    if (own._tag === 'Left') {
      write(`mutandis: ${own.left}\n`, 2);
      throw new CommanderError(2, 'calculus', own.left);
    }
    if (system === undefined) called.setOptionValue('system', own.right[0]?.name);
  });
}

// An option that is there once is not there twice: neither value would be dropped without a word.
const every = (c: Command): readonly Command[] => [c, ...c.commands.flatMap(every)];
for (const c of every(command))
  for (const option of c.options) {
    if (option.isBoolean() || option.parseArg === collect) continue;
    let times = 0;
    c.on(`option:${option.name()}`, () => {
      if (++times > 1) c.error(`error: option '${option.flags}' is there twice`, { exitCode: 2 });
    });
  }

try {
  await command.parseAsync(argv);
} catch (e) {
  if (e instanceof CommanderError) code = e.exitCode === 0 ? 0 : 2;
  else {
    // What is left is a limit of the machine, or a mistake of ours: said in a line, without a trace.
    code = failedBy(e, argv.includes('--json'));
    if (process.env.MUTANDIS_DEBUG) throw e;
  }
}
process.exitCode = code;
