import { freePort, type Outside } from '../outside/outside.js';
import { type Measured, startMeasured } from '../process/measured.js';

/** The real program, as built, with both bots on. */
export async function startDesk(outside: Outside, dataDir?: string): Promise<{ server: Measured; url: string }> {
  const port = await freePort();
  const env = outside.deskEnv(port, dataDir);
  const server = await startMeasured({ file: 'bots/main.js', env, port, isUp: (status) => status === 200 });
  return { server, url: `http://127.0.0.1:${port}` };
}

/** A text that a few customers match: a list to choose from, answered from memory once it was asked. */
export const QUERY = 'Contoso';

/** @throws when an answer is not what it should be: a bench that measures failures measures nothing */
export function expectText(text: string, wanted: string): void {
  if (!text.includes(wanted)) throw new Error(`expected "${wanted}" in: ${text.slice(0, 300)}`);
}
