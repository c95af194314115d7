#!/usr/bin/env node
/** The command line. Exit codes: 0 holds, 1 does not hold or bad input, 2 wrong call. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { write } from './output.ts';
import type { DeriveCommand, RulesCommand } from './derivations.ts';
import type { ProgramOptions, RunCommand } from './programs.ts';

const count = (text: string): number => {
  const n = Number(text);
  if (!/^[0-9]+$/.test(text) || !Number.isSafeInteger(n)) throw new InvalidArgumentError('a whole number is expected');
  return n;
};
const collect = (file: string, before: readonly string[]): readonly string[] => [...before, file];

let code = 0;
const command = new Command('mutandis')
  .description('A workbench for the semantics of dynamic software updating')
  .version('0.1.0')
  .exitOverride()
  .configureOutput({ writeErr: (text) => write(text, 2) })
  .showHelpAfterError('(mutandis --help shows the commands)');

const onProgram = (name: string, description: string) =>
  command
    .command(`${name} <file>`)
    .description(description)
    .option('--json', 'print JSON')
    .option('--annotated', 'read con, abs, ref[τ], @n and update[Δ] as well');

const onRun = (name: string, description: string) =>
  onProgram(name, description)
    .option('--update <file>', 'put an update into the queue (may be repeated)', collect, [])
    .addOption(
      new Option('--check <check>', 'which check admits an update').choices(['dynamic', 'static']).default('dynamic'),
    )
    .option('--max-steps <n>', 'stop after so many reductions', count);

// Each command loads what it needs when it is called.
onProgram('check', 'type a program: each definition and the expression').action(
  async (file: string, o: ProgramOptions) => {
    code = (await import('./programs.ts')).check(file, o);
  },
);
onProgram('translate', 'print the annotated program')
  .option('--latents', 'with inferred μ and Δ')
  .action(async (file: string, o: ProgramOptions & { latents?: boolean }) => {
    code = (await import('./programs.ts')).translate(file, o);
  });
onProgram('analyse', 'for each update point its Δ and the types that may change there').action(
  async (file: string, o: ProgramOptions) => {
    code = (await import('./programs.ts')).analysis(file, o);
  },
);
onRun('run', 'run a program, with a queue of updates')
  .option('--trace', 'print each step with its rule')
  .action(async (file: string, o: RunCommand) => {
    code = (await import('./programs.ts')).run(file, o);
  });
onRun('derive', 'write the derivation that the program is well typed, and of every step of its run')
  .option('-o, --out <file>', 'where to write it (default: standard output)')
  .option('--declarative', 'with subsumption as a rule of its own (T-Sub)')
  .action(async (file: string, o: DeriveCommand) => {
    code = (await import('./derivations.ts')).deriveCommand(file, o);
  });
command
  .command('replay <file>')
  .description('check a derivation file from nothing but the rules')
  .option('--json', 'print JSON')
  .option('--any-rules', 'also when the file was made with other rules')
  .action(async (file: string, o: { json?: boolean; anyRules?: boolean }) => {
    code = (await import('./derivations.ts')).replayCommand(file, o);
  });
command
  .command('rules [name]')
  .description('print a rule, the rules of a judgement, or all')
  .option('--json', 'print JSON')
  .option('--latex', 'for the package mathpartir')
  .option('--html', 'as HTML')
  .option('--declarative', 'the declarative presentation of typing')
  .action(async (name: string | undefined, o: RulesCommand) => {
    code = (await import('./derivations.ts')).rulesCommand(name, o);
  });
onRun('explain', 'why a program does not type, or an update is refused').action(async (file: string, o: RunCommand) => {
  code = (await import('./programs.ts')).explainCommand(file, o);
});

try {
  await command.parseAsync(process.argv);
} catch (e) {
  if (e instanceof CommanderError) code = e.exitCode === 0 ? 0 : 2;
  else {
    // What is left is a limit of the machine, or a mistake of ours: said in a line, without a trace.
    const message = e instanceof RangeError ? 'too large for this machine' : 'internal error';
    write(`mutandis: ${message}: ${e instanceof Error ? e.message : String(e)}\n`, 2);
    code = 1;
    if (process.env.MUTANDIS_DEBUG) throw e;
  }
}
process.exitCode = code;
