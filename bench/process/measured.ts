import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Blocks, Sample } from './probe.js';

/** The folder of the built program: this file is `<root>/bench/process/measured.js`. */
export const builtRoot = join(import.meta.dirname, '../..');

/** A server that runs as its own process and tells what it uses. */
export interface Measured {
  /** ms from spawning it to its first answer. */
  startedIn: number;
  sample(): Promise<Sample>;
  /** Begins to watch the event loop. */
  watch(): Promise<void>;
  /** What the event loop went through since `watch`. */
  blocks(): Promise<Blocks>;
  stop(): Promise<void>;
}

const START_WITHIN_MS = 20_000;

/**
 * Starts a built program and waits until it answers.
 *
 * @param file from the root of the built program: `bots/main.js`
 * @param port where it will listen
 * @param isUp whether a status of `GET /readyz` means that it is; a peer has no such path and answers anything
 * @throws when it ends or does not answer, with what it wrote
 */
export async function startMeasured(options: {
  file: string;
  env: Record<string, string>;
  port: number;
  isUp?: (status: number) => boolean;
}): Promise<Measured> {
  const { file, env, port, isUp = (status) => status > 0 } = options;
  const probe = pathToFileURL(join(import.meta.dirname, 'probe.js')).href;
  // BENCH_PROFILES=<folder> writes CPU profiles there: for finding out where the time goes, never for figures.
  const folder = process.env['BENCH_PROFILES'];
  const profile = folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
  const began = performance.now();
  const child = spawn(process.execPath, [...profile, '--import', probe, join(builtRoot, file)], {
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  const collect = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  while (!isUp(await statusOf(`http://127.0.0.1:${port}/readyz`))) {
    if (child.exitCode !== null) throw new Error(`${file} ended: ${said}`);
    if (performance.now() - began > START_WITHIN_MS) throw new Error(`${file} does not answer: ${said}`);
    await sleep(5);
  }
  const startedIn = performance.now() - began;
  const ask = async <T>(question: string): Promise<T> => {
    const answer = once(child, 'message');
    child.send(question);
    return (await answer)[0] as T;
  };
  return {
    startedIn,
    sample: () => ask<Sample>('sample'),
    watch: () => ask<void>('watch'),
    blocks: () => ask<Blocks>('blocks'),
    stop: () => end(child),
  };
}

/** 0: nobody listens yet. */
async function statusOf(url: string): Promise<number> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await exited;
  clearTimeout(killer);
}
