/**
 * Mutants hunted (`npm run bench:mutants [-- SECONDS [PATTERN]]`): every mechanical mutant of Proteus, each for so many
 * seconds of processor time (20 unless said), by all theorems at once. What is not killed has to be in the list of those
 * that are sound, with the reason; exit 1 when more than 5 % of the others survive, or when one of the list is killed.
 */
import { conFree } from '../semantics/proteus/heaps.ts';
import { make } from '../semantics/proteus/grammar.ts';
import { substitute } from '../semantics/proteus/substitution.ts';
import { rewrite } from '../semantics/proteus/updates.ts';
import { mutantsOf } from '../rules/mutants.ts';
import { proteus } from '../rules/proteus/system.ts';
import { proteusCalculus } from '../proofs/proteus/calculus.ts';
import { hunterFor } from '../workbench/hunt/hunter.ts';
import { soundMutants } from './sound-mutants.ts';

const [secondsText, pattern] = process.argv.slice(2);
const seconds = Number(secondsText ?? 20);
const judgements = [
  ...['types', 'typesFields', 'subtype', 'subtypeFields', 'reduces', 'steps', 'bindingOk', 'updateOk', 'admitted'],
  ...['namesOk', 'typesOk', 'rebindOk', 'transOk', 'codeOk', 'replacements', 'transformers', 'definitionsOk'],
];
const leaf = (k: number) => make.Expr.Num(BigInt(-1_000_001 - k));
const walks = [conFree, rewrite, substitute].map((f) => ({ f, leaf }));

/** The theorem that a mutant falls by in the time, and after how long; undefined when none does. */
function hunt(found: ReturnType<typeof hunterFor>): { theorem: string; time: number } | undefined {
  const start = process.cpuUsage();
  const used = () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };
  for (let i = 0; used() < seconds; i++) {
    const [fall] = found.episode(i).falls;
    if (fall !== undefined) return { theorem: fall.theorem, time: used() };
  }
  return undefined;
}

let [killed, sound, survived] = [0, 0, 0];
let wrong = 0;
for (const { name, variant } of mutantsOf(proteus, { judgements, walks })) {
  if (pattern !== undefined && !name.includes(pattern)) continue;
  const reason = soundMutants[name];
  const fall = hunt(hunterFor(proteusCalculus, variant, proteusCalculus.theorems(variant.system), 1));
  if (fall !== undefined) {
    if (reason === undefined) killed++;
    else wrong++;
    console.log(
      `${name.padEnd(44)} ${reason === undefined ? 'killed' : 'KILLED, THOUGH SOUND'} by ${fall.theorem} after ${fall.time.toFixed(2)} s`,
    );
  } else if (reason !== undefined) {
    sound++;
    console.log(`${name.padEnd(44)} sound: ${reason}`);
  } else {
    survived++;
    console.log(`${name.padEnd(44)} SURVIVED ${seconds} s`);
  }
}
const share = killed / Math.max(1, killed + survived);
console.log(
  `\n${killed} killed, ${survived} survived, ${sound} sound by the list${wrong > 0 ? `, ${wrong} of the list killed` : ''}: ${(100 * share).toFixed(1)} % of the others killed`,
);
process.exitCode = wrong === 0 && share >= 0.95 ? 0 : 1;
