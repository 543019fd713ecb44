import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Recipient } from '../../core/delivery.js';
import { createSlackStandIn } from '../../sandbox/slack/stand-in.js';
import { type Character, PARTNER_TENANT, SLACK_TEAM } from '../../sandbox/stand-in.js';
import { createTeamsStandIn } from '../../sandbox/teams/stand-in.js';
import { mriOf } from '../../sandbox/teams/world.js';
import { characterNumber } from '../outside/people.js';

export type Chats = Awaited<ReturnType<typeof startChats>>;

/**
 * The sandbox's Slack and Teams with their limits, by a clock that the desk sets: `POST /clock/<ms since the epoch>`. Every
 * character has a chat of their own on both: those are the places. `GET /places` tells them.
 */
export async function startChats(people: number) {
  let at = Date.now();
  const now = () => at;
  const characters = Array.from({ length: people }, (_, n) => characterNumber(n));
  const counts = { throttled: 0 };
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const secrets = { signingSecret: randomBytes(16).toString('hex'), botToken: `xoxb-${randomUUID()}` };
  // Nothing is delivered to the desk: it only speaks.
  const botUrl = baseUrl;
  const slack = createSlackStandIn({ baseUrl, botUrl, characters, ...secrets, now, limits: 'strict' });
  const account = { appId: randomUUID(), appPassword: randomUUID(), tenantId: PARTNER_TENANT };
  const teams = createTeamsStandIn({ baseUrl, botUrl, characters, ...account, now });

  server.on('request', (request, response) => {
    response.once('finish', () => {
      if (response.statusCode === 429) counts.throttled += 1;
    });
    const path = request.url ?? '';
    const [, command, value] = path.split('/');
    if (command === 'clock') {
      at = Number(value);
      return void response.writeHead(204).end();
    }
    if (command === 'places') return void response.end(JSON.stringify(characters.flatMap(placesOf)));
    const standIn = [slack, teams].find(({ prefix }) => path.startsWith(`${prefix}/`));
    if (!standIn) return void response.writeHead(404).end();
    standIn.handle(request, response).catch(() => response.destroy());
  });

  function placesOf(character: Character): Recipient[] {
    const { id, slackUser } = character;
    const conversation = teams.personalOf(character).id;
    const { serviceUrl } = teams;
    return [
      {
        platform: 'slack',
        locale: 'en',
        place: { platform: 'slack', team: SLACK_TEAM, channel: slackUser, kind: 'personal', external: false },
        user: { platform: 'slack', tenant: SLACK_TEAM, user: slackUser, standing: 'member' },
      },
      {
        platform: 'teams',
        locale: 'en',
        place: {
          platform: 'teams',
          tenant: PARTNER_TENANT,
          conversation,
          serviceUrl,
          bot: `28:${account.appId}`,
          kind: 'personal',
          external: false,
          member: mriOf(character),
        },
        user: { platform: 'teams', tenant: PARTNER_TENANT, user: id, standing: 'member' },
      },
    ];
  }

  return {
    baseUrl,
    counts,
    env: {
      SLACK_SIGNING_SECRET: secrets.signingSecret,
      SLACK_BOT_TOKEN: secrets.botToken,
      SLACK_API_URL: `${baseUrl}/slack/api/`,
      MicrosoftAppId: account.appId,
      MicrosoftAppPassword: account.appPassword,
      TEAMS_OPENID_METADATA_URL: teams.settings.openIdMetadataUrl,
      TEAMS_LOGIN_URL: teams.settings.loginUrl,
    },
    /** How many messages of the desk stand in each chat of a platform, and when the last one came (ms since the epoch). */
    arrived(platform: 'slack' | 'teams'): { perPlace: number[]; last: number } {
      const perPlace = characters.map((character) =>
        platform === 'slack'
          ? slack.scene(character).channels.flatMap(({ kind, messages }) => (kind === 'personal' ? messages : []))
              .length
          : teams.personalOf(character).messages.length,
      );
      const calls = platform === 'slack' ? slack.calls : teams.calls.filter(({ operation }) => operation === 'send');
      return { perPlace, last: Math.max(...calls.map((call) => call.at)) };
    },
    async close() {
      slack.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
