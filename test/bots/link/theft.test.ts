import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ChatUser } from '../../../core/turn.js';
import { codeOn, openBrowser, signIn, signInUntilCallback } from '../../core/roles/stand-ins/browser.js';
import {
  ADMIN,
  ana,
  type LinkWorld,
  mallory,
  MINUTE,
  startLinkWorld,
  TENANT,
  turnOf,
} from '../../core/roles/stand-ins/link-world.js';

const OTHER_TENANT = '99999999-9999-4999-8999-999999999999';
const UNKNOWN = 'bbbbbbbb-0000-4000-8000-00000000000b';

let world: LinkWorld;
beforeEach(async () => {
  world = await startLinkWorld();
});
afterEach(() => world.close());

const linkOf = async (user: ChatUser = mallory) => (await world.linking.ask(turnOf(user))).url;
const linked = async () => (await world.store.db.selectFrom('links').selectAll().execute()).length;

describe('a link that was sent on to an admin', () => {
  it('tells the admin whose account would be theirs, before and after signing in', async () => {
    const link = await linkOf();
    const admin = openBrowser();
    const before = await admin.get(link);
    const after = await signIn(admin, link);
    for (const page of [before, after]) {
      expect(page.text).toContain('Mallory &lt;b&gt;');
      expect(page.text).toContain('UMALLORY');
      expect(page.text).toContain('T1');
    }
    expect(after.text).toContain('Ada Admin');
  });

  it('gives its sender nothing without the code that only the admin saw', async () => {
    const code = codeOn(await signIn(openBrowser(), await linkOf()));
    for (const guess of ['', 'link', code.slice(0, 5), `${code}0`]) await world.linking.complete(mallory, guess);
    expect(await linked()).toBe(0);
  });

  it('gives the admin nothing by typing the code into their own chat', async () => {
    const code = codeOn(await signIn(openBrowser(), await linkOf()));
    expect(await world.linking.complete(ana, code)).toEqual({ ok: false, reason: 'othersCode' });
    expect(await world.linking.complete(mallory, code)).toEqual({ ok: false, reason: 'noneOpen' });
    expect(await linked()).toBe(0);
  });

  it('shows its sender no code when they open it after the admin signed in', async () => {
    const link = await linkOf();
    await signIn(openBrowser(), link);
    const sender = await openBrowser().get(link);
    expect(sender.status).toBe(410);
    expect(sender.text).not.toMatch(/link \d{6}/);
    expect(await openBrowser().press(link)).toMatchObject({ status: 410, location: undefined });
  });

  it('does not start a sign-in from a page of somebody else', async () => {
    const link = await linkOf();
    for (const site of ['cross-site', 'same-site', 'none']) {
      const page = await openBrowser().press(link, { 'sec-fetch-site': site });
      expect(page).toMatchObject({ status: 403, location: undefined });
    }
    const older = await fetch(link, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      redirect: 'manual',
    });
    expect(older.status).toBe(403);
  });
});

describe.each([
  ['Slack', mallory],
  [
    'Teams of another tenant',
    { ...mallory, platform: 'teams' as const, tenant: OTHER_TENANT, user: '77777777-7777-4777-8777-777777777777' },
  ],
])('somebody in %s who sent their link to an admin', (_where, sender) => {
  const OWN: ChatUser = {
    platform: 'teams',
    tenant: TENANT,
    user: ADMIN,
    standing: 'member',
  };

  it('has nothing of it, whatever they open and type afterwards', async () => {
    const link = await linkOf(sender);
    const code = codeOn(await signIn(openBrowser(), link));
    const wrong = code === '000000' ? '000001' : '000000';
    await openBrowser().get(link);
    await openBrowser().press(link);
    for (const guess of ['', wrong, code.slice(1), wrong, code]) await world.linking.complete(sender, guess);
    expect(await linked()).toBe(0);
    expect(await world.people.personOf(sender)).toBeUndefined();
  });

  it('has nothing of it when the admin types the code into a chat of their own', async () => {
    const code = codeOn(await signIn(openBrowser(), await linkOf(sender)));
    expect(await world.linking.complete(OWN, code)).toEqual({
      ok: false,
      reason: 'othersCode',
      other: { platform: sender.platform, userName: 'Mallory <b>' },
    });
    expect(await world.linking.complete(sender, code)).toMatchObject({ ok: false, reason: 'noneOpen' });
    expect(await linked()).toBe(0);
  });

  it('has nothing of it when the admin signed in in two browsers', async () => {
    const link = await linkOf(sender);
    const [one, other] = [openBrowser(), openBrowser()];
    const first = await signInUntilCallback(one, link);
    const second = await signInUntilCallback(other, link);
    for (const [browser, callback] of [
      [one, first],
      [one, second],
      [other, first],
    ] as const)
      expect((await browser.get(callback)).text).not.toMatch(/link \d{6}/);
    expect((await other.get(second)).text).toMatch(/link \d{6}/);
    expect(await linked()).toBe(0);
  });

  it('has nothing of it ten minutes later', async () => {
    const code = codeOn(await signIn(openBrowser(), await linkOf(sender)));
    world.time += 10 * MINUTE;
    expect(await world.linking.complete(sender, code)).toEqual({ ok: false, reason: 'expired' });
    expect(await linked()).toBe(0);
  });

  it('leaves a trail: who asked, who signed in, and that nothing came of it', async () => {
    const code = codeOn(await signIn(openBrowser(), await linkOf(sender)));
    const wrong = code === '000000' ? '000001' : '000000';
    for (let guess = 0; guess < 3; guess += 1) await world.linking.complete(sender, wrong);
    const entries = await world.store.db.selectFrom('journal').selectAll().orderBy('seq').execute();
    const told = entries.map(({ fact, person, detailJson }) => [fact, person, JSON.parse(detailJson).reason]);
    expect(told).toEqual([
      ['link.asked', null, undefined],
      ['link.signedIn', ADMIN, undefined],
      ['link.refused', ADMIN, 'wrongCode'],
      ['link.refused', ADMIN, 'wrongCode'],
      ['link.refused', ADMIN, 'tooManyTries'],
    ]);
    for (const { platform, detailJson } of entries) {
      expect(platform).toBe(sender.platform);
      expect(JSON.parse(detailJson)).toMatchObject({ tenant: sender.tenant, user: sender.user });
    }
  });
});

describe('a scanner that opens every address', () => {
  it('changes nothing by opening the link', async () => {
    const link = await linkOf(ana);
    const rows = () => world.store.db.selectFrom('linkRequests').selectAll().execute();
    const before = await rows();
    for (let visit = 0; visit < 3; visit += 1) expect((await openBrowser().get(link)).status).toBe(200);
    expect((await fetch(link, { method: 'HEAD' })).status).toBe(200);
    expect(await rows()).toEqual(before);
    expect(world.entra.authorizations).toHaveLength(0);
  });

  it('does not use up the callback by opening it first', async () => {
    const person = openBrowser();
    const callback = await signInUntilCallback(person, await linkOf(ana));
    const scanner = await openBrowser().get(callback);
    expect(scanner.status).toBe(403);
    expect(scanner.text).not.toMatch(/link \d{6}/);
    const code = codeOn(await person.get(callback));
    expect(await world.linking.complete(ana, code)).toMatchObject({ ok: true });
  });
});

describe('a callback', () => {
  it('counts once', async () => {
    const person = openBrowser();
    const callback = await signInUntilCallback(person, await linkOf(ana));
    const code = codeOn(await person.get(callback));
    const replayed = await person.get(callback);
    expect(replayed.status).toBe(403);
    expect(replayed.text).not.toContain(code);
    expect(world.entra.tokenRequests).toHaveLength(1);
  });

  it('counts once when it arrives several times at the same moment', async () => {
    const person = openBrowser();
    const callback = await signInUntilCallback(person, await linkOf(ana));
    const pages = await Promise.all([1, 2, 3, 4].map(() => person.get(callback)));
    expect(pages.filter((page) => page.status === 200)).toHaveLength(1);
    expect(world.entra.tokenRequests).toHaveLength(1);
  });

  it('does not count in another browser than the one that pressed the button', async () => {
    const callback = await signInUntilCallback(openBrowser(), await linkOf(ana));
    const other = openBrowser();
    await signInUntilCallback(other, await linkOf(mallory));
    expect((await other.get(callback)).status).toBe(403);
  });

  it.each([
    ['of an unknown state', (url: URL) => url.searchParams.set('state', 'made-up')],
    ['without a state', (url: URL) => url.searchParams.delete('state')],
    ['with a made-up code', (url: URL) => url.searchParams.set('code', 'made-up')],
    ['without a code', (url: URL) => url.searchParams.delete('code')],
  ])('%s leads to no code', async (_what, change) => {
    const person = openBrowser();
    const callback = new URL(await signInUntilCallback(person, await linkOf(ana)));
    change(callback);
    const page = await person.get(callback.href);
    expect(page.status).toBe(403);
    expect(page.text).not.toMatch(/link \d{6}/);
  });

  it('that comes after ten minutes leads to no code', async () => {
    const person = openBrowser();
    const callback = await signInUntilCallback(person, await linkOf(ana));
    world.time += 10 * MINUTE;
    expect((await person.get(callback)).status).toBe(403);
  });

  it('of a sign-in that was begun anew leads to no code', async () => {
    const person = openBrowser();
    const link = await linkOf(ana);
    const earlier = await signInUntilCallback(person, link);
    const later = await signInUntilCallback(person, link);
    expect((await person.get(earlier)).status).toBe(403);
    expect((await person.get(later)).status).toBe(200);
  });
});

describe('somebody who may not be linked gets no code:', () => {
  it.each([
    ['an account of another tenant', { oid: ADMIN, tid: OTHER_TENANT }, 'another organization'],
    ['an account without an object id', {}, 'failed'],
    ['a token of another issuer', { oid: ADMIN, iss: 'https://login.evil.example/v2.0' }, 'failed'],
    ['a token for another app', { oid: ADMIN, aud: UNKNOWN }, 'failed'],
    ['a token of another sign-in', { oid: ADMIN, nonce: 'other' }, 'failed'],
    ['an account that the directory does not know', { oid: UNKNOWN }, 'unknown'],
    ['somebody who pressed Cancel', { error: 'access_denied' }, 'did not sign in'],
    ['somebody whom Microsoft refuses', { error: 'interaction_required' }, 'failed'],
  ])('%s', async (_who, signsIn, said) => {
    world.entra.signsIn = signsIn;
    const page = await signIn(openBrowser(), await linkOf());
    expect(page.status).toBe(403);
    expect(page.text).toContain(said);
    expect(page.text).not.toMatch(/link \d{6}/);
  });

  it.each([
    ['a guest', { userType: 'Guest' as const }],
    ['an account that is switched off', { accountEnabled: false }],
  ])('%s', async (_who, facts) => {
    world.graph.users.set(ADMIN, { id: ADMIN, displayName: 'Ada', ...facts });
    const page = await signIn(openBrowser(), await linkOf());
    expect(page.status).toBe(403);
    expect(page.text).not.toMatch(/link \d{6}/);
    expect(await world.facts()).toContain('link.refused');
  });

  it('a token that another key signed', async () => {
    world.entra.forged = true;
    expect((await signIn(openBrowser(), await linkOf())).status).toBe(403);
  });

  it('and the link is still good for the right account', async () => {
    const link = await linkOf(ana);
    const person = openBrowser();
    world.entra.signsIn = { oid: ADMIN, tid: OTHER_TENANT };
    await signIn(person, link);
    world.entra.signsIn = { oid: ADMIN };
    expect((await signIn(person, link)).status).toBe(200);
  });
});

describe('a link that is over', () => {
  it('by its age says so and starts nothing', async () => {
    const link = await linkOf(ana);
    world.time += 10 * MINUTE;
    expect((await openBrowser().get(link)).status).toBe(410);
    expect((await openBrowser().press(link)).status).toBe(410);
    expect(world.entra.authorizations).toHaveLength(0);
  });

  it('by a newer one says so', async () => {
    const older = await linkOf(ana);
    const newer = await linkOf(ana);
    expect((await openBrowser().get(older)).status).toBe(410);
    expect((await openBrowser().get(newer)).status).toBe(200);
  });
});
