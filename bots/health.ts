import type { Metrics } from '../core/metrics.js';
import type { Store } from '../core/store/open.js';
import type { Handler } from './server.js';

/** `/healthz`, `/readyz` and `/metrics`: for whoever operates the desk; no secret and no customer's data in any of them. */
export function healthRoutes(parts: {
  store: Store;
  metrics: Metrics;
  platforms: readonly string[];
}): Record<string, Handler> {
  const { store, metrics, platforms } = parts;
  return {
    'GET /healthz': async (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/plain' }).end('alive\n');
    },
    // Ready is: the store answers. Partner Center being down must not take a replica out, because every one would go.
    'GET /readyz': async (_request, response) => {
      const state = await store.ping().then(
        () => 'ok',
        () => 'down',
      );
      response
        .writeHead(state === 'ok' ? 200 : 503, { 'Content-Type': 'application/json' })
        .end(JSON.stringify({ store: state, platforms }));
    },
    'GET /metrics': async (_request, response) => {
      response.writeHead(200, { 'Content-Type': metrics.registry.contentType }).end(await metrics.registry.metrics());
    },
  };
}
