import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSlackCloud, type SlackCloud } from '../../../sandbox/slack/cloud.js';
import { nordicsTeam, partnerTeam } from '../../../sandbox/slack/team.js';
import { characters, nordics } from '../../../sandbox/stand-in.js';

const app = { client_id: '1.2', client_secret: 'client-secret' };
const redirect_uri = 'http://127.0.0.1:9/slack/oauth_redirect';

let now: number;
let cloud: SlackCloud;
let origin: string;
let heard: string[];
let servers: http.Server[];

beforeEach(async () => {
  now = 1_800_000_000_000;
  heard = [];
  servers = [];
  const listen = async (handle: http.RequestListener): Promise<string> => {
    const server = http.createServer(handle).listen(0, '127.0.0.1');
    servers.push(server);
    await new Promise((resolve) => server.once('listening', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const hear = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    heard.push((JSON.parse(body) as { event: { type: string } }).event.type);
    response.end();
  };
  const botUrl = await listen((request, response) => void hear(request, response));
  origin = await listen((request, response) => void cloud.handle(request, response));
  cloud = createSlackCloud({
    baseUrl: origin,
    botUrl,
    publicUrl: 'http://127.0.0.1:9',
    signingSecret: 's',
    clientId: app.client_id,
    clientSecret: app.client_secret,
    rotate: true,
    workspaces: [
      { team: partnerTeam, characters },
      { team: nordicsTeam, characters: nordics },
    ],
    now: () => now,
  });
});
afterEach(async () => {
  cloud.close();
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function call(method: string, args: Record<string, string>, token?: string) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const body = new URLSearchParams(args);
  const response = await fetch(`${origin}/slack/api/${method}`, { method: 'POST', headers, body });
  return (await response.json()) as Record<string, string>;
}

async function answer(fields: Record<string, string>) {
  const body = new URLSearchParams({ client_id: app.client_id, redirect_uri, state: 'x', answer: 'allow', ...fields });
  const address = `${origin}/slack/oauth/v2/authorize`;
  const response = await fetch(address, { method: 'POST', body, redirect: 'manual' });
  return { status: response.status, location: response.headers.get('location') ?? '' };
}

async function install(home = nordicsTeam.id) {
  const code = new URL((await answer({ home })).location).searchParams.get('code') ?? '';
  return call('oauth.v2.access', { ...app, code, redirect_uri });
}

describe('the page that asks for an install', () => {
  it.each([
    ['of an unknown app', { client_id: '9.9' }],
    ['that leads elsewhere', { redirect_uri: 'https://evil.example/slack/oauth_redirect' }],
    ['in an unknown workspace', { home: 'T0NONE' }],
  ])('goes nowhere with one %s', async (_what, fields) => {
    expect(await answer({ home: nordicsTeam.id, ...fields })).toEqual({ status: 400, location: '' });
  });

  it('leads back with an error when it was cancelled', async () => {
    const { location } = await answer({ answer: 'cancel' });
    expect(location).toBe(`${redirect_uri}?state=x&error=access_denied`);
  });
});

describe('tokens', () => {
  it('are given once for a code, to the app alone', async () => {
    const code = new URL((await answer({ home: nordicsTeam.id })).location).searchParams.get('code') ?? '';
    const wanted = { ...app, code, redirect_uri };
    expect(await call('oauth.v2.access', { ...wanted, client_secret: 'guess' })).toMatchObject({
      error: 'bad_client_secret',
    });
    expect(await call('oauth.v2.access', wanted)).toMatchObject({ ok: true, team: { id: nordicsTeam.id } });
    expect(await call('oauth.v2.access', wanted)).toMatchObject({ error: 'invalid_code' });
  });

  it('speak for the workspace that gave them', async () => {
    const { access_token: token } = await install();
    expect(await call('auth.test', {}, token)).toMatchObject({ team_id: nordicsTeam.id, user_id: nordicsTeam.botUser });
    expect(await call('auth.test', {}, 'xoxb-made-up')).toMatchObject({ error: 'invalid_auth' });
  });

  it('end after twelve hours, and a refresh token brings new ones once', async () => {
    const { access_token: old = '', refresh_token = '' } = await install();
    const wanted = { ...app, grant_type: 'refresh_token', refresh_token };
    const renewed = await call('oauth.v2.access', wanted);
    now += 0.1 * 3_600_000;
    expect(await call('oauth.v2.access', wanted)).toMatchObject({ error: 'invalid_refresh_token' });
    now += 11.8 * 3_600_000;
    expect(await call('auth.test', {}, old)).toMatchObject({ ok: true });
    now += 0.1 * 3_600_000;
    expect(await call('auth.test', {}, old)).toMatchObject({ error: 'token_expired' });
    expect(renewed['access_token']).not.toBe(old);
  });

  it('come a second time for a moment, to whoever lost them on the way; then the oldest is over', async () => {
    const { access_token: old = '', refresh_token = '' } = await install();
    const wanted = { ...app, grant_type: 'refresh_token', refresh_token };
    const [lost, again] = [await call('oauth.v2.access', wanted), await call('oauth.v2.access', wanted)];
    expect(again).toMatchObject({ ok: true });
    for (const { access_token: token } of [lost, again])
      expect(await call('auth.test', {}, String(token))).toMatchObject({ ok: true });
    expect(await call('auth.test', {}, old)).toMatchObject({ error: 'token_revoked' });
    const next = { ...wanted, refresh_token: String(again['refresh_token']) };
    expect(await call('oauth.v2.access', next)).toMatchObject({ ok: true });
  });

  it('are over once the app is taken out, and the app hears of it', async () => {
    const { access_token: token } = await install();
    await cloud.uninstall(nordicsTeam.id);
    expect(await call('auth.test', {}, token)).toMatchObject({ error: 'token_revoked' });
    expect(heard).toEqual(['tokens_revoked', 'app_uninstalled']);
  });
});
