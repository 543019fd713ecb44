import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { keepPages } from '../canary/desk-process.js';
import { keepOutput } from '../canary/output.js';

const root = resolve(import.meta.dirname, '../..');

/** The built program (`npm run build`), as an operator runs it: plain node, settings in the environment. */
export interface Program {
  /** Everything it wrote so far. */
  output(): string;
  /** `kill -9`: it hears nothing of it. */
  kill(): Promise<void>;
  /** SIGTERM, and its exit code. */
  stop(): Promise<number | null>;
}

/**
 * Starts it and waits until it says that it is ready.
 *
 * @throws with everything that it wrote, when it ends instead
 */
export async function startProgram(env: NodeJS.ProcessEnv, main = join(root, 'dist/bots/main.js')): Promise<Program> {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const address = `http://${env['HOST']}:${env['PORT']}/readyz`;
  while (!(await answers(address))) {
    if (child.exitCode !== null) throw new Error(`the program ended: ${output}`);
    await new Promise((soon) => setTimeout(soon, 25));
  }
  return {
    output: () => output,
    async kill() {
      await end(child, 'SIGKILL');
      keepOutput(output);
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) await keepPages(Number(env['PORT']));
      const code = await end(child, 'SIGTERM');
      keepOutput(output);
      return code;
    },
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
  return child.exitCode;
}

async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false;
  }
}
