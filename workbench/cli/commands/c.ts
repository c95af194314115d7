/** The commands for histories of C programs. Each loads what it needs when it is called. */
import type { Command } from 'commander';
import type { FactsOptions } from '../c-facts.ts';
import type { HistoryOptions, PointOptions, SliceOptions, WhyOptions } from '../c.ts';
import { count, collect, type Call } from './arguments.ts';

export function cCommands(command: Command, call: Call): void {
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
      call.code = await (await import('../c-facts.ts')).factsCommand(sources, call.passed, o);
    });
  onFacts('points <facts>', 'per update point: what may change, what not and why').action(
    async (facts: string, o: PointOptions) => {
      call.code = (await import('../c.ts')).pointsCommand(facts, o);
    },
  );
  c.command('diff <old> <new>')
    .description('what changed between two versions')
    .option('--json', 'print JSON')
    .action(async (old: string, next: string, o: { json?: boolean }) => {
      call.code = (await import('../c.ts')).diffFacts(old, next, o);
    });
  onFacts('history <facts...>', 'each version against the next: what changed, and what is in the way where')
    .option('--tsv', 'as a table, tabs between columns')
    .action(async (facts: readonly string[], o: HistoryOptions) => {
      call.code = (await import('../c.ts')).historyCommand(facts, o);
    });
  onFacts('slice <old> <new>', 'a pair of versions as programs of a calculus, with the update and a map to C')
    .option('--point <point>', 'only this point')
    .requiredOption('-o, --out <dir>', 'the directory for both programs, slice.update and map.json')
    .action(async (old: string, next: string, o: SliceOptions) => {
      call.code = (await import('../c.ts')).sliceCommand(old, next, o);
    });
  onFacts('why <old> <new> [key]', 'why the patch cannot go in at a point: the returns, the use, the lines')
    .requiredOption('--point <point>', 'FUNCTION or FILE:LINE')
    .option('--source <dir>', 'where the sources of the old version are, to show lines of them', '.')
    .action(async (old: string, next: string, key: string | undefined, o: WhyOptions) => {
      call.code = (await import('../c.ts')).whyCommand(old, next, key, o);
    });
}
