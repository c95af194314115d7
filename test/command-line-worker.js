/** A thread in which the command line as built does one call after the other: see command-line.ts. */
import { Buffer } from 'node:buffer';
import process from 'node:process';
import { workerData } from 'node:worker_threads';

const { port, done, module } = workerData;
const { mutandis } = await import(module);

port.on('message', async ({ words, input, env }) => {
  const printed = ['', ''];
  const own = { ...process.env };
  if (env !== undefined) process.env = { ...env };
  let answer;
  try {
    const code = await mutandis(words, {
      write: (text, fd) => void (printed[fd - 1] += text),
      read: () => Buffer.from(input),
    });
    answer = { code, out: printed[0], err: printed[1] };
  } catch (e) {
    answer = { thrown: e };
  }
  process.env = own;
  port.postMessage(answer);
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
});
