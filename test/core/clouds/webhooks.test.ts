import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Cloud } from '../../../core/config.js';
import { createLog } from '../../canary/output.js';
import { createMetrics } from '../../canary/metrics.js';
import { createWebhookSignatures } from '../../../core/partner/webhook-signature.js';
import { listenOnLoopback } from '../../wire/world.js';

/** As learn.microsoft.com/partner-center/developer/partner-center-webhooks has it; for 21Vianet there is no such page. */
const DOCUMENTED = 'https://3psostorageacct.blob.core.windows.net/cert/pcnotifications-dispatch.microsoft.com.cer';

let proxy: ReturnType<typeof createServer>;
let url: string;
let tunnels: string[];

beforeEach(async () => {
  tunnels = [];
  proxy = createServer();
  // Nobody is reached: whom the desk would ask is enough.
  proxy.on('connect', (request, socket) => {
    tunnels.push(request.url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  url = await listenOnLoopback(proxy);
});
afterEach(() => new Promise((resolve) => proxy.close(resolve)));

/** What becomes of an event whose certificate is said to be there. */
async function told(cloud: Cloud, certificateUrl: string, certificateOrigins: string[] = []) {
  const signatures = createWebhookSignatures({
    cloud,
    config: { certificateOrigins },
    proxy: { url, direct: [] },
    log: createLog('silent'),
    metrics: createMetrics(),
    now: Date.now,
  });
  const signature = `Signature ${Buffer.alloc(256, 1).toString('base64')}`;
  return signatures.check({ body: Buffer.from('{}'), signature, certificateUrl, algorithm: 'rsa-sha256' });
}

describe('the certificate of a webhook', () => {
  it.each(['global', 'us-government'] as const)('is fetched from where Microsoft documents it: %s', async (cloud) => {
    expect(await told(cloud, DOCUMENTED)).toMatchObject({ reason: 'certificateUnavailable', again: true });
    expect(tunnels).toEqual([`${new URL(DOCUMENTED).host}:443`]);
  });

  it('is fetched from nowhere on 21Vianet, where none is documented', async () => {
    expect(await told('21vianet', DOCUMENTED)).toEqual({ reason: 'certificateHost', again: false });
    expect(tunnels).toEqual([]);
  });

  it('is fetched on 21Vianet from where the settings say, and from no other place', async () => {
    const own = ['https://certificates.example.cn'];
    expect(await told('21vianet', 'https://certificates.example.cn/a.cer', own)).toMatchObject({ again: true });
    expect(tunnels).toEqual(['certificates.example.cn:443']);
    expect(await told('21vianet', DOCUMENTED, own)).toMatchObject({ reason: 'certificateHost' });
  });
});
