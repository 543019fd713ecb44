import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSlackHttp } from '../../../bots/slack/caller.js';
import { createSlackCalls, type SlackCalls } from '../../../bots/slack/calls.js';
import { createRooms } from '../../../bots/slack/rooms.js';
import { createLog } from '../../canary/output.js';
import { createMetrics } from '../../canary/metrics.js';

let calls: SlackCalls;
let reach: ReturnType<typeof createSlackHttp>;
let channel: object | undefined;
const server = http.createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ok: true, channel }));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
  const config = { cloud: 'commercial' as const, apiUrl };
  reach = createSlackHttp(config);
  const { fetch } = reach;
  calls = createSlackCalls({
    config,
    fetch,
    tokens: { token: () => 'xoxb-1' },
    log: createLog('silent'),
    metrics: createMetrics(),
  });
});
afterAll(async () => {
  reach.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const enter = (kind: 'channel' | 'personal' = 'channel') =>
  createRooms({ calls, now: Date.now }).keepInside({
    platform: 'slack',
    team: 'T1',
    channel: 'C1',
    kind,
    external: false,
  });

describe('what is posted to a channel stays inside', () => {
  it.each([
    ['that nobody else has', { is_ext_shared: false, is_shared: false, is_org_shared: false }],
    ['of several workspaces of one organisation', { is_ext_shared: false, is_shared: true, is_org_shared: true }],
    ['of which only the invitation is out', { is_ext_shared: false, is_pending_ext_shared: true, is_shared: false }],
  ])('when it is one %s', async (_name, said) => {
    channel = said;
    await expect(enter()).resolves.toBeUndefined();
  });

  it('when it is a conversation with one person, whatever Slack says of it', async () => {
    channel = { is_ext_shared: true };
    await expect(enter('personal')).resolves.toBeUndefined();
  });
});

describe('what is posted to a channel would leave the organisation', () => {
  it.each([
    ['that is shared by Slack Connect', { is_ext_shared: true, is_shared: true, is_org_shared: false }],
    ['of which only one mark says so', { is_ext_shared: true }],
    ['that is shared with both', { is_ext_shared: true, is_shared: true, is_org_shared: true }],
    ['that is shared, nobody knows with whom', { is_ext_shared: false, is_shared: true }],
    ['of which Slack does not say', {}],
    ['of which Slack says what nobody understands', { is_ext_shared: 'no' }],
    ['that the answer leaves out', undefined],
  ])('when it is one %s', async (_name, said) => {
    channel = said;
    await expect(enter()).rejects.toMatchObject({ code: 'external_place' });
  });
});
