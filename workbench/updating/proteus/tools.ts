/** The tools for updates of Proteus, in the form that all tools have. */
import { isRight } from 'fp-ts/lib/Either.js';
import { parseProgram, printCap, printProgram, printType } from '../../../semantics/proteus/syntax/index.ts';
import type { Loaded } from '../../../checker/proteus/load.ts';
import type { Queued } from '../../../checker/proteus/run.ts';
import type { Tools } from '../report.ts';
import { diff as draftedDiff } from './diff.ts';
import { plan } from './plan.ts';
import { policies, sweep } from './sweep.ts';

const ofPrograms: Tools<Loaded> = {
  policies,
  plan: (rules, program, updates) =>
    plan(rules, program, updates as readonly Queued[]).map((p) => ({
      ...p,
      points: p.points.map((q) => ({ ...q, capability: printCap(q.capability) })),
      proposal: p.proposal && { ...p.proposal, program: printProgram(p.proposal.program) },
    })),
  diff(rules, before, after, options) {
    const d = draftedDiff(rules, before, after, options);
    return {
      ...d,
      asked: d.asked.map(({ in: z, hole }) => ({ in: z, type: printType(hole.type), why: hole.why })),
      transformers: d.transformers.map(({ type, by, holes }) => ({
        type,
        by,
        holes: holes.map((h) => ({ type: printType(h.type), why: h.why })),
      })),
    };
  },
  sweep: (rules, program, update, options) => sweep(rules, program, update as Queued, options),
  proposed(text, { position, program }) {
    if (position === undefined) return program;
    const inserted = `${text.slice(0, position.offset)}update; ${text.slice(position.offset)}`;
    const read = parseProgram(inserted, position.file);
    return isRight(read) && printProgram(read.right) === program ? inserted : program;
  },
};

export const tools = ofPrograms as Tools<unknown>;

export const diff: Tools<unknown>['diff'] = (...given) => tools.diff(...given);
