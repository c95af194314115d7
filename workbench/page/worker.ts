/** The engine in its worker: the same code as the command line's, asked by message. */
import { engine } from './engine/index.ts';
import type { Reply, Request } from './rpc.ts';

const send = (reply: Reply) => self.postMessage(reply);

self.onmessage = async ({ data: { id, method, argument } }: MessageEvent<Request>) => {
  try {
    const f = engine[method] as (argument: unknown, progress: (x: unknown) => void) => unknown;
    send({ id, ok: true, answer: await f(argument, (progress) => send({ id, progress })) });
  } catch (e) {
    send({ id, ok: false, message: e instanceof Error ? e.message : String(e) });
  }
};
