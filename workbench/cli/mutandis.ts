/** The command line as a function. Exit codes: 0 holds, 1 does not hold or bad input, 2 wrong call, 3 what it came to cannot be written. */
import { Command, CommanderError } from 'commander';
import { collect, type Call } from './commands/arguments.ts';
import { cCommands } from './commands/c.ts';
import { programCommands } from './commands/programs.ts';
import { theoremCommands } from './commands/theorems.ts';
import { failedBy, write } from './output.ts';
import { withStreams, type Streams } from './streams.ts';

/** All commands; what one of them came to is put into the call. */
function commandsFor(call: Call): Command {
  const command = new Command('mutandis')
    .description('A workbench for the semantics of dynamic software updating')
    .version('0.1.0')
    .exitOverride()
    .configureOutput({ writeOut: (text) => write(text), writeErr: (text) => write(text, 2) })
    .showHelpAfterError('(mutandis --help shows the commands)');
  programCommands(command, call);
  theoremCommands(command, call);
  cCommands(command, call);
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

  return command;
}

/**
 * Does what a call of the command line asks for, in the folder and with the environment of the process; what it prints
 * goes to its streams, or to those that are given.
 * @param words the words behind `mutandis`.
 * @param streams in place of those of the process; then no other call may be under way.
 * @returns the exit code.
 * @throws what ended the command, where MUTANDIS_DEBUG is set and it was no wrong call.
 */
export const mutandis = (words: readonly string[], streams?: Streams): Promise<number> =>
  streams === undefined ? called(words) : withStreams(streams, () => called(words));

async function called(words: readonly string[]): Promise<number> {
  const cut = words.indexOf('--');
  const own = cut < 0 ? words : words.slice(0, cut);
  const call: Call = { passed: cut < 0 ? [] : words.slice(cut + 1), code: 0 };
  try {
    await commandsFor(call).parseAsync(own, { from: 'user' });
    return call.code;
  } catch (e) {
    if (e instanceof CommanderError) return e.exitCode === 0 ? 0 : 2;
    // What is left is a limit of the machine, or a mistake of ours: said in a line, without a trace.
    const code = failedBy(e, own.includes('--json'));
    if (process.env.MUTANDIS_DEBUG) throw e;
    return code;
  }
}
