/** What variants put in the place of metafunctions. */
import type { MetafunctionInfo } from '../../semantics/symbols.ts';

/** What takes the place of a metafunction says so by its name and its sentence. */
export const instead = (info: MetafunctionInfo, name: string, sentence: string): MetafunctionInfo => ({
  name: `${info.name}_${name}`,
  args: info.args,
  result: info.result,
  text: `${info.text} (${name})`,
  latex: `${info.latex ?? info.text}\\;(\\text{${name}})`,
  sentence,
});
