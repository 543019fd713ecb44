import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { describeStores } from '../store/stores.js';
import { openBrowser } from './stand-ins/browser.js';
import { signInAs } from './stand-ins/steps.js';
import { ADMIN, ana, type LinkWorld, mallory, MINUTE, startLinkWorld, TENANT, turnOf } from './stand-ins/link-world.js';

/** Another code than the right one. */
const wrongOf = (code: string) => (code === '000000' ? '000001' : '000000');

describeStores('linking', (home) => {
  let world: LinkWorld;
  beforeEach(async () => {
    world = await startLinkWorld(await home.open());
  });
  afterEach(() => world.close());

  describe('a link', () => {
    it('is made by asking, signing in and typing the code, and gives back the turn that led there', async () => {
      const code = await signInAs(world, ana);
      expect(await world.linking.complete(ana, code)).toEqual({
        ok: true,
        person: ADMIN,
        name: 'Ada Admin',
        turn: turnOf(ana),
      });
      expect(await world.people.personOf(ana)).toEqual({ id: ADMIN, via: 'signIn' });
      expect(await world.facts()).toEqual(['link.asked', 'link.signedIn', 'link.completed']);
    });

    it('is not made before the code was typed', async () => {
      await signInAs(world, ana);
      expect(await world.people.personOf(ana)).toBeUndefined();
    });

    it('is made however the digits were typed', async () => {
      const code = await signInAs(world, ana);
      const wide = code.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
      expect(await world.linking.complete(ana, `${wide.slice(0, 3)} ${wide.slice(3)} `)).toMatchObject({ ok: true });
    });

    it('is made once, however often the code arrives at the same moment', async () => {
      const code = await signInAs(world, ana);
      const outcomes = await Promise.all([1, 2, 3].map(() => world.linking.complete(ana, code)));
      expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
      expect(await world.facts()).toEqual(['link.asked', 'link.signedIn', 'link.completed']);
    });

    it('that exists is not made again', async () => {
      await world.linking.complete(ana, await signInAs(world, ana));
      expect(await world.linking.complete(ana, '123456')).toEqual({ ok: false, reason: 'alreadyLinked' });
    });
  });

  describe('the code', () => {
    it.each([
      ['another member of the workspace', mallory],
      ['the same id in another workspace', { ...ana, tenant: 'T2' }],
      ['the same id in the other chat', { ...ana, platform: 'teams' as const }],
    ])('is void once %s has typed it: it was seen where it should not be', async (_who, other) => {
      const code = await signInAs(world, ana);
      expect(await world.linking.complete(other, code)).toEqual({ ok: false, reason: 'othersCode' });
      expect(await world.linking.complete(other, code)).toEqual({ ok: false, reason: 'noneOpen' });
      expect(await world.linking.complete(ana, code)).toEqual({ ok: false, reason: 'noneOpen' });
      expect(await world.store.db.selectFrom('links').selectAll().execute()).toEqual([]);
      expect(await world.facts()).toEqual(['link.asked', 'link.signedIn', 'link.refused']);
    });

    it('typed wrong by others is as good as before', async () => {
      const code = await signInAs(world, ana);
      for (let guess = 0; guess < 5; guess += 1)
        expect(await world.linking.complete(mallory, wrongOf(code))).toEqual({ ok: false, reason: 'noneOpen' });
      expect(await world.linking.complete(ana, code)).toMatchObject({ ok: true });
    });

    it('can be guessed nine times a day, however many people sign in for it', async () => {
      for (let round = 0; round < 3; round += 1) {
        const wrong = wrongOf(await signInAs(world, mallory));
        for (let guess = 0; guess < 3; guess += 1) await world.linking.complete(mallory, wrong);
      }
      const right = await signInAs(world, mallory);
      expect(await world.linking.complete(mallory, right)).toEqual({ ok: false, reason: 'tooManyToday' });
      world.time += 24 * 60 * MINUTE;
      expect(await world.linking.complete(mallory, await signInAs(world, mallory))).toMatchObject({ ok: true });
    });

    it.each([
      ['is switched off', { accountEnabled: false }, 'disabled'],
      ['has become a guest', { userType: 'Guest' as const }, 'guest'],
    ])('links nobody whose account %s after they signed in', async (_what, facts, reason) => {
      const code = await signInAs(world, ana);
      world.graph.users.set(ADMIN, { id: ADMIN, displayName: 'Ada', ...facts });
      expect(await world.linking.complete(ana, code)).toEqual({ ok: false, reason });
      expect(await world.people.personOf(ana)).toBeUndefined();
      expect(await world.facts()).toEqual(['link.asked', 'link.signedIn', 'link.refused']);
    });

    it('links nobody whom the directory has forgotten', async () => {
      const code = await signInAs(world, ana);
      world.graph.users.delete(ADMIN);
      expect(await world.linking.complete(ana, code)).toEqual({ ok: false, reason: 'unknownPerson' });
    });

    it('costs no try while the directory cannot tell', async () => {
      const code = await signInAs(world, ana);
      world.graph.fault = (_request, response) => {
        response.writeHead(503).end();
        return true;
      };
      for (let time = 0; time < 4; time += 1)
        await expect(world.linking.complete(ana, code)).rejects.toThrow('unavailable');
      world.graph.fault = undefined;
      expect(await world.linking.complete(ana, code)).toMatchObject({ ok: true });
    });

    it('may be mistyped twice, and is void the third time', async () => {
      const code = await signInAs(world, ana);
      const wrong = wrongOf(code);
      expect(await world.linking.complete(ana, wrong)).toEqual({ ok: false, reason: 'wrongCode', triesLeft: 2 });
      expect(await world.linking.complete(ana, wrong)).toEqual({ ok: false, reason: 'wrongCode', triesLeft: 1 });
      expect(await world.linking.complete(ana, wrong)).toEqual({ ok: false, reason: 'tooManyTries' });
      expect(await world.linking.complete(ana, code)).toMatchObject({ ok: false });
      expect(await world.facts()).toContain('link.refused');
    });

    it('cannot be guessed more often by guessing all at once', async () => {
      const code = await signInAs(world, ana);
      const guesses = await Promise.all(Array.from({ length: 10 }, () => world.linking.complete(ana, wrongOf(code))));
      expect(guesses.filter((guess) => !guess.ok && guess.reason === 'wrongCode')).toHaveLength(2);
      expect(await world.linking.complete(ana, code)).toMatchObject({ ok: false });
    });

    it('is good for ten minutes after the sign-in', async () => {
      world.time += 9 * MINUTE;
      const early = await signInAs(world, ana);
      world.time += 10 * MINUTE - 1;
      expect(await world.linking.complete(ana, early)).toMatchObject({ ok: true });
      const late = await signInAs(world, mallory);
      world.time += 10 * MINUTE;
      expect(await world.linking.complete(mallory, late)).toEqual({ ok: false, reason: 'expired' });
    });

    it('of an earlier sign-in is void after a later one', async () => {
      const first = await signInAs(world, ana);
      const second = await signInAs(world, ana);
      if (first !== second)
        expect(await world.linking.complete(ana, first)).toMatchObject({ ok: false, reason: 'wrongCode' });
      expect(await world.linking.complete(ana, second)).toMatchObject({ ok: true });
    });

    it('outlives a new link that was only asked for', async () => {
      const code = await signInAs(world, ana);
      await world.linking.ask(turnOf(ana, 'fabrikam'));
      expect(await world.linking.complete(ana, code)).toMatchObject({ ok: true, turn: turnOf(ana) });
    });
  });

  describe('what is stored', () => {
    it('holds neither the token, nor the code, nor the turn, nor the sign-in in clear', async () => {
      const { url } = await world.linking.ask(turnOf(ana, 'a-secret-customer'));
      const browser = openBrowser();
      await browser.press(url);
      const begun = JSON.stringify(await world.store.db.selectFrom('linkRequests').selectAll().execute());
      const code = await signInAs(world, mallory);
      const all = begun + JSON.stringify(await world.store.db.selectFrom('linkRequests').selectAll().execute());
      expect(all).not.toContain(url.split('/').at(-1));
      expect(all).not.toContain('a-secret-customer');
      expect(all).not.toMatch(/verifier|nonce/);
      expect(all).not.toMatch(new RegExp(`"${code}"`));
    });
  });

  describe('a person', () => {
    it('is whom the configuration says', async () => {
      const listed = { ...ana, user: 'ULISTED' };
      expect(await world.people.personOf(listed)).toEqual({ id: ADMIN, via: 'configuration' });
      expect(await world.people.chatUsersOf(ADMIN)).toEqual([{ platform: 'slack', tenant: 'T1', user: 'ULISTED' }]);
    });

    it('is not told what is for somebody else, once the configuration says who they are', async () => {
      const listed = { ...ana, user: 'ULISTED' };
      const row = { id: 'l1', platform: 'slack', tenant: 'T1', chatUser: 'ULISTED', person: 'somebody-else' };
      await world.store.db
        .insertInto('links')
        .values({ ...row, personName: 'Else', via: 'signIn', searched: '', linkedAt: 1 })
        .execute();
      expect(await world.people.personOf(listed)).toEqual({ id: ADMIN, via: 'configuration' });
      expect(await world.people.chatUsersOf('somebody-else')).toEqual([]);
    });

    it('is implied by Teams only for members of the partner tenant', async () => {
      const own = {
        platform: 'teams' as const,
        tenant: TENANT.toUpperCase(),
        user: ADMIN.toUpperCase(),
        standing: 'member' as const,
      };
      expect(await world.people.personOf(own)).toEqual({ id: ADMIN, via: 'tenant' });
      expect(await world.people.personOf({ ...own, standing: 'guest' })).toBeUndefined();
      expect(await world.people.personOf({ ...own, tenant: ADMIN })).toBeUndefined();
    });

    it('stops being linked within a minute after the link was removed', async () => {
      await world.linking.complete(ana, await signInAs(world, ana));
      expect(await world.people.personOf(ana)).toBeDefined();
      await world.store.db.deleteFrom('links').execute();
      world.time += MINUTE;
      expect(await world.people.personOf(ana)).toBeUndefined();
    });

    it('stops being linked at once where something is to be written', async () => {
      await world.linking.complete(ana, await signInAs(world, ana));
      expect(await world.people.personOf(ana)).toBeDefined();
      await world.store.db.deleteFrom('links').execute();
      expect(await world.people.personOf(ana, { fresh: true })).toBeUndefined();
    });

    it('is not "unknown" when the store cannot tell', async () => {
      await world.store.db.schema.dropTable('links').execute();
      await expect(world.people.personOf(ana)).rejects.toThrow();
    });
  });
});
