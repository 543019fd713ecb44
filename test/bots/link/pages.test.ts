import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { browserCookie } from '../../../bots/link/cookie.js';
import { codeOn, openBrowser, signIn } from '../../core/roles/stand-ins/browser.js';
import { ana, type LinkWorld, startLinkWorld, turnOf } from '../../core/roles/stand-ins/link-world.js';

let world: LinkWorld;
beforeEach(async () => {
  world = await startLinkWorld();
});
afterEach(() => world.close());

const linkOf = async () => (await world.linking.ask(turnOf(ana))).url;

describe('the sign-in', () => {
  it('asks with PKCE, state, nonce and a choice of accounts, for as little as possible', async () => {
    await signIn(openBrowser(), await linkOf());
    const asked = Object.fromEntries(world.entra.authorizations[0] ?? []);
    expect(asked).toMatchObject({
      response_type: 'code',
      scope: 'openid profile',
      code_challenge_method: 'S256',
      prompt: 'select_account',
      redirect_uri: `${world.url}/link/callback`,
      state: expect.stringMatching(/.{40}/),
      nonce: expect.stringMatching(/.{40}/),
    });
  });

  it('that Microsoft cannot serve now can be tried again', async () => {
    const link = await linkOf();
    world.entra.down = true;
    expect((await openBrowser().press(link)).status).toBe(503);
    world.entra.down = false;
    expect((await signIn(openBrowser(), link)).status).toBe(200);
  });

  it.each(['token_endpoint', 'authorization_endpoint', 'jwks_uri'])(
    'sends nothing to a %s outside the login service',
    async (endpoint) => {
      world.entra.discovery = { [endpoint]: 'http://127.0.0.1:9/elsewhere' };
      const link = await linkOf();
      const begun = await openBrowser().press(link);
      expect(begun.location ?? '').not.toContain('elsewhere');
      const page = begun.location ? await signIn(openBrowser(), link) : begun;
      expect([403, 503]).toContain(page.status);
      expect(page.text).not.toMatch(/link \d{6}/);
    },
  );

  it('while the directory does not answer leads to no code', async () => {
    world.graph.fault = (_request, response) => {
      response.writeHead(503).end();
      return true;
    };
    expect((await signIn(openBrowser(), await linkOf())).status).toBe(503);
  });
});

describe('every page', () => {
  it('is kept from caches, frames, scripts and the next site', async () => {
    const link = await linkOf();
    const pages = [
      await openBrowser().get(link),
      await signIn(openBrowser(), link),
      await openBrowser().get(`${world.url}/link/x`),
    ];
    for (const { headers, text } of pages) {
      const policy = headers.get('content-security-policy') ?? '';
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain(`form-action 'self' ${world.entra.url}`);
      expect(text).not.toContain('<script');
      const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '';
      expect(policy).toContain(createHash('sha256').update(style).digest('base64'));
    }
  });

  it('and the log leave the link, the code and the sign-in unmentioned', async () => {
    const link = await linkOf();
    const page = await signIn(openBrowser(), link);
    world.entra.down = true;
    await openBrowser().press(await linkOf());
    const logs = world.logged.join('\n');
    for (const secret of [link.split('/').at(-1) ?? '', codeOn(page), 'client-secret-value', 'graph-token'])
      expect(logs).not.toContain(secret);
  });

  it.each([
    ['GET', '/link/short', 404],
    ['GET', `/link/${'a'.repeat(43)}`, 404],
    ['POST', `/link/${'a'.repeat(43)}`, 404],
    ['DELETE', `/link/${'a'.repeat(43)}`, 405],
    ['POST', '/link/callback', 405],
    ['GET', '/link/callback', 403],
    ['GET', '/link/%00', 404],
    ['GET', '/linked', 404],
  ])('%s %s is answered with %i', async (method, path, status) => {
    const response = await fetch(world.url + path, { method, redirect: 'manual' });
    expect(response.status).toBe(status);
    if (status === 404 && path === '/linked') expect(await response.text()).toBe('not a link page');
  });
});

describe('the cookie', () => {
  it('is out of reach of scripts, neighbours and plain http', () => {
    const cookie = browserCookie('https://desk.example.com/path', 'link');
    expect(cookie.set('secret')).toMatch(/^__Host-partnerdesk-link=secret; .*Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    expect(cookie.read('a=b; __Host-partnerdesk-link=secret; c=d')).toBe('secret');
    expect(cookie.read('partnerdesk-link=forged')).toBeUndefined();
  });
});
