import { afterEach, describe, expect, it } from '@jest/globals';
import { createOutbound } from '../../../core/partner/outbound.js';
import { startService } from './wire.js';
import type { Said, Service } from './wire.js';

let service: Service | undefined;
const start = async (said: Said) => {
  service = await startService(() => said);
  return service;
};
afterEach(() => service?.close());

const secret = 'Bearer very-secret';
const request = (url: string, body?: string) =>
  ({ method: body === undefined ? 'GET' : 'PUT', url, headers: { Authorization: secret }, body }) as const;

describe('the way out', () => {
  it('answers whatever the status is', async () => {
    const { url } = await start({ status: 418, text: 'tea', headers: { 'X-Kind': 'pot' } });
    const answer = await createOutbound({ origin: url, proxy: undefined })(request(`${url}/a`));
    expect(answer).toMatchObject({ status: 418, text: 'tea', headers: { 'x-kind': 'pot' } });
  });

  it('leads to one origin only', async () => {
    const { url, seen } = await start({ text: '' });
    const send = createOutbound({ origin: url, proxy: undefined });
    for (const other of ['http://127.0.0.1:1/', 'https://elsewhere.example/', url.replace('127.0.0.1', 'localhost')]) {
      await expect(send(request(other))).rejects.toMatchObject({ reason: 'notAllowed' });
    }
    expect(seen).toHaveLength(0);
  });

  it('follows no redirect', async () => {
    const elsewhere = await startService(() => ({ text: 'caught' }));
    const { url } = await start({ status: 307, headers: { location: `${elsewhere.url}/` } });
    const answer = await createOutbound({ origin: url, proxy: undefined })(request(url));
    await elsewhere.close();
    expect(answer.status).toBe(307);
    expect(elsewhere.seen).toHaveLength(0);
  });

  it('goes past a proxy that the environment names', async () => {
    const proxy = await startService(() => ({ text: 'caught' }));
    const { url } = await start({ text: 'direct' });
    const before = { ...process.env };
    try {
      Object.assign(process.env, { HTTP_PROXY: proxy.url, http_proxy: proxy.url, NO_PROXY: '', no_proxy: '' });
      expect((await createOutbound({ origin: url, proxy: undefined })(request(url))).text).toBe('direct');
    } finally {
      for (const name of ['HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy']) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
      await proxy.close();
    }
    expect(proxy.seen).toHaveLength(0);
  });

  it('bounds answers and requests', async () => {
    const { url } = await start({ text: 'x'.repeat(2_000) });
    const small = createOutbound({ origin: url, proxy: undefined, maxAnswerBytes: 1_000, maxRequestBytes: 1_000 });
    await expect(small(request(url))).rejects.toMatchObject({ reason: 'tooLarge' });
    await expect(small(request(url, 'y'.repeat(2_000)))).rejects.toMatchObject({ reason: 'tooLarge' });
  });

  it.each<[string, Said, string]>([
    ['silence', 'silence', 'timeout'],
    ['a cut connection', 'cut', 'ECONNRESET'],
  ])('fails with %s, and the error holds nothing of the request', async (_name, said, reason) => {
    const { url } = await start(said);
    const error = await createOutbound({ origin: url, proxy: undefined, timeoutMs: 100 })(request(url, 'body')).catch(
      (e: unknown) => e,
    );
    expect(error).toMatchObject({ name: 'OutboundError', reason });
    expect(Object.keys(error as object).sort()).toEqual(['name', 'reason']);
  });

  it('keeps connections for the next request', async () => {
    const { url, seen } = await start({ text: '' });
    const send = createOutbound({ origin: url, proxy: undefined });
    await send(request(url));
    await send(request(url));
    expect(seen.map(({ headers }) => headers.connection)).toEqual(['keep-alive', 'keep-alive']);
  });
});
