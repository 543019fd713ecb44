import { type DeskProcess, runDesk as runRealDesk } from '../../bots/desk-process.js';
import type { Config } from '../../core/config.js';
import type { Log } from '../../core/log.js';
import { keepOutput } from './output.js';

/** A whole desk as bots/desk-process.ts runs it, whose pages of figures and of its health are kept when it stops. */
export async function runDesk(config: Config, log: Log): Promise<DeskProcess> {
  const desk = await runRealDesk(config, log);
  return {
    ...desk,
    async stop() {
      await keepPages(desk.port);
      await desk.stop();
    },
  };
}

/** Keeps what a desk shows to anybody. @param port where it listens on loopback */
export async function keepPages(port: number): Promise<void> {
  for (const page of ['metrics', 'readyz', 'healthz'])
    keepOutput(await (await fetch(`http://127.0.0.1:${port}/${page}`, { headers: { connection: 'close' } })).text());
}
