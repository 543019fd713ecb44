import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeError, type Log } from '../../core/log.js';
import type { Metrics } from '../../core/metrics.js';
import type { HttpAnswer } from './outbound.js';
import { NotAuthentic } from './token-check.js';

/** More than any activity of Teams: a form of ours is a few KB. */
const MAX_BODY_BYTES = 256 * 1024;

/** A request that is refused at the door: `reason` is a label of the metric. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly reason: string;
  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
    this.reason = reason;
  }
}

/** Authenticates and answers one activity, parsed from JSON. `body` is the request as it came. */
export type Answering = (authorization: string, activity: Record<string, unknown>, body: string) => Promise<HttpAnswer>;

/**
 * The HTTP side of `POST /api/messages`: reads a bounded body, and makes a status of whatever goes wrong. No text of an
 * error ever leaves.
 *
 * @param noProxy refuse what came through a proxy: without authentication only this machine may call
 */
export function createShim(parts: { answer: Answering; noProxy: boolean; log: Log; metrics: Metrics }) {
  const { answer, noProxy, log, metrics } = parts;

  async function process(request: IncomingMessage): Promise<HttpAnswer> {
    if (request.method !== 'POST') throw new Refused(405, 'method');
    if (noProxy && Object.keys(request.headers).some((name) => name.startsWith('x-forwarded-') || name === 'forwarded'))
      throw new Refused(403, 'proxy');
    const body = await readBody(request);
    return answer(request.headers.authorization ?? '', parseObject(body), body);
  }

  return async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const done = metrics.ack.startTimer({ platform: 'teams' });
    const result = await process(request).catch((error: unknown): HttpAnswer => {
      if (error instanceof Refused) {
        metrics.refusedRequests.inc({ platform: 'teams', reason: error.reason });
        return { status: error.status };
      }
      if (error instanceof NotAuthentic) {
        metrics.refusedRequests.inc({ platform: 'teams', reason: 'token' });
        return { status: 401 };
      }
      log.error({ err: describeError(error) }, 'a delivery of Teams could not be answered');
      // 5xx: Teams sends messages again.
      return { status: 503 };
    });
    const body = result.body === undefined ? '' : JSON.stringify(result.body);
    // A refused body was not read to its end: the connection cannot be used again.
    const rest = request.complete ? {} : { connection: 'close' };
    response.writeHead(result.status, { 'content-type': 'application/json; charset=utf-8', ...rest });
    // `close` comes when the response is out, and also when the caller has gone away.
    if (response.closed) result.sent?.();
    else response.once('close', () => result.sent?.());
    response.end(body);
    done();
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw new Refused(413, 'size');
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const bytes = chunk as Buffer;
      size += bytes.length;
      if (size > MAX_BODY_BYTES) throw new Refused(413, 'size');
      chunks.push(bytes);
    }
  } catch (error) {
    throw error instanceof Refused ? error : new Refused(400, 'body');
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseObject(body: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new Refused(400, 'json');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new Refused(400, 'json');
  return { ...parsed };
}
