import { afterAll, beforeAll, jest } from '@jest/globals';
import { type Desk, openDesk } from './desk.js';
import { startProgram } from './program.js';

/** ms that one test may take */
const PATIENCE = 60_000;

/** What the page belongs to. */
interface Sandbox {
  pageUrl: string;
  stop(): Promise<void>;
}

/**
 * Around the tests of a file: the sandbox, and a browser with its page.
 *
 * @param take given the desk before the first test
 * @param start starts the sandbox; the built program unless said otherwise
 */
export function aroundAll(take: (desk: Desk) => void, start: () => Promise<Sandbox> = startProgram): void {
  jest.setTimeout(PATIENCE);
  let sandbox: Sandbox | undefined;
  let desk: Desk | undefined;

  beforeAll(async () => {
    sandbox = await start();
    desk = await openDesk(sandbox.pageUrl);
    take(desk);
  });

  afterAll(async () => {
    await desk?.close();
    await sandbox?.stop();
  });
}
