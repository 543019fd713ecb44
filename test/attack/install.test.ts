import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { answered, type Attack, CANARY } from './attack.js';
import { installAttacks, travelled, unlistedAttacks, visit } from './install.js';
import { command, form, request, signed } from './requests.js';
import { expectRefused, until } from './run.js';
import { ada, openTarget, sofia, type Target } from './target.js';

jest.setTimeout(30_000);

const categories: Record<string, Attack[]> = {
  'an install that nobody began like this': installAttacks,
  'a workspace that installed nothing': unlistedAttacks,
};

let target: Target;
const told: string[] = [];
const whoami = () => signed(target, form(command(target, sofia.slackUser, 'whoami')));

beforeAll(async () => {
  target = await openTarget({ installs: true });
  // What is remembered of a colleague is not what an attack writes.
  await whoami();
  await until(target, async () => (await target.count(answered('slack', 'whoami'))) === 1);
});
afterAll(() => target.close());

for (const [category, attacks] of Object.entries(categories)) {
  describe(category, () => {
    it.each(attacks)('is refused, counted, and leaves nothing: $name', async (attack) => {
      told.push(await expectRefused(target, attack));
    });
  });
}

describe('the page where installs begin', () => {
  it.each([
    ['another host', '', { host: 'evil.example' }],
    ['another host by a proxy', '', { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' }],
    ['a place to go to', '?redirect_uri=https://evil.example&next=//evil.example&return_to=https:evil.example', {}],
    ['a state of somebody else', '?state=stolen&client_id=9.9&scope=admin', {}],
    ['an address that is none', '?%ff%00&&==&state[]=1', {}],
  ])('leads to Slack, and back to the desk, whatever it is asked with: %s', async (_what, query, headers) => {
    const before = target.rows();
    // Not `fetch`, which would not send the header of another host.
    const asked = await leadTo(`/slack/install${query}`, headers);
    expect(asked.origin + asked.pathname).toBe(`${target.world.baseUrl}/slack/oauth/v2/authorize`);
    expect(asked.searchParams.get('redirect_uri')).toBe(`${target.url}/slack/oauth_redirect`);
    expect(asked.searchParams.get('client_id')).toBe('123456.654321');
    expect(asked.href).not.toMatch(/evil|stolen|admin/u);
    expect(target.rows()).toEqual(before);
  });

  it('leads nowhere when an install comes back, whatever it is told', async () => {
    const places = '&redirect_uri=https://evil.example&next=//evil.example&url=https://evil.example';
    const page = await visit(target, `/slack/oauth_redirect?state=x&code=y${places}`, { host: 'evil.example' });
    expect([page.status, page.location]).toEqual([403, '']);
    expect(page.body).not.toContain('evil.example');
  });

  it.each(['POST', 'PUT', 'HEAD'])('answers no %s', async (method) => {
    for (const path of ['/slack/install', '/slack/oauth_redirect'])
      expect((await request(target.url + path, { method })).status).toBe(404);
  });
});

describe('the suite of installs as a whole', () => {
  it('left no secret and no personal data in logs, figures and pages', async () => {
    const out = [target.log(), await target.figures()].join('\n');
    expect(target.log().length).toBeGreaterThan(1_000);
    expect(travelled.length).toBeGreaterThan(50);
    for (const secret of [...target.secrets, ...travelled]) {
      if (secret === '') continue;
      // The client's id is no secret: it stands in every link to Slack.
      if (secret !== '123456.654321') expect(out).not.toContain(secret);
      expect(told.join('\n')).not.toContain(secret);
    }
    for (const one of [...CANARY.split(' '), 'xoxe', 'xoxb', sofia.name, ada.name, '1.2.guessed', 'evil.example'])
      expect(out + told.join('\n')).not.toContain(one);
  });

  it('left the desk at work, and open to its own workspace', async () => {
    expect((await whoami()).status).toBe(200);
    await until(target, async () => (await target.count(answered('slack', 'whoami'))) === 2);
    const { cloud } = target;
    expect(cloud?.at('T0PARTNER').workspace.installed).toBe('workspace');
  });
});

async function leadTo(path: string, headers: Record<string, string>): Promise<URL> {
  const { get } = await import('node:http');
  const location = await new Promise<string | undefined>((resolve, reject) => {
    const asking = get(target.url + path, { headers, agent: false }, (response) => {
      response.resume();
      resolve(response.headers.location);
    });
    asking.once('error', reject);
  });
  return new URL(location ?? '');
}
