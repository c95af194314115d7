/** What claims about configurations look at (sections 8 and 10): who may step, the objects and threads one after the other, where frames stand. */
import { entries, get } from '../maps.ts';
import { metafunction, partialMetafunction } from '../symbols.ts';
import { stateIn, turnsOf, versionIn } from './configs.ts';
import {
  make,
  type Config,
  type Fields,
  type Head,
  type Placed,
  type PlacedList,
  type Settled,
  type Stand,
  type ThreadList,
  type Turn,
  type Turns,
} from './grammar.ts';

export const turns = metafunction<[Config], Turns>(
  {
    name: 'turns',
    args: ['Config'],
    result: 'Turns',
    text: 'turns of {0}',
    latex: '\\text{turns of }{0}',
    sentence:
      'what the threads are about to do, the mediators, the objects to be mediated, and the update to be requested',
  },
  (K) => turnsOf(K).reduceRight<Turns>((rest, A) => make.Turns.Turns(A, rest), make.Turns.NoTurns()),
);
/** Whoever records a run says by its number whose turn a step is. */
export const turnNumbered = partialMetafunction<[Config, bigint], Turn>(
  {
    name: 'turnNumbered',
    args: ['Config', 'int'],
    result: 'Turn',
    text: 'turn {1} of {0}',
    latex: '\\text{turn }{1}\\text{ of }{0}',
    sentence: 'one of those who may step, by its number',
  },
  (K, i) => turnsOf(K)[Number(i)],
);
export const placedOf = metafunction<[Config], PlacedList>(
  {
    name: 'placedOf',
    args: ['Config'],
    result: 'PlacedList',
    text: 'objects of {0}',
    latex: '\\text{objects of }{0}',
    sentence: 'the objects, with their classes and entries',
  },
  (K) =>
    entries(K.objects).reduceRight<PlacedList>(
      (rest, [o, p]) => make.PlacedList.PlacedList(o, p, rest),
      make.PlacedList.NoPlaced(),
    ),
);
export const threadsOf = metafunction<[Config], ThreadList>(
  {
    name: 'threadsOf',
    args: ['Config'],
    result: 'ThreadList',
    text: 'threads of {0}',
    latex: '\\text{threads of }{0}',
    sentence: 'the threads and sources',
  },
  (K) =>
    entries(K.threads).reduceRight<ThreadList>(
      (rest, [t, Θ]) => make.ThreadList.Threads(t, Θ, rest),
      make.ThreadList.NoThreads(),
    ),
);
/** version(o). */
export const versionNow = metafunction<[Placed], bigint>(
  {
    name: 'versionNow',
    args: ['Placed'],
    result: 'int',
    text: 'version of {0}',
    latex: '\\text{version of }{0}',
    sentence: 'the version of the instance that an entry has',
  },
  versionIn,
);
export const stateNow = metafunction<[Placed], Fields>(
  {
    name: 'stateNow',
    args: ['Placed'],
    result: 'Fields',
    text: 'state of {0}',
    latex: '\\text{state of }{0}',
    sentence: 'the state that an entry has',
  },
  stateIn,
);
/** Where the code of a frame stands (section 4); undefined where its object does not exist. */
export const standing = partialMetafunction<[Config, Head], Stand>(
  {
    name: 'standing',
    args: ['Config', 'Head'],
    result: 'Stand',
    text: '{1} in {0}',
    latex: '{1}\\text{ in }{0}',
    sentence: 'the code of a frame is that of a method, of an adaptor, or of a thread',
  },
  (K, h) => {
    if (h.tag === 'Top') return make.Stand.InThread();
    const p = get(K.objects, h.o);
    if (p === undefined) return undefined;
    return h.tag === 'InObject' ? make.Stand.InClass(p.C, h.j) : make.Stand.Adapting(p.C, h.j);
  },
);
/** No class has settled at less than before (O11). */
export const growing = metafunction<[Settled, Settled], boolean>(
  {
    name: 'growing',
    args: ['Settled', 'Settled'],
    result: 'holds',
    text: '{0} ≤ {1}',
    latex: '{0} \\le {1}',
    sentence: 'every class has settled as far, or further',
  },
  (σ, σ1) => {
    for (const [C, n] of entries(σ)) {
      const now = get(σ1, C);
      if (now === undefined || now < n) return false;
    }
    return true;
  },
);
