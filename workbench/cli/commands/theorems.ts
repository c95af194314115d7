/** The commands for theorems: hunts, generated terms, proofs and what is known. Each loads what it needs when it is called. */
import type { Command } from 'commander';
import { defaultName } from '../../../proofs/registry.ts';
import type { WorkerCommand } from '../cluster.ts';
import type { GenerateCommand, HuntCommand } from '../hunt.ts';
import type { ObligationsCommand } from '../obligations.ts';
import type { ExportCommand } from '../export.ts';
import type { ProveCommand } from '../prove.ts';
import { count, seconds, collect, type Call } from './arguments.ts';

export function theoremCommands(command: Command, call: Call): void {
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
    .option(
      '--out <dir>',
      'where counterexamples are written, and tried first the next time (default: counterexamples)',
    )
    .option('--fresh', 'do not try those first')
    .option('--stats <file>', 'write statistics of what was tried: JSON, or a page where the name ends in .html')
    .option('--cluster <address>', 'let the workers of a cluster do it: redis://HOST:PORT, or rediss:// with TLS')
    .option('--cluster-ca <file>', 'the certificate of the authority that signed the one of Redis')
    .option('--json', 'print JSON')
    .action(async ({ watch, ...o }: HuntCommand & { readonly watch?: string }) => {
      call.code =
        watch === undefined
          ? await (await import('../hunt.ts')).huntCommand(o)
          : await (await import('../watch.ts')).watchCommand({ ...o, watch });
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
      call.code = await (await import('../cluster.ts')).workerCommand(o);
    });
  command
    .command('variants')
    .description('the variants, and which theorem each is expected to fell')
    .option('--json', 'print JSON')
    .action(async (o: { json?: boolean }) => {
      call.code = (await import('../hunt.ts')).variantsCommand(o);
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
    .option('--at-least <n>', 'from so many rule instances to as many as --size, of a judgement such as typing', count)
    .option(
      '--stats [file]',
      'statistics instead: printed, or written as JSON, or as a page where the name ends in .html',
    )
    .option('--json', 'print JSON')
    .action(async (o: GenerateCommand) => {
      call.code = await (await import('../hunt.ts')).generateCommand(o);
    });
  command
    .command('completion <shell>')
    .description('print a script that completes commands, options and names: for bash, zsh or fish')
    .action(async (shell: string) => {
      call.code = (await import('../completion.ts')).completionCommand(shell, command);
    });
  command
    .command('trusted')
    .description('the files and lines that a result of replay rests on')
    .option('--json', 'print JSON')
    .action(async (o: { json?: boolean }) => {
      call.code = (await import('../trusted.ts')).trustedCommand(o);
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
      call.code = await (await import('../prove.ts')).proveCommand(o);
    });
  command
    .command('export')
    .description('write statements, rules and proofs of a calculus as files for Coq')
    .option('--system <name>', 'the calculus', defaultName)
    .option('--variant <name or file>', 'a variant of it, or a file that defines one')
    .option('--coq <dir>', 'the folder to write them to')
    .option('--json', 'print JSON')
    .action(async (o: ExportCommand) => {
      call.code = await (await import('../export.ts')).exportCommand(o);
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
      call.code = await (await import('../obligations.ts')).obligationsCommand(o);
    });
}
