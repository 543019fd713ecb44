import { defaultApprovals } from '../../../../core/config/approval-rules.js';
import { defaultWatch } from '../../../../core/config/watch-file.js';
import { defaultLanguages } from '../../../../core/config/languages-file.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLinkRoutes } from '../../../../bots/link/routes.js';
import type { Config } from '../../../../core/config.js';
import { createOutbox } from '../../../../core/jobs/outbox.js';
import type { Log } from '../../../../core/log.js';
import { createLog } from '../../../canary/output.js';
import { createMetrics } from '../../../canary/metrics.js';
import { createDirectory } from '../../../../core/roles/directory.js';
import { createLinkNews } from '../../../../core/roles/link-news.js';
import { createLinking, type Linking } from '../../../../core/roles/linking.js';
import { createPeople, type People } from '../../../../core/roles/people.js';
import { openStore, type Store } from '../../../../core/store/open.js';
import { createSealer } from '../../../../core/store/sealer.js';
import type { ChatUser, Turn } from '../../../../core/turn.js';
import { type EntraStandIn, startEntra } from './entra.js';
import { type GraphStandIn, startGraph } from './graph.js';
import { listen } from './http.js';

export const TENANT = '11111111-1111-4111-8111-111111111111';
export const ADMIN = 'aaaaaaaa-0000-4000-8000-00000000000a';
export const MINUTE = 60_000;
const CLIENT = { id: '22222222-2222-4222-8222-222222222222', secret: 'client-secret-value' };

export const mallory: ChatUser = {
  platform: 'slack',
  tenant: 'T1',
  user: 'UMALLORY',
  name: 'Mallory <b>',
  standing: 'member',
};
export const ana: ChatUser = { platform: 'slack', tenant: 'T1', user: 'UANA', name: 'Ana', standing: 'member' };

export function turnOf(user: ChatUser, argument = 'contoso'): Turn {
  return {
    delivery: `delivery-${user.user}-${argument}`,
    user,
    place: { platform: 'slack', team: 'T1', channel: 'D1', kind: 'personal', external: false },
    locale: 'en-US',
    act: { type: 'command', command: 'find', argument },
  };
}

export interface LinkWorld {
  /** What time it is for the desk. */
  time: number;
  /** Where the pages of linking are. */
  url: string;
  entra: EntraStandIn;
  graph: GraphStandIn;
  store: Store;
  people: People;
  linking: Linking;
  logged: string[];
  facts(): Promise<string[]>;
  close(): Promise<void>;
}

/** Linking as it runs, on the given store or on one of its own, between a login service and a directory that know one admin. */
export async function startLinkWorld(given?: Store): Promise<LinkWorld> {
  const [entra, graph] = await Promise.all([startEntra(TENANT, CLIENT), startGraph()]);
  graph.users.set(ADMIN, { id: ADMIN, displayName: 'Ada Admin', memberOf: [{ id: 'group-admin' }] });
  entra.signsIn = { oid: ADMIN };
  let routes: ReturnType<typeof createLinkRoutes> | undefined;
  const server = await listen(async (request, response) => {
    if (!(await routes?.(request, response))) response.writeHead(404).end('not a link page');
  });

  const logged: string[] = [];
  const log = createLog('trace', { write: (line) => void logged.push(line) });
  const metrics = createMetrics();
  const { store, remove } = given ? { store: given, remove: async () => {} } : await ownStore(log);
  const partner: Config['partner'] = {
    cloud: 'global',
    tenantId: TENANT,
    clientId: CLIENT.id,
    credential: { type: 'secret', secret: CLIENT.secret },
    urls: { partnerCenter: graph.url, login: entra.url, graph: graph.url },
    audiences: { partnerCenter: graph.url, graph: graph.url },
  };
  const config = { partner, publicUrl: server.url };
  const policy: Config['policy'] = {
    roles: {
      'use the desk': [],
      'view customers': [],
      'update account': [],
      'ask permission': [],
      'examine the desk': [],
      'manage links': [],
    },
    approvals: defaultApprovals,
    links: { byEmail: false },
    watch: defaultWatch,
    languages: defaultLanguages,
    people: [{ platform: 'slack', tenant: 'T1', user: 'ULISTED', person: ADMIN }],
  };
  const world: { time: number } = { time: Date.now() };
  const now = () => world.time;
  const people = createPeople({ db: store.db, config: { partner, policy }, now });
  const directory = createDirectory({ config: partner, tokens: { get: async () => 'graph-token' }, log, metrics, now });
  const sealer = createSealer([Buffer.alloc(32, 5)]);
  const outbox = createOutbox({ store, sealer, owner: 'test', now, log });
  const news = createLinkNews({ people, store, partnerTenantId: TENANT, policy, outbox, wake: () => undefined });
  const linking = createLinking({ store, sealer, directory, people, news, config, log, metrics, now });
  routes = createLinkRoutes({ linking, publicUrl: server.url, loginUrl: entra.url, log, metrics });

  return Object.assign(world, {
    url: server.url,
    entra,
    graph,
    store,
    people,
    linking,
    logged,
    async facts() {
      const rows = await store.db.selectFrom('journal').select('fact').orderBy('seq').execute();
      return rows.map(({ fact }) => fact);
    },
    async close() {
      await Promise.all([server.close(), entra.close(), graph.close()]);
      await remove();
    },
  });
}

async function ownStore(log: Log): Promise<{ store: Store; remove: () => Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'link-'));
  const store = await openStore({ databaseUrl: `sqlite:${join(dataDir, 'desk.db')}`, dataDir, log });
  const remove = async () => {
    await store.close();
    await rm(dataDir, { recursive: true });
  };
  return { store, remove };
}
