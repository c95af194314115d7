import { needsMore, thorough } from './test/files.ts';
import { without } from './vitest.config.ts';

/** The tests that need Node alone and do not take long (npm test): no browser, no Redis, no Coq; what is thorough is left to npm run test:all. */
export default without([...needsMore, ...thorough], ['./test/built.ts']);
