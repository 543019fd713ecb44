import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keepOutput } from '../canary/output.js';

const main = fileURLToPath(new URL('../../dist/bots/main.js', import.meta.url));

export interface Program {
  pageUrl: string;
  /** What it has said besides: warnings and errors. */
  output(): string;
  stop(): Promise<void>;
}

/**
 * Starts the built program as somebody who has just cloned it would: no setting but where to listen and where to keep data.
 *
 * @throws with what it printed, when it ends before it says where the page is
 */
export async function startProgram(): Promise<Program> {
  const dataDir = await mkdtemp(join(tmpdir(), 'partnerdesk-browser-'));
  const program = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'trace' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const keep = (chunk: Buffer) => void (printed += chunk.toString());
  program.stdout.on('data', keep);
  program.stderr.on('data', keep);
  const pageUrl = await urlFrom(program);
  return {
    pageUrl,
    output: () => printed,
    async stop() {
      const ended = new Promise((resolve) => program.once('exit', resolve));
      program.kill('SIGTERM');
      await ended;
      keepOutput(printed);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function urlFrom(program: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      const url = /Open (http:\/\/\S+)/.exec(printed)?.[1];
      if (url) resolve(url);
    };
    program.stdout?.on('data', read);
    program.stderr?.on('data', read);
    program.once('exit', (code) => reject(new Error(`The program ended with ${code}:\n${printed}`)));
  });
}
