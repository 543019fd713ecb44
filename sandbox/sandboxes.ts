import type { Cloud } from '../core/config.js';
import { type Sandbox, startSandbox } from './sandbox.js';

interface Desk {
  stop: () => Promise<unknown>;
}

export interface Sandboxes<D> {
  /** That of the global cloud. */
  desk: D;
  /** The page of the global cloud, from which one gets to the others. */
  pageUrl: string;
  /** Ends the desks, and then what they talk to. */
  stop: () => Promise<void>;
}

/**
 * Starts the sandbox of the global cloud with a desk in it. Those of the other clouds start when somebody first opens
 * their page, each with a desk, customers and ports of its own: nothing of one cloud is known in another.
 *
 * @param given HOST, PORT (of the global cloud; the others take any free ones), DATA_DIR and LOG_LEVEL are heeded
 * @param startDesk starts a desk with these settings
 */
export async function startSandboxes<D extends Desk>(
  given: NodeJS.ProcessEnv,
  startDesk: (env: NodeJS.ProcessEnv) => Promise<D>,
): Promise<Sandboxes<D>> {
  const started = new Map<Cloud, Promise<{ sandbox: Sandbox; desk: D }>>();

  async function start(cloud: Cloud) {
    const env = cloud === 'global' ? given : { ...given, PORT: '0' };
    const sandbox = await startSandbox(env, { twoWorkspaces: true, cloud, pageOf });
    try {
      const desk = await startDesk(sandbox.env);
      await sandbox.install();
      return { sandbox, desk };
    } catch (error) {
      await sandbox.close();
      throw error;
    }
  }

  function open(cloud: Cloud) {
    const opened = started.get(cloud) ?? start(cloud);
    started.set(cloud, opened);
    // Whoever opens the page once more has it tried again.
    opened.catch(() => started.delete(cloud));
    return opened;
  }

  async function pageOf(cloud: Cloud): Promise<string> {
    return (await open(cloud)).sandbox.pageUrl;
  }

  const first = await open('global');
  return {
    desk: first.desk,
    pageUrl: first.sandbox.pageUrl,
    async stop() {
      const running = await Promise.allSettled(started.values());
      const all = running.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      await Promise.all(all.map(({ desk }) => desk.stop()));
      await Promise.all(all.map(({ sandbox }) => sandbox.close()));
    },
  };
}
