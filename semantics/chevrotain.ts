/**
 * chevrotain in one file. Its entry point loads several hundred modules, which is the most of what a short command
 * waits for; the package also has all of them in one, which is taken where it can be found.
 */
type Chevrotain = typeof import('chevrotain');

async function inOneFile(): Promise<Chevrotain> {
  try {
    return (await import(new URL('../chevrotain.mjs', import.meta.resolve('chevrotain')).href)) as Chevrotain;
  } catch {
    return import('chevrotain');
  }
}

const chevrotain = await inOneFile();

export const { EmbeddedActionsParser, EOF, Lexer, createToken, createTokenInstance } = chevrotain;
