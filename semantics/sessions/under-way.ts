/** Metafunctions on protocols under way (section 10). */
import { metafunction, partialMetafunction } from '../symbols.ts';
import { make, type Action, type Config, type Global, type GlobalBranches } from './grammar.ts';
import { keys } from '../maps.ts';
import { parts } from './protocols.ts';

export const quiet = metafunction<[Action], boolean>(
  {
    name: 'quiet',
    args: ['Action'],
    result: 'holds',
    text: '{0} ∈ {τ, skip, code}',
    latex: '{0} \\in \\{\\tau, \\mathsf{skip}, \\mathsf{code}\\}',
    sentence: 'an action that leaves the protocol as it is',
  },
  (α) => α.tag === 'Silent' || α.tag === 'Skips' || α.tag === 'Takes',
);

export const chosen = partialMetafunction<[GlobalBranches, string], GlobalBranches>(
  {
    name: 'chosen',
    args: ['GlobalBranches', 'name'],
    result: 'GlobalBranches',
    text: '{0} from {1} on',
    latex: '{0}\\text{ from }{1}\\text{ on}',
    sentence: 'the branches of a message from the one with a label on',
  },
  (γ, l) => {
    for (let b = γ; b.tag === 'GBranch'; b = b.rest) if (b.l === l) return b;
    return undefined;
  },
);

export const crossing = metafunction<[string, readonly string[], Global], Global>(
  {
    name: 'crossing',
    args: ['name', 'names', 'Global'],
    result: 'Global',
    text: 'cross({0}, {1}, {2})',
    latex: '\\mathit{cross}({0}, {1}, {2})',
    sentence: 'a boundary that some have yet to cross; it vanishes when all have',
  },
  (u, X, G) => (X.length === 0 ? G : make.Global.Crossing(u, X, G)),
);
export const switching = metafunction<[string, readonly string[], bigint, Global, Global], Global>(
  {
    name: 'switching',
    args: ['name', 'names', 'int', 'Global', 'Global'],
    result: 'Global',
    text: 'switch({0}, {1}, {2}, {3}, {4})',
    latex: '\\mathit{switch}({0}, {1}, {2}, {3}, {4})',
    sentence: 'a protocol out of which some have yet to follow; it vanishes when all have',
  },
  (u, X, n, G0, G) => (X.length === 0 ? G : make.Global.Switching(u, X, n, G0, G)),
);

export const threadless = metafunction<[Global, Config], readonly string[]>(
  {
    name: 'threadless',
    args: ['Global', 'Config'],
    result: 'names',
    text: 'parts({0}) ∖ {1}',
    latex: '\\mathit{parts}({0}) \\setminus {1}',
    sentence: 'participants of a protocol that have no thread',
  },
  (G, C) => {
    const there = new Set(keys(C.threads));
    return parts.compute(G).filter((p) => !there.has(p));
  },
);
