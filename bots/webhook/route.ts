import type { IncomingHttpHeaders } from 'node:http';
import type { Log } from '../../core/log.js';
import type { Metrics } from '../../core/metrics.js';
import type { Webhooks } from '../../core/watch/webhooks.js';
import { readLimited } from '../limited-body.js';
import type { Handler } from '../server.js';

/** Events have some hundred bytes. */
const LARGEST_BODY = 256 * 1024;

/** `POST /webhooks/partner-center`: answers with a status alone. */
export function createWebhookRoute(parts: { webhooks: Webhooks; log: Log; metrics: Metrics }): Handler {
  const { webhooks, log, metrics } = parts;
  const count = (reason: string) => metrics.refusedRequests.inc({ platform: 'partnerCenter', reason });

  return async (request, response) => {
    const body = await readLimited(request, LARGEST_BODY).catch(() => 'broken' as const);
    // Nobody is there any more to be answered.
    if (body === 'broken') return void response.destroy();
    if (!body) {
      count('size');
      log.warn({ status: 413, reason: 'size' }, 'a webhook was refused');
      // What follows is not read: the connection cannot be used again.
      return void response.writeHead(413, { connection: 'close' }).end();
    }
    const { status, reason } = await webhooks.receive({ body, ...claims(request.headers) });
    if (reason !== undefined) count(reason);
    response.writeHead(status).end();
  };
}

/** What the request says of itself. A registration decides which of two headers has the signature. */
function claims(headers: IncomingHttpHeaders) {
  const one = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    signature: one('x-ms-signature') ?? one('authorization'),
    certificateUrl: one('x-ms-certificate-url'),
    algorithm: one('x-ms-signature-algorithm'),
  };
}
