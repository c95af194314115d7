/** The engine in its worker: the same code as the command line's, asked by message. */
import type { Reply, Request } from './rpc.ts';

const send = (reply: Reply) => self.postMessage(reply);
// Whoever asks does not wait until the engine is there: the questions do.
const loading = import('./engine/index.ts');
// All languages are read with it, and it is the largest part: it is on its way before the first of them asks for it.
void import('chevrotain');

self.onmessage = async ({ data: { id, method, argument } }: MessageEvent<Request>) => {
  try {
    const { engine } = await loading;
    const f = engine[method] as unknown as (argument: unknown, progress: (x: unknown) => void) => unknown;
    send({ id, ok: true, answer: await f(argument, (progress) => send({ id, progress })) });
  } catch (e) {
    send({ id, ok: false, message: e instanceof Error ? e.message : String(e) });
  }
};
