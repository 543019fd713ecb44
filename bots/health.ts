import type { Core } from '../core/core.js';
import type { IndexState } from '../core/customers/sync/sync.js';
import type { InstanceProof } from '../core/doctor/instance.js';
import type { Log } from '../core/log.js';
import type { Metrics } from '../core/metrics.js';
import type { Handler } from './server.js';

/** `/healthz`, `/readyz` and `/metrics`: for whoever operates the desk; no secret and no customer's data in any of them. */
export function healthRoutes(parts: {
  core: Pick<Core, 'store' | 'waiting' | 'messages' | 'rotation' | 'customerIndex'>;
  metrics: Metrics;
  platforms: readonly string[];
  /** Lets the doctor see that PUBLIC_URL leads here. */
  proof: InstanceProof;
  log: Log;
}): Record<string, Handler> {
  const { core, metrics, platforms, proof, log } = parts;
  return {
    'GET /healthz': async (request, response) => {
      const nonce = new URLSearchParams((request.url ?? '').split('?', 2)[1]).get('nonce') ?? '';
      const proven = proof.prove(nonce);
      response
        .writeHead(200, { 'Content-Type': 'text/plain', 'Cache-Control': 'no-store' })
        .end(proven === undefined ? 'alive\n' : `alive\n${proven}\n`);
    },
    // Ready is: the store answers. Partner Center being down must not take a replica out, because every one would go; nor must
    // an index that is not filled yet, without which Partner Center is asked.
    'GET /readyz': async (_request, response) => {
      const state = await core.store.ping().then(
        () => 'ok',
        () => 'down',
      );
      response.writeHead(state === 'ok' ? 200 : 503, { 'Content-Type': 'application/json' }).end(
        JSON.stringify({
          store: state,
          platforms,
          keys: core.rotation(),
          customers: customersOf(core.customerIndex()),
          services: servicesOf(metrics),
        }),
      );
    },
    'GET /metrics': async (_request, response) => {
      await measureWaiting(core, metrics, log);
      response.writeHead(200, { 'Content-Type': metrics.registry.contentType }).end(await metrics.registry.metrics());
    },
  };
}

function customersOf({ state, customers, of, listedAt, failing }: IndexState) {
  const listed = listedAt === undefined ? undefined : new Date(listedAt).toISOString();
  return { index: state, known: customers, of, listed, failing };
}

/** How each service that was called was the last time, and since when: what really happened, nobody is asked for it. */
function servicesOf(metrics: Metrics): Record<string, { state: string; since: string }> {
  return Object.fromEntries(
    Object.entries(metrics.services.all()).map(([service, { state, since }]) => [
      service,
      { state, since: new Date(since).toISOString() },
    ]),
  );
}

/** Without a store there is no age to tell, and the other figures are wanted all the more. */
async function measureWaiting(core: Pick<Core, 'waiting' | 'messages'>, metrics: Metrics, log: Log): Promise<void> {
  try {
    for (const [queue, seconds] of Object.entries(await core.waiting())) metrics.oldestWaiting.set({ queue }, seconds);
    for (const [platform, { waiting, parked }] of Object.entries(await core.messages())) {
      metrics.messagesWaiting.set({ platform }, waiting);
      metrics.messagesParked.set({ platform }, parked);
    }
  } catch (error) {
    for (const gauge of [metrics.oldestWaiting, metrics.messagesWaiting, metrics.messagesParked]) gauge.reset();
    log.warn({ err: error }, 'what waits could not be counted');
  }
}
