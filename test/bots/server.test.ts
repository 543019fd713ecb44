import { Agent, request } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { close, createDeskServer, listen } from '../../bots/server.js';
import { createLog } from '../canary/output.js';

const keepAlive = new Agent({ keepAlive: true });
afterEach(() => keepAlive.destroy());

/** What a client that keeps its connections gets. */
const status = (port: number) =>
  new Promise<number | undefined>((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path: '/slow', agent: keepAlive }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
    });
    sent.once('error', reject);
    sent.end();
  });

describe('a server that ends', () => {
  it('answers what is under way, and does not wait for the connection on which it came', async () => {
    let begun: () => void = () => undefined;
    let finish: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (begun = resolve));
    const held = new Promise<void>((resolve) => (finish = resolve));
    const server = createDeskServer(
      {
        exact: {
          async 'GET /slow'(_request, response) {
            begun();
            await held;
            response.writeHead(200).end('done');
          },
        },
        pages: async () => false,
      },
      createLog('silent'),
    );
    const port = await listen(server, '127.0.0.1', 0);
    const asked = status(port);
    await arrived;
    const ended = close(server);
    finish();
    expect(await asked).toBe(200);
    await ended;
    await expect(status(port)).rejects.toThrow();
  }, 20_000);
});
