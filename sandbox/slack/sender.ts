import { createHmac } from 'node:crypto';
import http from 'node:http';

/** What the bot answered. `timedOut`: nothing within Slack's three seconds. */
export interface BotReply {
  status: number;
  body: string;
  timedOut: boolean;
}

/** One request as it goes over the wire; kept so that it can be repeated byte for byte. */
export interface SignedRequest {
  body: string;
  headers: Record<string, string>;
}

/** Slack's request signature, version 0 (docs.slack.dev/authentication/verifying-requests-from-slack). */
function signature(secret: string, body: string, timestamp: number): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

/** Sends requests to the bot as Slack does, signed with the app's signing secret. */
export function createSender(options: { url: string; signingSecret: string; ackTimeout: number; now: () => number }) {
  const agent = new http.Agent({ keepAlive: true });
  const sign = (body: string, timestamp: number) => signature(options.signingSecret, body, timestamp);
  let last: SignedRequest | undefined;

  function post(request: SignedRequest): Promise<BotReply> {
    last = request;
    return new Promise((resolve) => {
      const headers = { ...request.headers, 'content-length': String(Buffer.byteLength(request.body)) };
      const outgoing = http.request(options.url, { method: 'POST', agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
            timedOut: false,
          }),
        );
        response.on('error', () => resolve({ status: 0, body: '', timedOut: false }));
      });
      const timer = setTimeout(() => {
        resolve({ status: 0, body: '', timedOut: true });
        outgoing.destroy();
      }, options.ackTimeout);
      outgoing.on('close', () => clearTimeout(timer));
      // The bot is not there, or broke the connection: as good as an error status.
      outgoing.on('error', () => resolve({ status: 0, body: '', timedOut: false }));
      outgoing.end(request.body);
    });
  }

  function headersFor(body: string, type: string, extra: Record<string, string>): Record<string, string> {
    const timestamp = Math.floor(options.now() / 1000);
    return {
      'content-type': type,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': sign(body, timestamp),
      ...extra,
    };
  }

  return {
    sign,
    post,
    form: (fields: Record<string, string>) => {
      const body = new URLSearchParams(fields).toString();
      return post({ body, headers: headersFor(body, 'application/x-www-form-urlencoded', {}) });
    },
    json: (payload: unknown, extra: Record<string, string> = {}) => {
      const body = JSON.stringify(payload);
      return post({ body, headers: headersFor(body, 'application/json', extra) });
    },
    /** The last request once more, with the signature and the timestamp that it had. */
    again: (): Promise<BotReply> => (last ? post(last) : Promise.reject(new Error('nothing was sent yet'))),
    close: () => agent.destroy(),
  };
}

export type Sender = ReturnType<typeof createSender>;
