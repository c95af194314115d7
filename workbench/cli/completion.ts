/** Completion for shells: scripts made of the commands and options that there are, and of the names that options take. */
import type { Command, Option } from 'commander';
import { calculi } from '../../proofs/calculi.ts';
import { say, wrongCall } from './output.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

/** A command with its words: `check`, or `c points`. */
interface Called {
  readonly words: readonly string[];
  readonly description: string;
  readonly options: readonly Option[];
  /** The commands inside it. */
  readonly inside: readonly Command[];
}

function* commandsIn(c: Command, words: readonly string[] = []): Generator<Called> {
  for (const inside of c.commands) {
    const own = [...words, inside.name()];
    yield { words: own, description: inside.description(), options: inside.options, inside: inside.commands };
    yield* commandsIn(inside, own);
  }
}

/** Names that an option takes, where they are known; files otherwise. */
function values({ long, argChoices }: Option): readonly string[] | undefined {
  if (argChoices !== undefined) return argChoices;
  switch (long) {
    case '--system':
      return calculi.map((c) => c.name);
    case '--variant':
      return [...new Set(calculi.flatMap((c) => c.variants.map((v) => v.name)))];
    case '--theorem':
      return [...new Set(calculi.flatMap((c) => c.theorems(c.base).map((t) => t.name)))];
    case '--judgement':
      return [...new Set(calculi.flatMap((c) => c.base.judgements.map((j) => j.name)))];
  }
  return undefined;
}

/** Names that commands take as arguments. */
const argumentsOf = ({ words }: Called): readonly string[] => {
  if (words.join(' ') === 'completion') return shells;
  return words.join(' ') === 'rules'
    ? [...new Set(calculi.flatMap((c) => [...c.base.rules.keys(), ...c.base.judgements.map((j) => j.name)]))]
    : [];
};

const flagsOf = (o: Option): readonly string[] => [o.short, o.long].flatMap((f) => f ?? []);
const takes = (o: Option): boolean => o.required || o.optional;
/** A text in single quotes for a shell. */
const quoted = (s: string): string => `'${s.replace(/'/g, `'\\''`)}'`;
const all = (root: Command): readonly Called[] => [...commandsIn(root)];
/** The options that are taken with names, once each. */
const named = (commands: readonly Called[]): ReadonlyMap<string, readonly string[]> =>
  new Map(
    commands.flatMap((c) =>
      c.options.flatMap((o) => {
        const names = takes(o) ? values(o) : undefined;
        return names === undefined ? [] : flagsOf(o).map((f) => [f, names] as const);
      }),
    ),
  );

function bash(root: Command): readonly string[] {
  const commands = all(root);
  const words = (list: readonly string[]): string => quoted(list.join('\n'));
  return [
    '# Completion for bash: eval "$(mutandis completion bash)"',
    '_mutandis() {',
    `  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" words='' names='' called="\${COMP_WORDS[1]}"`,
    "  local IFS=$'\\n'",
    '  case "$prev" in',
    ...[...named(commands)].map(([flag, names]) => `    ${flag}) words=${words(names)} ;;`),
    '  esac',
    '  if [[ -n "$words" ]]; then COMPREPLY=($(compgen -W "$words" -- "$cur")); return; fi',
    `  if ((COMP_CWORD == 1)); then COMPREPLY=($(compgen -W ${words(root.commands.map((c) => c.name()))} -- "$cur")); return; fi`,
    '  if ((COMP_CWORD > 2)); then called="$called ${COMP_WORDS[2]}"; fi',
    '  case "$called" in',
    // What is inside a command comes first: the longer words are the more special ones.
    ...[...commands]
      .sort((a, b) => b.words.length - a.words.length)
      .map((c) => {
        const pattern = `${quoted(c.words.join(' '))}${c.words.length === 1 ? `|${quoted(c.words.join(' '))}' '*` : ''}`;
        const inside = [...argumentsOf(c), ...c.inside.map((x) => x.name())];
        return `    ${pattern}) words=${words(c.options.flatMap(flagsOf))} names=${words(inside)} ;;`;
      }),
    '  esac',
    '  if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W "$words" -- "$cur")); return; fi',
    '  COMPREPLY=($(compgen -W "$names" -- "$cur"))',
    '  if [[ -z "$names" ]]; then COMPREPLY=($(compgen -f -- "$cur")); fi',
    '}',
    'complete -o filenames -F _mutandis mutandis',
  ];
}

function zsh(root: Command): readonly string[] {
  const text = (s: string): string => s.replace(/[[\]:\\]/g, (x) => `\\${x}`);
  const list = (names: readonly string[]): string =>
    names.map((n) => text(n).replace(/[() ]/g, (x) => `\\${x}`)).join(' ');
  const specs = (c: Called): string => {
    const options = c.options.flatMap((o) =>
      flagsOf(o).map((flag) => {
        const names = values(o);
        const taken = !takes(o) ? '' : names === undefined ? ':file:_files' : `:name:(${list(names)})`;
        return quoted(`*${flag}[${text(o.description)}]${taken}`);
      }),
    );
    const inside = argumentsOf(c);
    return [...options, quoted(inside.length > 0 ? `*:name:(${list(inside)})` : '*:file:_files')].join(' ');
  };
  const described = (commands: readonly Command[]): string =>
    commands.map((c) => quoted(`${c.name()}:${text(c.description())}`)).join(' ');
  const cases = (commands: readonly Called[], word: number): string[] => [
    `  case "\${words[${word}]}" in`,
    ...commands.flatMap((c) => {
      const last = c.words[c.words.length - 1] as string;
      if (c.inside.length === 0) return [`    ${last}) _arguments ${specs(c)} ;;`];
      const inside = all(root).filter((x) => x.words.length > c.words.length && x.words[0] === c.words[0]);
      return [
        `    ${last})`,
        `  if ((CURRENT == ${word + 1})); then commands=(${described(c.inside)}); _describe command commands; return; fi`,
        ...cases(inside, word + 1),
        '    ;;',
      ];
    }),
    '  esac',
  ];
  return [
    '#compdef mutandis',
    '# Completion for zsh: eval "$(mutandis completion zsh)"',
    '_mutandis() {',
    '  local -a commands',
    `  if ((CURRENT == 2)); then commands=(${described(root.commands)}); _describe command commands; return; fi`,
    ...cases(
      all(root).filter((c) => c.words.length === 1),
      2,
    ),
    '}',
    'compdef _mutandis mutandis',
  ];
}

function fish(root: Command): readonly string[] {
  const line = (condition: string, rest: readonly string[]): string =>
    ['complete -c mutandis', '-n', quoted(condition), ...rest].join(' ');
  const seen = (c: Called): string => c.words.map((w) => `__fish_seen_subcommand_from ${w}`).join('; and ');
  return [
    '# Completion for fish: mutandis completion fish | source',
    ...root.commands.map((c) => line('__fish_use_subcommand', ['-f', '-a', c.name(), '-d', quoted(c.description())])),
    ...all(root).flatMap((c) => [
      ...c.inside.map((x) => line(seen(c), ['-f', '-a', x.name(), '-d', quoted(x.description())])),
      ...(argumentsOf(c).length > 0 ? [line(seen(c), ['-f', '-a', quoted(argumentsOf(c).join(' '))])] : []),
      ...c.options.map((o) => {
        const names = values(o);
        const taken = !takes(o) ? [] : names === undefined ? ['-r'] : ['-x', '-a', quoted(names.join(' '))];
        const short = o.short === undefined ? [] : ['-s', o.short.slice(1)];
        const long = o.long === undefined ? [] : ['-l', o.long.slice(2)];
        return line(seen(c), [...short, ...long, ...taken, '-d', quoted(o.description)]);
      }),
    ]),
  ];
}

const scripts: Readonly<Record<Shell, (root: Command) => readonly string[]>> = { bash, zsh, fish };

/** Prints the script for a shell. @param root the command line itself. */
export function completionCommand(shell: string, root: Command): number {
  const known = shells.find((s) => s === shell);
  if (known === undefined) return wrongCall(`completion: there is ${shells.join(', ')}, not ${shell}`, {});
  for (const line of scripts[known](root)) say(line);
  return 0;
}
