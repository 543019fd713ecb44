import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createStateSigner } from '../../../../bots/slack/installations/state.js';
import { nordicsTeam, partnerTeam } from '../../../../sandbox/slack/team.js';
import { createBrowser } from './browser.js';
import { CLIENT_SECRET, type ManyBench, openManyBench, sofia } from './many-bench.js';

jest.setTimeout(30_000);

let bench: ManyBench;
beforeEach(async () => {
  bench = await openManyBench();
});
afterEach(() => bench.close());

const read = (key = partnerTeam.id) => bench.installations.read('slack', key);
const refused = (reason: string) => bench.metric('partnerdesk_refused_requests_total', { platform: 'slack', reason });
/** How often Slack was asked what a code is good for, and said that it is none. */
const exchanges = () =>
  bench.metric('partnerdesk_outward_calls_total', { operation: 'oauth.v2.access', outcome: 'refused' });

describe('installing in a workspace', () => {
  it('asks Slack for the scopes of the manifest and leads back to the desk', async () => {
    const { status, location } = await createBrowser().visit(`${bench.botUrl}/slack/install`);
    const asked = new URL(location);
    expect(status).toBe(302);
    expect(asked.pathname).toBe('/slack/oauth/v2/authorize');
    expect(asked.searchParams.get('redirect_uri')).toBe(`${bench.botUrl}/slack/oauth_redirect`);
    expect(asked.searchParams.get('scope')?.split(',')).toEqual(expect.arrayContaining(['commands', 'chat:write']));
  });

  it('stores what was granted, tells so, and serves the workspace at once', async () => {
    const page = await createBrowser().install(bench.botUrl, partnerTeam.id);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Northwind Partner Services');
    expect(await read()).toMatchObject({
      kind: 'workspace',
      botUser: partnerTeam.botUser,
      app: 'A0PARTNERDSK',
      state: 'active',
      grant: { bot: partnerTeam.bot },
    });
    const slack = bench.cloud.at(partnerTeam.id);
    await slack.act(sofia, { type: 'say', channel: 'C0CUSTOMERS', text: '/partnerdesk help' });
    expect(slack.scene(sofia).clientError).toBeUndefined();
    expect(bench.turns).toMatchObject([{ user: { tenant: partnerTeam.id, standing: 'member' } }]);
  });

  it('is journalled with who did it, and without a token', async () => {
    await createBrowser().install(bench.botUrl, partnerTeam.id);
    const [entry] = await bench.journal('installation.added');
    expect(entry).toMatchObject({ platform: 'slack', detail: { installation: partnerTeam.id, by: sofia.slackUser } });
    expect(JSON.stringify(entry)).not.toContain('xox');
  });

  it('leaves tokens neither readable in the store nor in the log', async () => {
    await createBrowser().install(bench.botUrl, partnerTeam.id);
    const rows = await bench.store.db.selectFrom('installations').selectAll().execute();
    expect(rows).toHaveLength(1);
    const written = JSON.stringify(rows) + bench.logged.join('');
    for (const secret of ['xoxe', 'xoxb', CLIENT_SECRET]) expect(written).not.toContain(secret);
  });

  it('binds what is sealed to its row', async () => {
    await createBrowser().install(bench.botUrl, partnerTeam.id);
    await bench.store.db.updateTable('installations').set({ key: nordicsTeam.id }).execute();
    await expect(read(nordicsTeam.id)).rejects.toThrow('belongs to another row');
  });

  it('done once more takes the place of the one before', async () => {
    await createBrowser().install(bench.botUrl, partnerTeam.id);
    const before = await read();
    await createBrowser().install(bench.botUrl, partnerTeam.id);
    const after = await read();
    expect(after?.version).toBeGreaterThan(before?.version ?? 0);
    expect(after?.grant).not.toEqual(before?.grant);
  });

  it('is still there after a restart', async () => {
    await createBrowser().install(bench.botUrl, partnerTeam.id);
    await bench.restart();
    await bench.cloud.at(partnerTeam.id).act(sofia, { type: 'say', channel: 'C0CUSTOMERS', text: '/partnerdesk help' });
    expect(bench.turns).toHaveLength(1);
  });

  it('survives a restart in its midst', async () => {
    const browser = createBrowser();
    const back = await browser.authorize(bench.botUrl, partnerTeam.id);
    await bench.restart();
    expect((await browser.visit(back)).status).toBe(200);
  });
});

describe('an install that is not finished as it began', () => {
  it('is nothing when the administrator cancels', async () => {
    const browser = createBrowser();
    const page = await browser.visit(await browser.authorize(bench.botUrl, partnerTeam.id, 'cancel'));
    expect([page.status, await read()]).toEqual([403, undefined]);
    expect(page.text).toContain('Nothing was installed');
  });

  it('is refused the second time', async () => {
    const browser = createBrowser();
    const back = await browser.authorize(bench.botUrl, partnerTeam.id);
    expect((await browser.visit(back)).status).toBe(200);
    expect((await browser.visit(back)).status).toBe(403);
    expect(await refused('state')).toBe(1);
  });

  it('counts once, however many tabs come back at the same time', async () => {
    const browser = createBrowser();
    const back = await browser.authorize(bench.botUrl, partnerTeam.id);
    const pages = await Promise.all(Array.from({ length: 8 }, () => browser.visit(back)));
    expect(pages.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await bench.journal('installation.added')).toHaveLength(1);
  });

  it('is refused in another browser, and goes on in its own', async () => {
    const [own, other] = [createBrowser(), createBrowser()];
    const back = await own.authorize(bench.botUrl, partnerTeam.id);
    await other.visit(`${bench.botUrl}/slack/install`);
    expect((await other.visit(back)).status).toBe(403);
    expect((await createBrowser().visit(back)).status).toBe(403);
    expect(await refused('browser')).toBe(2);
    expect(await read()).toBeUndefined();
    expect((await own.visit(back)).status).toBe(200);
  });

  it('is refused after ten minutes', async () => {
    const browser = createBrowser();
    const back = await browser.authorize(bench.botUrl, partnerTeam.id);
    bench.pass(10 * 60_000);
    expect((await browser.visit(back)).status).toBe(403);
    expect(await read()).toBeUndefined();
  });

  it.each([
    ['absent', () => ''],
    ['made up', () => 'x'.repeat(43)],
    ['signed with another secret', () => createStateSigner('another secret altogether', Date.now).make('browser')],
    ['signed for another random', (state: string) => state.replace(/^[^.]+/u, 'A'.repeat(22))],
    ['made to last longer', (state: string) => state.replace(/\.\d+\./u, `.${Date.now() + 10_000_000}.`)],
    ['signed for another browser', (state: string) => state.replace(/\.[\w-]{43}\./u, `.${'A'.repeat(43)}.`)],
    ['longer than any of ours', (state: string) => `${state}.${'A'.repeat(5_000)}`],
  ])('is refused when its state is %s', async (_what, forge) => {
    const browser = createBrowser();
    const back = new URL(await browser.authorize(bench.botUrl, partnerTeam.id));
    back.searchParams.set('state', forge(back.searchParams.get('state') ?? ''));
    expect((await browser.visit(back.href)).status).toBe(403);
    expect(await refused('state')).toBe(1);
    expect(await read()).toBeUndefined();
  });

  it('is refused when the code is none of Slack', async () => {
    const browser = createBrowser();
    const back = new URL(await browser.authorize(bench.botUrl, partnerTeam.id));
    back.searchParams.set('code', 'made-up');
    const page = await browser.visit(back.href);
    expect([page.status, await read()]).toEqual([403, undefined]);
  });

  it('is refused, and says so in the log, when the token that came does not work', async () => {
    const browser = createBrowser();
    const back = await browser.authorize(bench.botUrl, partnerTeam.id);
    bench.cloud.at(partnerTeam.id).fault({ method: 'auth.test', status: 500 });
    expect((await browser.visit(back)).status).toBe(503);
    expect(await read()).toBeUndefined();
    expect(bench.logged.join('')).toContain('the app could not be installed');
  });

  it('is refused when it comes with what is no code at all, and Slack is not asked', async () => {
    const browser = createBrowser();
    const back = new URL(await browser.authorize(bench.botUrl, partnerTeam.id));
    back.searchParams.set('code', '<script>');
    expect((await browser.visit(back.href)).status).toBe(403);
    expect([await refused('code'), await exchanges()]).toEqual([1, 0]);
  });
});

describe('somebody who floods the pages of installs', () => {
  it('writes nothing by beginning, and keeps nobody from installing', async () => {
    for (let count = 0; count < 50; count += 1) await createBrowser().visit(`${bench.botUrl}/slack/install`);
    expect(await bench.store.db.selectFrom('installStates').selectAll().execute()).toEqual([]);
    expect((await createBrowser().install(bench.botUrl, partnerTeam.id)).status).toBe(200);
  });

  const madeUp = async (headers: Record<string, string>) => {
    const { location, cookie } = await begin();
    const state = new URL(location).searchParams.get('state') ?? '';
    const back = `${bench.botUrl}/slack/oauth_redirect?code=made-up&state=${state}`;
    return (await fetch(back, { headers: { cookie, ...headers } })).status;
  };
  async function begin() {
    const response = await fetch(`${bench.botUrl}/slack/install`, { redirect: 'manual' });
    const cookie = response.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    return { location: response.headers.get('location') ?? '', cookie };
  }

  it('with made-up codes is asked to wait, and others are not', async () => {
    const statuses: number[] = [];
    // What a client writes in front of its own address makes it nobody else.
    for (let count = 0; count < 12; count += 1)
      statuses.push(await madeUp({ 'x-forwarded-for': `203.0.113.${count}, 198.51.100.7` }));
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 403), 429, 429]);
    expect([await refused('tooMany'), await exchanges()]).toEqual([2, 10]);
    expect(await madeUp({ 'x-forwarded-for': '198.51.100.8' })).toBe(403);
    expect((await createBrowser().install(bench.botUrl, partnerTeam.id)).status).toBe(200);
    bench.pass(10 * 60_000);
    expect(await madeUp({ 'x-forwarded-for': '198.51.100.7' })).toBe(403);
  });

  it('from everywhere at once does not make the desk use up what Slack grants for renewals', async () => {
    for (let count = 0; count < 210; count += 1) await madeUp({ 'x-forwarded-for': `2001:db8:0:${count}::1` });
    expect(await exchanges()).toBe(200);
  });
});

describe('the pages of an install', () => {
  it('are stored by nobody, framed by nobody, and tell the next site nothing', async () => {
    const response = await fetch(`${bench.botUrl}/slack/oauth_redirect`);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("form-action 'none'"),
    });
  });

  it('show the name of a workspace as a text', async () => {
    const team = bench.cloud.at(partnerTeam.id).workspace.team;
    const { name } = team;
    team.name = '<img src=x onerror=alert(1)>';
    const page = await createBrowser().install(bench.botUrl, partnerTeam.id);
    team.name = name;
    expect(page.text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page.text).not.toContain('<img');
  });
});
