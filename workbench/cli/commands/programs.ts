/** The commands for programs, updates and derivations. Each loads what it needs when it is called. */
import type { Command } from 'commander';
import type { DeriveCommand, ReplayCommand, RulesCommand } from '../derivations.ts';
import type { DiffCommand } from '../diff.ts';
import type { ExpectCommand } from '../expect.ts';
import type { ExerciseCommand } from '../exercise.ts';
import type { ExploreCommand } from '../explore.ts';
import type { SurpriseCommand } from '../surprise.ts';
import type { PlanCommand } from '../plan.ts';
import type { ProgramOptions, RunCommand } from '../programs.ts';
import type { ReportCommand } from '../reports.ts';
import type { SweepCommand } from '../sweep.ts';
import { count, collect, type Call } from './arguments.ts';

export function programCommands(command: Command, call: Call): void {
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

  onProgram('check', 'type a program: each definition and the expression').action(
    async (file: string, o: ProgramOptions) => {
      call.code = await (await import('../programs.ts')).check(file, o);
    },
  );
  onProgram('translate', 'print the annotated program')
    .option('--latents', 'with inferred μ and Δ')
    .action(async (file: string, o: ProgramOptions & { latents?: boolean }) => {
      call.code = await (await import('../programs.ts')).translate(file, o);
    });
  onProgram('analyse', 'for each update point its Δ and the types that may change there').action(
    async (file: string, o: ProgramOptions) => {
      call.code = await (await import('../programs.ts')).analysis(file, o);
    },
  );
  onRun('run', 'run a program, with a queue of updates')
    .option('--trace', 'print each step with its rule')
    .option('--expect <value>', 'exit with 1 unless the run ends with this value')
    .option('--graph <form>', 'write what may become of it, each update applied or deferred, for dot or mermaid')
    .action(async (file: string, o: RunCommand) => {
      const own = o.graph !== undefined ? undefined : await (await import('../reports.ts')).ownReport('run', file, o);
      call.code = own ?? (await (await import('../programs.ts')).run(file, o));
    });
  command
    .command('expect <files...>')
    .description('run programs under their updates, and compare with what files expect of them')
    .option('--junit <file>', 'write a JUnit report')
    .option('--sarif <file>', 'write a SARIF report')
    .option('--json', 'print JSON')
    .action(async (files: readonly string[], o: ExpectCommand) => {
      call.code = await (await import('../expect.ts')).expectCommand(files, o);
    });
  onRun('derive', 'write the derivation that the program is well typed, and of every step of its run')
    .option('-o, --out <file>', 'where to write it (default: standard output)')
    .option('--declarative', 'with subsumption as a rule of its own (T-Sub)')
    .option('--latex', 'draw it as trees for LaTeX (package bussproofs)')
    .option('--svg', 'draw it as a picture')
    .option('--typst', 'draw it as trees for Typst')
    .option('--of <name>', 'draw the derivation by this rule, or of this judgement, that is nearest to the root')
    .action(async (file: string, o: DeriveCommand) => {
      call.code = await (await import('../derivations.ts')).deriveCommand(file, o);
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
      call.code = await (await import('../derivations.ts')).replayCommand(file, o);
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
      call.code = await (await import('../derivations.ts')).rulesCommand(name, o);
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
      call.code = await (await import('../diff.ts')).diffCommand(old, next, o);
    });
  command
    .command('exercise <files...>')
    .description('check that exercises can be solved, or grade an answer')
    .option('--answer <file>', 'the answer: a program, an update, rules, or the choices of a derivation as JSON')
    .option('--answers <dir>', 'the answers of a class: a file for each person, as the page saves them')
    .option('--csv', 'with --answers: a table, a row for each person')
    .option('--json', 'print JSON')
    .action(async (files: readonly string[], o: ExerciseCommand) => {
      call.code = (await import('../exercise.ts')).exerciseCommand(files, o);
    });
  onProgram('plan', 'what will become of updates, before any is applied')
    .option('--update <file>', 'an update (may be repeated: each against the state after the one before)', collect, [])
    .action(async (file: string, o: PlanCommand) => {
      const own = await (await import('../reports.ts')).ownReport('plan', file, o);
      call.code = own ?? (await (await import('../plan.ts')).planCommand(file, o));
    });
  onProgram('project', 'sessions: what the protocol asks of each participant')
    .option('--role <name>', 'of this participant only')
    .option('--dot', 'as graphs: the communicating machines, and the protocol')
    .action(async (file: string, o: ReportCommand) => {
      call.code = await (await import('../reports.ts')).reportCommand('project', file, o);
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
      call.code = await (await import('../sweep.ts')).sweepCommand(file, o);
    });
  command
    .command('explore <files...>')
    .description('explore all that programs do under their updates, and decide properties of them')
    .option('--update <file>', 'put an update into the queue (may be repeated)', collect, [])
    .option('--policy <policy>', 'when an update may be applied: all, barrier, own-static, interrupt or versions')
    .option('--offer <offer>', 'when updates are offered: any, now or arrive')
    .option('--transfer <transfer>', 'when values are transformed: lazy or instant')
    .option(
      '--property <file or formula>',
      'decide the properties of a file, or this one (may be repeated)',
      collect,
      [],
    )
    .option(
      '--new <file>',
      'the new program: decide validity (may be repeated: what each update leads to)',
      collect,
      [],
    )
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
        call.code = await (await import('../explore.ts')).exploreAll(files, o);
        return;
      }
      const asked = [...o.property, ...o.new, o.observe, o.dot, o.aut, o.out].some((x) => x !== undefined);
      const own = asked ? undefined : await (await import('../reports.ts')).ownReport('explore', file, o);
      call.code = own ?? (await (await import('../explore.ts')).exploreCommand(file, o));
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
      call.code = (await import('../surprise.ts')).surpriseCommand(file, o);
    });
  onRun('explain', 'why a program does not type, or an update is refused').action(
    async (file: string, o: RunCommand) => {
      call.code = await (await import('../programs.ts')).explainCommand(file, o);
    },
  );
}
