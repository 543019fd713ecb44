import { randomBytes } from 'node:crypto';
import { type Character, mailOf } from '../stand-in.js';
import type { Team } from './team.js';

export type Json = Record<string, unknown>;

/** A member that should be a string, or the fallback. */
export function asText(value: unknown, fallback = ''): string {
  return typeof value === 'string' ? value : fallback;
}

export const APP_ID = 'A0PARTNERDSK';
export const COMMAND = '/partnerdesk';
/** The other organisation of the Slack Connect channel. */
export const OTHER_TEAM = 'T0OUTSIDE';

export interface Message {
  ts: string;
  /** User id; the bot's messages have the team's `botUser`. */
  user: string;
  text: string;
  blocks?: Json[];
  /** Only this user sees it. */
  ephemeralTo?: string;
  /** The message in whose thread it stands. */
  thread?: string;
  /** `event_type` and `event_payload`; everybody who asks for them may read them. */
  metadata?: Json;
  /** What apps show below links in it. */
  previews?: { url: string; blocks: Json[] }[];
}

export interface Channel {
  id: string;
  name: string;
  kind: 'personal' | 'channel';
  external: boolean;
  /** Those who are not in it are not told that it is there. */
  private?: boolean;
  archived?: boolean;
  members: Set<string>;
  messages: Message[];
}

export interface View extends Json {
  id: string;
  hash: string;
  blocks: Json[];
}

/** Where a response_url leads. */
export interface ResponseTarget {
  channel: string;
  user: string;
  /** The message whose button was pressed; a slash command has none, so there is nothing to replace. */
  ts?: string;
  uses: number;
  expiresAt: number;
}

/** What one character's client has in front of it. */
export interface Client {
  /** Bottom first, at most three. */
  modals: View[];
  /** What the bot published last for the Home tab. */
  home?: View;
  errors: Record<string, string>;
  busy: boolean;
  clientError?: string;
}

/** One Slack workspace in memory: people, conversations, open modals and the short-lived ids that Slack gives out. */
export interface Workspace {
  team: Team;
  /** Whether the app is installed here: itself, or with the whole organisation. */
  installed: false | 'workspace' | 'organisation';
  users: Map<string, Json>;
  channels: Map<string, Channel>;
  /** What the app was granted. */
  scopes: Set<string>;
  client(user: string): Client;
  triggers: Map<string, { user: string; expiresAt: number; used: boolean }>;
  responses: Map<string, ResponseTarget>;
  mintTrigger: (user: string) => string;
  mintResponse(target: Omit<ResponseTarget, 'uses' | 'expiresAt'>): string;
  /** A message time stamp, which is also the message's id: rises with every call. */
  stamp(): string;
  post(channel: Channel, message: Omit<Message, 'ts'>): Message;
  changed(): void;
  listeners: (() => void)[];
  now: () => number;
}

/** Trigger ids live three seconds; response URLs thirty minutes (docs.slack.dev/interactivity/handling-user-interaction). */
const TRIGGER_LIFE = 3_000;
const RESPONSE_LIFE = 30 * 60_000;
/** A long-running sandbox forgets the oldest. */
const KEPT_MESSAGES = 200;

/** The bot's 1:1 conversation with a user. */
export const directChannel = (user: string) => `D${user.slice(1)}`;
export const CUSTOMERS_CHANNEL = 'C0CUSTOMERS';
const CONNECT_CHANNEL = 'C0CONNECT';
/** Where the bot has still to be invited: one that it can see, and one that it cannot. */
export const RENEWALS_CHANNEL = 'C0RENEWALS';
export const PRIVATE_CHANNEL = 'C0BIGDEALS';

/** A conversation as far as the bot can see it: a private channel that it is not in is not there. */
export function visible(id: string, { channels, team }: Workspace): Channel | undefined {
  const channel = channels.get(id);
  return channel?.private && !channel.members.has(team.botUser) ? undefined : channel;
}

/** @param scopes what the app was granted */
export function createWorkspace(
  team: Team,
  characters: Character[],
  scopes: Set<string>,
  now: () => number,
): Workspace {
  const { botUser } = team;
  const clients = new Map<string, Client>();
  const channels = new Map<string, Channel>();
  const ours = characters.filter((one) => one.standing !== 'stranger');
  const add = (id: string, name: string, kind: Channel['kind'], external: boolean, members: Character[]) => {
    const channel: Channel = {
      id,
      name,
      kind,
      external,
      members: new Set([...members.map((one) => one.slackUser), botUser]),
      messages: [],
    };
    channels.set(id, channel);
    return channel;
  };
  for (const one of ours) add(directChannel(one.slackUser), 'partnerdesk', 'personal', false, [one]);
  add(CUSTOMERS_CHANNEL, 'customers', 'channel', false, ours);
  add(CONNECT_CHANNEL, 'shared-with-outside', 'channel', true, characters);
  add(RENEWALS_CHANNEL, 'renewals', 'channel', false, ours).members.delete(botUser);
  const deals = add(PRIVATE_CHANNEL, 'big-deals', 'channel', false, ours);
  deals.private = true;
  deals.members.delete(botUser);

  let last = 0;
  const workspace: Workspace = {
    team,
    installed: 'workspace',
    users: new Map(characters.map((one) => [one.slackUser, userObject(one, team)])),
    channels,
    scopes,
    client(user) {
      const client = clients.get(user) ?? { modals: [], errors: {}, busy: false };
      clients.set(user, client);
      return client;
    },
    triggers: new Map(),
    responses: new Map(),
    mintTrigger(user) {
      const id = `${Date.now()}.${randomBytes(4).readUInt32BE()}.${randomBytes(16).toString('hex')}`;
      forget(workspace.triggers, (one) => one.expiresAt < now() - 60_000);
      workspace.triggers.set(id, { user, expiresAt: now() + TRIGGER_LIFE, used: false });
      return id;
    },
    mintResponse(target) {
      const token = randomBytes(18).toString('base64url');
      forget(workspace.responses, (one) => one.expiresAt < now());
      workspace.responses.set(token, { ...target, uses: 0, expiresAt: now() + RESPONSE_LIFE });
      return token;
    },
    stamp() {
      last = Math.max(last + 1, now() * 1000);
      return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
    },
    post(channel, message) {
      const posted = { ts: workspace.stamp(), ...message };
      channel.messages.push(posted);
      if (channel.messages.length > KEPT_MESSAGES) channel.messages.shift();
      workspace.changed();
      return posted;
    },
    changed: () => workspace.listeners.forEach((listener) => listener()),
    listeners: [],
    now,
  };
  return workspace;
}

function forget<T>(map: Map<string, T>, isOld: (value: T) => boolean): void {
  for (const [key, value] of map) if (isOld(value)) map.delete(key);
}

/** As users.info gives it. An outsider is seen with next to nothing: no locale, no e-mail, another team. */
function userObject(character: Character, team: Team): Json {
  const stranger = character.standing === 'stranger';
  const home = stranger ? OTHER_TEAM : team.id;
  const name = character.name.split(' ')[0]?.toLowerCase() ?? 'user';
  return {
    id: character.slackUser,
    team_id: home,
    name,
    deleted: false,
    real_name: character.name,
    tz: character.timeZone,
    profile: {
      real_name: character.name,
      display_name: name,
      team: home,
      ...(stranger ? {} : { email: mailOf(character) }),
    },
    ...(stranger ? {} : { is_email_confirmed: true }),
    is_admin: false,
    is_owner: false,
    is_restricted: character.standing === 'guest',
    is_ultra_restricted: false,
    is_bot: false,
    is_app_user: false,
    ...(stranger ? { is_stranger: true } : { locale: character.locale, ...memberOf(team, character) }),
  };
}

/** What users.info adds for people of an Enterprise Grid. */
const memberOf = ({ id, enterprise }: Team, { slackUser }: Character): Json =>
  enterprise
    ? {
        enterprise_user: { id: slackUser, enterprise_id: enterprise.id, enterprise_name: enterprise.name, teams: [id] },
      }
    : {};

/** A view as Slack keeps it: with an id, a hash that changes with every update, and the ids it gives to blocks. */
export function keepView(given: Json, workspace: Workspace, previous?: View): View {
  const { team, installed } = workspace;
  const blocks = Array.isArray(given['blocks']) ? given['blocks'] : [];
  return {
    callback_id: '',
    private_metadata: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    submit: null,
    close: null,
    ...given,
    blocks: blocks.map((block: Json) => withIds(block)),
    id: previous?.id ?? `V${randomBytes(6).toString('hex').toUpperCase()}`,
    hash: `${workspace.stamp()}.${randomBytes(4).toString('hex')}`,
    team_id: team.id,
    app_id: APP_ID,
    bot_id: team.bot,
    app_installed_team_id: installed === 'organisation' ? team.enterprise?.id : team.id,
    previous_view_id: null,
    root_view_id: previous?.id ?? null,
    state: { values: {} },
  };
}

/** Slack makes up the block and action ids that were left out. */
export function withIds(block: Json): Json {
  const withAction = (element: unknown): unknown =>
    typeof element === 'object' && element !== null && interactive.has(asText((element as Json)['type']))
      ? { action_id: randomBytes(4).toString('base64url'), ...element }
      : element;
  return {
    block_id: randomBytes(4).toString('base64url'),
    ...block,
    ...(Array.isArray(block['elements']) ? { elements: block['elements'].map(withAction) } : {}),
    ...(block['element'] ? { element: withAction(block['element']) } : {}),
    ...(block['accessory'] ? { accessory: withAction(block['accessory']) } : {}),
  };
}

const interactive = new Set([
  'button',
  'static_select',
  'external_select',
  'radio_buttons',
  'checkboxes',
  'overflow',
  'datepicker',
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
]);
