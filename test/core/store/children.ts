import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { keepOutput } from '../../canary/output.js';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Runs `test/core/store/victim.ts` as a process of its own and kills it (SIGKILL) once it has written so many lines.
 *
 * @returns every line that it had written, also those between the decision to kill it and its death
 */
export async function killAfter(lines: number, settings: Record<string, string>): Promise<string[]> {
  const child = spawn(process.execPath, ['--no-warnings', '--import', here('./ts.mjs'), here('./victim.ts')], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const heard: string[] = [];
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const exit = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    heard.push(line);
    if (heard.length === lines) child.kill('SIGKILL');
  }
  await exit;
  keepOutput([...heard, complaint].join('\n'));
  if (child.signalCode !== 'SIGKILL') throw new Error(`The victim ended by itself: ${complaint}`);
  return heard;
}
