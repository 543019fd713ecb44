import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Outside } from '../outside/outside.js';
import { builtRoot } from '../process/measured.js';
import { against, type Finding } from '../report.js';
import { median } from '../statistics.js';
import { startDesk } from './desk.js';
import { told } from './paired.js';

const BUDGET = 1.3;

/** From the start of the process to `/readyz` 200, on a store that is there, against loading the same two SDKs. */
export async function startSection(outside: Outside, quick: boolean): Promise<Finding[]> {
  await restart(outside);
  await loadSdks();
  const ready: number[] = [];
  const loaded: number[] = [];
  for (let round = 0; round < (quick ? 5 : 9); round += 1) {
    ready.push(await restart(outside));
    loaded.push(await loadSdks());
  }
  const [ours, sdks] = [median(ready), median(loaded)];
  return [
    against('start', 'ready, in multiples of loading the SDKs', { bound: BUDGET, measured: ours / sdks, unit: '×' }),
    told('start', 'ready | SDKs loaded', `${ours.toFixed(0)} | ${sdks.toFixed(0)} ms`),
  ];
}

async function restart(outside: Outside): Promise<number> {
  const { server } = await startDesk(outside, 'start');
  await server.stop();
  return server.startedIn;
}

async function loadSdks(): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [join(builtRoot, 'bench/peers/sdks.js')], { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the SDKs could not be loaded: ${code}`);
  return performance.now() - began;
}
