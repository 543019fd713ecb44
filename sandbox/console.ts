import type { IncomingMessage, ServerResponse } from 'node:http';
import { createEvents } from './console/events.js';
import { sendFile } from './console/files.js';
import { refusal, secure } from './console/guard.js';
import {
  changeRequestSchema,
  languageRequestSchema,
  readJson,
  slackRequestSchema,
  teamsRequestSchema,
  teamsTypingSchema,
} from './console/requests.js';
import type { PartnerCenterSource } from './console/partner-center.js';
import type { ConsoleState, Suggestion } from './console/state.js';
import type { Cloud } from '../core/config.js';
import { cloudNamed, cloudNames, sandboxClouds } from './clouds.js';
import { localeFor, sandboxLanguages } from './languages.js';
import type {
  Character,
  ChatStandIn,
  SlackGesture,
  SlackScene,
  TeamsGesture,
  TeamsScene,
  TeamsTyping,
} from './stand-in.js';

export interface ConsoleParts {
  cloud: Cloud;
  /** The page of the sandbox of another cloud, which is started for it. Absent: there is this one only. */
  pageOf?: ((cloud: Cloud) => Promise<string>) | undefined;
  /** Sets somebody's chats to a language. */
  speak: (character: Character, locale: string) => Promise<void>;
  characters: Character[];
  suggestions: Suggestion[];
  slack: ChatStandIn<SlackScene, SlackGesture>;
  teams: ChatStandIn<TeamsScene, TeamsGesture> & {
    suggest(character: Character, typing: TeamsTyping): Promise<{ title: string; value: string }[]>;
  };
  partnerCenter: PartnerCenterSource;
  /** How many messages the desk has sent somebody in person. */
  told: (character: Character) => number;
}

export interface Console {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): void;
}

/** The page that shows both chats and Partner Center: its files, its state, and what people do on it. */
export function createConsole(parts: ConsoleParts): Console {
  const events = createEvents();
  for (const part of [parts.slack, parts.teams, parts.partnerCenter]) part.onChange(() => events.changed());

  const find = (id: string | null) => parts.characters.find((character) => character.id === id);
  const stateOf = (character: Character): ConsoleState => ({
    cloud: parts.cloud,
    clouds: cloudNames
      .filter((cloud) => parts.pageOf !== undefined || cloud === parts.cloud)
      .map((cloud) => ({ id: cloud, name: sandboxClouds[cloud].name })),
    languages: [...sandboxLanguages],
    characters: parts.characters.map((one) => {
      const { id, name, title, locale, timeZone, linked } = one;
      return { id, name, title, locale, timeZone, linked, told: parts.told(one) };
    }),
    suggestions: parts.suggestions,
    slack: parts.slack.scene(character),
    teams: parts.teams.scene(character),
    partnerCenter: parts.partnerCenter.pane(),
  });

  async function get(url: URL, response: ServerResponse): Promise<void> {
    const query = url.searchParams;
    if (url.pathname === '/console/state' || url.pathname === '/console/events') {
      const character = find(query.get('as')) ?? parts.characters[0];
      if (!character) return sendJson(response, 404, { error: 'nobody' });
      if (url.pathname === '/console/state') return sendJson(response, 200, stateOf(character));
      return events.open(response, () => stateOf(character));
    }
    if (url.pathname === '/console/partner-center') {
      const id = query.get('customer');
      if (id === null) return sendJson(response, 200, parts.partnerCenter.search(query.get('search') ?? ''));
      const record = parts.partnerCenter.record(id);
      return record ? sendJson(response, 200, record) : sendJson(response, 404, { error: 'no such customer' });
    }
    const elsewhere = url.pathname === '/' ? cloudNamed(query.get('cloud')) : undefined;
    if (elsewhere !== undefined && elsewhere !== parts.cloud && parts.pageOf) {
      const page = new URL(await parts.pageOf(elsewhere));
      page.search = url.search;
      return void response.writeHead(302, { Location: page.href }).end();
    }
    if (!(await sendFile(url.pathname, response))) sendJson(response, 404, { error: 'no such page' });
  }

  async function post(path: string, body: unknown, response: ServerResponse): Promise<void> {
    if (path === '/console/slack') {
      const { as, gesture } = slackRequestSchema.parse(body);
      const character = find(as);
      if (!character) return sendJson(response, 404, { error: 'nobody' });
      await parts.slack.act(character, gesture);
    } else if (path === '/console/teams') {
      const { as, gesture } = teamsRequestSchema.parse(body);
      const character = find(as);
      if (!character) return sendJson(response, 404, { error: 'nobody' });
      await parts.teams.act(character, gesture);
    } else if (path === '/console/teams/suggest') {
      const { as, typing } = teamsTypingSchema.parse(body);
      const character = find(as);
      if (!character) return sendJson(response, 404, { error: 'nobody' });
      return sendJson(response, 200, await parts.teams.suggest(character, typing));
    } else if (path === '/console/partner-center') {
      const change = changeRequestSchema.parse(body);
      const { customer } = change;
      if (!parts.partnerCenter.record(customer)) return sendJson(response, 404, { error: 'no such customer' });
      if ('fields' in change) parts.partnerCenter.change(customer, change.fields);
      else parts.partnerCenter.permit(customer, change.permission, change.on);
    } else if (path === '/console/language') {
      const { as, language } = languageRequestSchema.parse(body);
      const locale = localeFor(language);
      const chosen = as === undefined ? parts.characters : parts.characters.filter(({ id }) => id === as);
      if (locale === undefined || chosen.length === 0) return sendJson(response, 404, { error: 'no such language' });
      await Promise.all(chosen.map((character) => parts.speak(character, locale)));
      events.changed();
    } else return sendJson(response, 404, { error: 'no such page' });
    sendJson(response, 200, {});
  }

  return {
    async handle(request, response) {
      secure(response);
      const refused = refusal(request);
      if (refused) return sendJson(response, 403, { error: refused });
      const url = new URL(request.url ?? '/', 'http://console');
      if (request.method === 'GET') return await get(url, response);
      const body = await readJson(request);
      if (!body.ok) return sendJson(response, body.status, { error: body.error });
      try {
        await post(url.pathname, body.value, response);
      } catch (error) {
        sendJson(response, 400, { error: error instanceof Error ? error.name : 'failed' });
      }
    },
    close: () => events.close(),
  };
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}
