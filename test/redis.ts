/** A Redis of a test's own, and processes of the command line that work with it. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { isLeft } from 'fp-ts/lib/Either.js';
import { connectionOptions } from '../workbench/cluster/connection.ts';
import { root } from './support.ts';

const main = join(root, 'dist/workbench/cli/main.js');

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
if (!hasRedis) console.log('redis-server is not installed (apt-get install redis-server): clusters are not tried');

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const at = s.address();
      s.close(() => resolve(typeof at === 'object' && at !== null ? at.port : 0));
    });
  });

/** Waits for what has to happen. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1200; i++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain for ${what}`);
}

export interface Finished {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

const password = 'correct horse';

/** A Redis with a password and an append-only file, in a folder that processes are started in. */
export class TestRedis {
  readonly folder = mkdtempSync(join(tmpdir(), 'mutandis-cluster-'));
  port = 0;
  private server: ChildProcess | undefined;
  private children: ChildProcess[] = [];

  get url(): string {
    return `redis://:${encodeURIComponent(password)}@127.0.0.1:${this.port}`;
  }
  get options() {
    const o = connectionOptions({ url: this.url });
    if (isLeft(o)) throw new Error(o.left);
    return o.right;
  }
  private client = (...words: string[]) => spawnSync('redis-cli', ['-p', String(this.port), '-a', password, ...words]);

  async start(): Promise<void> {
    if (this.port === 0) this.port = await freePort();
    const words = ['--port', String(this.port), '--bind', '127.0.0.1', '--requirepass', password, '--save', ''];
    const kept = ['--appendonly', 'yes', '--appendfsync', 'always', '--dir', this.folder];
    this.server = spawn('redis-server', [...words, ...kept], { stdio: 'ignore' });
    await until('Redis', () => this.client('ping').stdout.includes('PONG'));
  }
  async restart(): Promise<void> {
    const { server } = this;
    const closed = new Promise((resolve) => server?.on('close', resolve));
    server?.kill('SIGKILL');
    await closed;
    await this.start();
  }

  /** Starts the command line with the address of this Redis. */
  run(...words: string[]) {
    const child = spawn(process.execPath, [main, ...words, '--cluster', this.url], { cwd: this.folder });
    this.children.push(child);
    let [out, err] = ['', ''];
    child.stdout.on('data', (b: Buffer) => void (out += b.toString()));
    child.stderr.on('data', (b: Buffer) => void (err += b.toString()));
    const finished = new Promise<Finished>((resolve) => child.on('close', (status) => resolve({ status, out, err })));
    return { child, finished, said: () => err };
  }
  worker = (name: string, ...words: string[]) => this.run('worker', '--name', name, ...words);

  /** Does something with the queue. */
  async queue<T>(use: (queue: Queue) => Promise<T>): Promise<T> {
    const queue = new Queue('mutandis', { connection: this.options as never });
    try {
      return await use(queue);
    } finally {
      await queue.close();
    }
  }
  /** Jobs that are done, or under way. */
  count = (state: 'completed' | 'active') => this.queue((queue) => queue.getJobCountByTypes(state));

  /** Ends the processes, and forgets what they left. */
  clear(): void {
    for (const child of this.children) {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
    }
    this.children = [];
    this.client('flushall');
  }
  end(): void {
    this.clear();
    this.server?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
