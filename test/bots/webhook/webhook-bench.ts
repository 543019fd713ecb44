import { sign } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { close, createDeskServer, listen } from '../../../bots/server.js';
import { createWebhookRoute } from '../../../bots/webhook/route.js';
import { parseConfig } from '../../../core/config.js';
import { createMetrics } from '../../canary/metrics.js';
import { createPartnerCenter } from '../../../core/partner/create-partner-center.js';
import { createPartnerTokens } from '../../../core/partner/partner-tokens.js';
import { createWebhookSignatures } from '../../../core/partner/webhook-signature.js';
import { openStore, type Store } from '../../../core/store/open.js';
import { createWebhookEvents, type RelationshipHappening } from '../../../core/watch/webhook-events.js';
import { createWebhooks } from '../../../core/watch/webhooks.js';
import { ISSUER_NAME, LEAF_NAME, type Link, makeChain } from '../../../sandbox/partner-center/webhook-chain.js';
import { quick, recordedLog } from '../../core/partner/wire.js';
import { createWorld, type World } from '../../wire/world.js';
import { type CertificateHost, openCertificateHost } from './certificate-host.js';

export { ISSUER_NAME, LEAF_NAME };

/** A request as a test makes it: a genuine one, but for what is given here. */
export interface Sent {
  /** The JSON of the event, or any bytes. */
  event?: Record<string, unknown>;
  body?: Buffer;
  /** Signs; default: the genuine certificate's. */
  signer?: Link;
  /** The whole address of the certificate; default: the genuine one. */
  certificateUrl?: string;
  /** Beside the signing headers, or instead of them: undefined leaves one out. */
  headers?: Record<string, string | undefined>;
}

/** The door of Partner Center's events, with all that is behind it, over HTTP. */
export interface WebhookBench {
  world: World;
  store: Store;
  host: CertificateHost;
  chain: { root: Link; issuer: Link; leaf: Link };
  /** Milliseconds that the desk's clock is ahead. */
  clock: { ahead: number };
  log: string[];
  happenings: RelationshipHappening[];
  /** How often the audit records were to be read. */
  woken(): number;
  /** @returns the status */
  send(sent?: Sent): Promise<number>;
  /** Puts certificates on the host. @returns their address */
  publish(path: string, ...links: Link[]): string;
  /** How many requests were refused for each reason. */
  refused(): Promise<Record<string, number>>;
  taken(): Promise<Record<string, number>>;
  /** What lists of revoked certificates said, link by link. */
  revocations(): Promise<Record<string, number>>;
  /** Everything that events leave in the store, by table. */
  written(): Promise<{ signatures: number; cursors: number; happenings: number }>;
  close(): Promise<void>;
}

/** The smallest genuine event. */
export const testEvent = (at = Date.now()) => ({
  EventName: 'test-created',
  ResourceUri: 'http://localhost:16722/v1/webhooks/registration/test',
  ResourceName: 'test',
  AuditUri: null,
  ResourceChangeUtcDate: new Date(at).toISOString().replace('Z', '0276+00:00'),
});

let made: Promise<WebhookBench['chain']> | undefined;

/** With little patience for downloads, so that no test waits. */
export async function openWebhookBench({ maxBytes = 16 * 1024, timeoutMs = 300 } = {}): Promise<WebhookBench> {
  const world = await createWorld();
  const host = await openCertificateHost();
  const chain = await (made ??= makeChain());
  const authorityFile = join(world.dataDir, 'authority.pem');
  await writeFile(authorityFile, chain.root.pem);
  const config = parseConfig({
    ...world.env,
    SLACK_SIGNING_SECRET: 'unused-here',
    SLACK_BOT_TOKEN: 'xoxb-unused-here',
    PARTNER_WEBHOOK_CERT_ORIGINS: host.origin,
    PARTNER_WEBHOOK_CA_FILE: authorityFile,
  });
  const { lines, log } = recordedLog();
  const metrics = createMetrics();
  const clock = { ahead: 0 };
  const now = () => Date.now() + clock.ahead;
  const tools = { log, metrics, now };
  const store = await openStore({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, log });
  const happenings: RelationshipHappening[] = [];
  let woken = 0;
  const { app } = createPartnerTokens({ config: config.partner, ...tools });
  const webhooks = createWebhooks({
    signatures: createWebhookSignatures({
      cloud: config.partner.cloud,
      config: config.webhooks,
      limits: { maxBytes, timeoutMs },
      ...tools,
    }),
    take: createWebhookEvents({
      store,
      partner: createPartnerCenter({ config: config.partner, appTokens: app, limits: quick, ...tools }),
      async announceHappening(tx, happening) {
        const row = { id: happening.id, source: happening.source, kind: happening.kind, at: happening.at };
        const { numInsertedOrUpdatedRows } = await tx
          .insertInto('happenings')
          .values({
            ...row,
            operation: happening.operation,
            customer: happening.customer?.id ?? null,
            customerJson: happening.customer ? JSON.stringify(happening.customer) : null,
            country: null,
            differencesJson: '[]',
            by: null,
            createdAt: now(),
          })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows === 1n) happenings.push(happening);
        return numInsertedOrUpdatedRows === 1n;
      },
      wake: () => {
        woken += 1;
      },
      ...tools,
    }),
    ...tools,
  });
  const route = createWebhookRoute({ webhooks, log, metrics });
  const server = createDeskServer({ exact: { 'POST /webhooks/partner-center': route }, pages: async () => false }, log);
  const port = await listen(server, '127.0.0.1', 0);
  const genuine = `${host.origin}/cert/genuine.cer`;
  host.files.set('/cert/genuine.cer', Buffer.from(chain.leaf.pem + chain.issuer.pem));

  const count = async (name: 'refusedRequests' | 'webhookEvents' | 'revocationChecks', label: string) => {
    const { values } = await metrics[name].get();
    return Object.fromEntries(values.map(({ labels, value }) => [String(Reflect.get(labels, label)), value]));
  };
  const rows = async (table: 'signatures' | 'cursors' | 'happenings') =>
    (await store.db.selectFrom(table).selectAll().execute()).length;

  return {
    world,
    store,
    host,
    chain,
    clock,
    log: lines,
    happenings,
    woken: () => woken,
    send({ event = testEvent(), body = Buffer.from(JSON.stringify(event)), ...sent } = {}) {
      const key = (sent.signer ?? chain.leaf).key;
      return post(port, body, {
        'Content-Type': 'application/json',
        Authorization: `Signature ${sign('sha256', body, key).toString('base64')}`,
        'X-MS-Certificate-Url': sent.certificateUrl ?? genuine,
        'X-MS-Signature-Algorithm': 'rsa-sha256',
        ...sent.headers,
      });
    },
    publish(path, ...links) {
      host.files.set(path, Buffer.concat(links.map(({ certificate }) => certificate)));
      return host.origin + path;
    },
    refused: () => count('refusedRequests', 'reason'),
    taken: () => count('webhookEvents', 'event'),
    revocations: () => count('revocationChecks', 'outcome'),
    written: async () => ({
      signatures: await rows('signatures'),
      cursors: await rows('cursors'),
      happenings: await rows('happenings'),
    }),
    async close() {
      await close(server);
      await store.close().catch(() => undefined);
      await host.close();
      await world.close();
    },
  };
}

/** Not `fetch`, which would not send every header that a test wants to. @returns the status; the answer has no body */
function post(port: number, body: Buffer, headers: Record<string, string | undefined>): Promise<number> {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return new Promise((resolve, reject) => {
    const call = request({
      port,
      host: '127.0.0.1',
      method: 'POST',
      path: '/webhooks/partner-center',
      headers: { ...Object.fromEntries(given), 'Content-Length': String(body.length), Connection: 'close' },
    });
    call.once('error', reject);
    call.once('response', (response) => {
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
      });
      response.once('end', () => (size === 0 ? resolve(response.statusCode ?? 0) : reject(new Error('a body'))));
    });
    call.end(body);
  });
}
