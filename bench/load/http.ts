import http from 'node:http';

/** What came back, and after how many ms. */
export interface Answered {
  status: number;
  body: string;
  ms: number;
}

export interface Poster {
  post(headers: Record<string, string>, body: string): Promise<Answered>;
  close(): void;
}

/** Posts to one address over connections that stay open, as the platforms do. */
export function createPoster(url: string, connections: number): Poster {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  return {
    post: (headers, body) =>
      new Promise((resolve, reject) => {
        const began = performance.now();
        const length = Buffer.byteLength(body);
        const request = http.request(
          url,
          { method: 'POST', agent, headers: { ...headers, 'content-length': length } },
          (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('error', reject);
            response.on('end', () =>
              resolve({
                status: response.statusCode ?? 0,
                body: Buffer.concat(chunks).toString('utf8'),
                ms: performance.now() - began,
              }),
            );
          },
        );
        request.on('error', reject);
        request.end(body);
      }),
    close: () => agent.destroy(),
  };
}
