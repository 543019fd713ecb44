import http from 'node:http';
import https from 'node:https';

/** What came back, whole. Header names are in lower case. */
export interface Answered {
  status: number;
  statusText: string;
  headers: Map<string, string>;
  body: Buffer;
}

export interface Sending {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal | undefined;
}

/** Answers of the platforms are small; anything longer is not theirs. */
const LARGEST_ANSWER = 4 * 1024 * 1024;

/**
 * One request over a connection that may be kept. Redirects are not followed: the caller sees the 3xx. Rejects when there is
 * no answer, or one that is too long.
 *
 * @param agent decides over which connections, and through which proxy
 */
export function sendRequest(
  url: URL,
  agent: http.Agent,
  { method = 'GET', headers = {}, body = '', signal }: Sending,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const client = url.protocol === 'http:' ? http : https;
    const request = client.request(
      url,
      {
        agent,
        method,
        headers: method === 'GET' ? headers : { ...headers, 'content-length': Buffer.byteLength(body) },
        ...(signal ? { signal } : {}),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > LARGEST_ANSWER) response.destroy(new Error('the answer is too long'));
          else chunks.push(chunk);
        });
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            statusText: response.statusMessage ?? '',
            headers: headersOf(response),
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(method === 'GET' ? undefined : body);
  });
}

function headersOf(response: http.IncomingMessage): Map<string, string> {
  const entries = Object.entries(response.headers).map(([name, value]): [string, string] => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return new Map(entries);
}
