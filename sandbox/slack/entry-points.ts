import type { SlackOption, SlackTyping } from '../stand-in.js';
import { blockSuggestion, globalShortcut, linkShared, messageShortcut } from './entry-payloads.js';
import { suggestionProblems } from './limits.js';
import { linksIn, shortcuts } from './manifest.js';
import type { Sender } from './sender.js';
import { findElement } from './state.js';
import { asText, type Channel, type Json, type Message, type Workspace } from './workspace.js';

interface Parts {
  workspace: Workspace;
  sender: Sender;
  responseUrl: (token: string) => string;
  deliverEvent: (envelope: Json) => Promise<void>;
  fail: (user: string, words: string) => void;
}

/** What somebody does with the app besides writing to it: shortcuts, search fields, links. */
export function createEntryPoints({ workspace, sender, responseUrl, deliverEvent, fail }: Parts) {
  const isMember = (user: string) => workspace.users.get(user)?.['team_id'] === workspace.team.id;

  async function send(user: string, payload: Json): Promise<void> {
    const reply = await sender.form({ payload: JSON.stringify(payload) });
    if (reply.timedOut || reply.status !== 200) fail(user, 'partnerdesk did not respond. Try again.');
  }

  /** Shortcuts belong to the installing workspace: people from elsewhere do not have them. */
  const has = (user: string, id: string, type: string) =>
    isMember(user) && shortcuts.some((one) => one.id === id && one.type === type);

  return {
    async shortcut(user: string, id: string): Promise<void> {
      if (!has(user, id, 'global')) return fail(user, 'There is no such shortcut.');
      await send(user, globalShortcut(user, id, workspace));
    },

    async messageShortcut(user: string, id: string, channel: Channel, ts: string): Promise<void> {
      const message = channel.messages.find((one) => one.ts === ts && !one.ephemeralTo);
      if (!message || !has(user, id, 'message')) return fail(user, 'There is no such shortcut.');
      const url = responseUrl(workspace.mintResponse({ channel: channel.id, user, ts }));
      await send(user, messageShortcut(user, { id, channel, message, url }, workspace));
    },

    /** Slack's own client asks once the field is opened, and again while somebody types. */
    async suggest(user: string, typing: SlackTyping): Promise<SlackOption[]> {
      const view = workspace.client(user).modals.find(({ id }) => id === typing.view);
      const element = findElement(view?.blocks, typing.blockId, typing.actionId);
      const least = Number(element?.['min_query_length'] ?? 3);
      if (!view || element?.['type'] !== 'external_select' || typing.text.length < least) return [];
      const payload = blockSuggestion(user, view, typing, workspace);
      const reply = await sender.form({ payload: JSON.stringify(payload) });
      if (reply.timedOut || reply.status !== 200) return [];
      const answer = parse(reply.body);
      return suggestionProblems(answer).length > 0 ? [] : ((answer as { options: SlackOption[] }).options ?? []);
    },

    /** Tells the app of the links that it wants to hear of, wherever they are posted. */
    async posted(user: string, channel: Channel, message: Message): Promise<void> {
      const links = linksIn(asText(message.text));
      if (links.length === 0 || !workspace.installed || !workspace.scopes.has('links:read')) return;
      await deliverEvent(linkShared(user, channel, message, links, workspace));
    },
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
