import type { IncomingMessage, ServerResponse } from 'node:http';

/** One service that the sandbox stands in for. All of them share one server and are told apart by their path prefix. */
export interface StandIn {
  /** `/partner-center`, `/login`, `/graph`, `/bot-connector`, `/slack` */
  readonly prefix: string;
  /** Answers a request whose path begins with the prefix. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Told whenever something that the page shows has changed. */
  onChange(listener: () => void): void;
}

/** Somebody to be in the sandbox: the same human in both chats and in the directory. */
export interface Character {
  /** Entra object id. */
  id: string;
  name: string;
  /** English, shown on the page: "Sales agent". */
  title: string;
  slackUser: string;
  /** The workspace that they work in; absent: the partner's first one. */
  slackTeam?: string;
  /** Groups and directory roles in the stand-in directory. */
  groups: ('AdminAgents' | 'SalesAgents' | 'HelpdeskAgents')[];
  directoryRoleTemplates: string[];
  standing: 'member' | 'guest' | 'stranger';
  locale: string;
  timeZone: string;
  /** Whether their Slack user is linked from the beginning (through the `people` list of the configuration). */
  linked: boolean;
}

/** Their address, in the directory and in Slack. */
export function mailOf({ name, standing }: Pick<Character, 'name' | 'standing'>): string {
  const local = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, '.');
  return `${local}@${standing === 'member' ? 'partner' : 'elsewhere'}.example`;
}

export const PARTNER_TENANT = '5d2f6c1e-7d0b-4c53-9e0a-1f0d6a2b9c01';
export const SLACK_TEAM = 'T0PARTNER';
export const NORDICS_TEAM = 'T0NORDICS';
export const GLOBAL_ADMIN_TEMPLATE = '62e90394-69f5-4237-9190-012177145e10';

const person = (n: number) => `0a000000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`;

export const characters: Character[] = [
  {
    id: person(1),
    name: 'Sofia Marín',
    title: 'Sales agent',
    slackUser: 'U0SOFIA',
    groups: ['SalesAgents'],
    directoryRoleTemplates: [],
    standing: 'member',
    locale: 'en-US',
    timeZone: 'Europe/Madrid',
    linked: true,
  },
  {
    id: person(2),
    name: 'Tom Becker',
    title: 'Sales agent',
    slackUser: 'U0TOM',
    groups: ['SalesAgents'],
    directoryRoleTemplates: [],
    standing: 'member',
    locale: 'en-GB',
    timeZone: 'Europe/Berlin',
    linked: false,
  },
  {
    id: person(3),
    name: 'Ada Nowak',
    title: 'Admin agent',
    slackUser: 'U0ADA',
    groups: ['AdminAgents'],
    directoryRoleTemplates: [],
    standing: 'member',
    locale: 'en-US',
    timeZone: 'Europe/Warsaw',
    linked: true,
  },
  {
    id: person(4),
    name: 'Grace Lin',
    title: 'Global admin',
    slackUser: 'U0GRACE',
    groups: [],
    directoryRoleTemplates: [GLOBAL_ADMIN_TEMPLATE],
    standing: 'member',
    locale: 'en-US',
    timeZone: 'Asia/Shanghai',
    linked: true,
  },
  {
    id: person(5),
    name: 'Henri Dubois',
    title: 'Helpdesk agent',
    slackUser: 'U0HENRI',
    groups: ['HelpdeskAgents'],
    directoryRoleTemplates: [],
    standing: 'member',
    locale: 'en-US',
    timeZone: 'Europe/Paris',
    linked: true,
  },
  {
    id: person(6),
    name: 'Oscar Outside',
    title: 'Someone from outside',
    slackUser: 'U0OSCAR',
    groups: [],
    directoryRoleTemplates: [],
    standing: 'stranger',
    locale: 'en-US',
    timeZone: 'America/New_York',
    linked: false,
  },
];

/** Those who work in the second workspace. */
export const nordics: Character[] = [
  {
    id: person(8),
    name: 'Nora Lind',
    title: 'Sales agent, Nordics',
    slackUser: 'U0NORA',
    slackTeam: NORDICS_TEAM,
    groups: ['SalesAgents'],
    directoryRoleTemplates: [],
    standing: 'member',
    locale: 'en-GB',
    timeZone: 'Europe/Stockholm',
    linked: true,
  },
];

/** What the Slack stand-in shows one character: JSON for the page. */
export interface SlackScene {
  /** The shortcuts of the app, as clients list them. */
  shortcuts: { name: string; type: 'global' | 'message'; id: string }[];
  workspace: {
    name: string;
    /** Whether the app is in it. */
    installed: boolean;
    /** Whether the page offers to take it out. */
    removable: boolean;
    /** Where it can be put in. */
    addUrl?: string;
  };
  channels: {
    id: string;
    name: string;
    kind: 'personal' | 'channel';
    private: boolean;
    archived: boolean;
    /** Whether the desk is in it. */
    hasDesk: boolean;
    messages: {
      ts: string;
      from: { name: string; bot: boolean };
      text: string;
      blocks?: unknown[];
      /** What stands below links in it. */
      previews?: { url: string; blocks: unknown[] }[];
      /** Only this character sees it. */
      ephemeral: boolean;
      /** The message in whose thread it stands. */
      thread?: string;
    }[];
  }[];
  /** The open modal, topmost view. */
  modal?: {
    id: string;
    view: unknown /** errors of the last submission, by block id */;
    errors: Record<string, string>;
    busy: boolean;
  };
  /** The Home tab of the app, a view as it was published last. */
  home?: unknown;
  /** Something the client itself would say: "partnerdesk did not respond", … */
  clientError?: string;
}

/** What a character does in the Slack stand-in; the stand-in turns it into the signed request of the real service. */
export type SlackGesture =
  /**
   * Text in a channel: `/partnerdesk …` is a slash command, `@partnerdesk …` a mention, and `/invite @partnerdesk` and
   * `/remove @partnerdesk` bring the desk in and take it out. `thread`: the message under which it is said.
   */
  | { type: 'say'; channel: string; text: string; thread?: string }
  | { type: 'press'; channel: string; ts: string; blockId: string; actionId: string; value?: string }
  /** An element inside the open modal that fires at once (button, dispatching input); state is that of all inputs. */
  | { type: 'pressInModal'; view: string; blockId: string; actionId: string; value?: string; state: SlackState }
  | { type: 'submit'; view: string; state: SlackState }
  | { type: 'closeModal'; view: string }
  /** Opens the Home tab of the app. */
  | { type: 'home' }
  /** A button of the Home tab. */
  | { type: 'pressInHome'; blockId: string; actionId: string; value?: string }
  /** A shortcut of the app, and one of a message. */
  | { type: 'shortcut'; id: string }
  | { type: 'messageShortcut'; id: string; channel: string; ts: string }
  /** Takes the app out of the workspace. */
  | { type: 'removeApp' };

/** What somebody types in a search field of the open modal. */
export interface SlackTyping {
  view: string;
  blockId: string;
  actionId: string;
  text: string;
}

/** One option of such a field. */
export interface SlackOption {
  text: { type: 'plain_text'; text: string };
  value: string;
  description?: { type: 'plain_text'; text: string };
}

/** Slack, as the console page drives it. */
export interface SlackChat extends ChatStandIn<SlackScene, SlackGesture> {
  /** The options that the bot offers for a search field; none when it does not answer. */
  suggest(character: Character, typing: SlackTyping): Promise<SlackOption[]>;
}

/** As in `view.state.values`: block id → action id → element state (`{ type, value }` or `{ type, selected_option }`). */
export type SlackState = Record<string, Record<string, unknown>>;

/** What the Teams stand-in shows one character: JSON for the page. */
export interface TeamsScene {
  conversations: {
    id: string;
    name: string;
    kind: 'personal' | 'group' | 'channel';
    messages: {
      id: string;
      from: { name: string; bot: boolean };
      /** The first message of the thread in which it stands. */
      thread?: string;
      text?: string;
      /** An Adaptive Card. A card answered to this character's own press replaces it for them only. */
      card?: unknown;
    }[];
  }[];
  /** The dialog that lies over the messages: a card, or one sentence. */
  dialog?: { conversation: string; title: string; card?: unknown; text?: string };
  /** The search of the message extension, and what it found; `message`: why nothing. */
  search?: {
    conversation: string;
    text: string;
    items: { title: string; text: string; value: unknown }[];
    message?: string;
  };
  /** A card that is in the compose box, not sent yet. */
  draft?: { conversation: string; card: unknown };
  clientError?: string;
}

export type TeamsGesture =
  /**
   * Text; in a group or channel `@partnerdesk …` becomes a real mention entity. `thread`: the message of a channel under
   * which it is said.
   */
  | { type: 'say'; conversation: string; text: string; thread?: string }
  /** Action.Execute: verb and data of the action, merged with the inputs. */
  | { type: 'execute'; conversation: string; message: string; verb: string; data: Record<string, unknown> }
  /** Action.Submit of an older client. */
  | { type: 'submit'; conversation: string; message: string; data: Record<string, unknown> }
  /** Action.Submit that opens a dialog. */
  | { type: 'fetch'; conversation: string; message: string; data: Record<string, unknown> }
  /** A button in the open dialog: its data, merged with the inputs. */
  | { type: 'submitDialog'; conversation: string; data: Record<string, unknown> }
  | { type: 'closeDialog'; conversation: string }
  /** Types into the search of the message extension; empty: opens it. */
  | { type: 'search'; conversation: string; text: string }
  /** Chooses one of its results, whose card goes into the compose box. */
  | { type: 'choose'; conversation: string; value: unknown }
  | { type: 'closeSearch'; conversation: string }
  /** Sends the card that is in the compose box. */
  | { type: 'sendDraft'; conversation: string }
  /** "Update from this message", in the menu of a message. */
  | { type: 'fromMessage'; conversation: string; message: string };

/** Somebody types in a field of a card that asks for its choices. */
export interface TeamsTyping {
  conversation: string;
  dataset: string;
  text: string;
}

/** The two chats, as the console page drives them. */
export interface ChatStandIn<Scene, Gesture> extends StandIn {
  scene(character: Character): Scene;
  /** Resolves when the bot has acknowledged the request (or failed to). */
  act(character: Character, gesture: Gesture): Promise<void>;
}
