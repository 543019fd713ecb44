import { setTimeout as sleep } from 'node:timers/promises';
import type { TeamsStandIn } from './teams/stand-in.js';

/** ms between two looks whether the bot is up. */
const PAUSE = 100;
/** The bot starts right after the sandbox; one that is not up after so many ms will not come. */
const PATIENCE = 60_000;

/**
 * Adds the app to the chats of Teams once the bot answers. Only then does the desk know these conversations and can write
 * there first. Runs in the background; what goes wrong leaves a desk that waits to be spoken to.
 *
 * @param botUrl where `/readyz` is
 * @returns ends the waiting
 */
export function installWhenUp(botUrl: string, teams: Pick<TeamsStandIn, 'install'>): () => void {
  const { signal, abort } = withAbort();
  void waitFor(botUrl, signal).then((up) => (up && !signal.aborted ? teams.install() : undefined), ignore);
  return abort;
}

async function waitFor(botUrl: string, signal: AbortSignal): Promise<boolean> {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    const up = await fetch(`${botUrl}/readyz`, { signal }).then(
      async (response) => {
        await response.body?.cancel();
        return response.ok;
      },
      () => false,
    );
    if (up) return true;
    await sleep(PAUSE, undefined, { signal, ref: false });
  }
  return false;
}

function withAbort() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

const ignore = () => undefined;
