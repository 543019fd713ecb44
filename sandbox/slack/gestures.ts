import type { Character, SlackGesture, SlackState, SlackTyping } from '../stand-in.js';
import { createEntryPoints } from './entry-points.js';
import { changeMembership } from './membership.js';
import {
  commandFields,
  eventEnvelope,
  homeOpened,
  messageAction,
  viewAction,
  viewClosed,
  viewSubmission,
} from './payloads.js';
import type { BotReply, Sender } from './sender.js';
import { clientErrors, completeState, findElement, unknownErrorKeys } from './state.js';
import { viewProblems } from './limits.js';
import { messageContent } from './web-api.js';
import {
  asText,
  type Channel,
  COMMAND,
  directChannel,
  type Json,
  keepView,
  type View,
  type Workspace,
} from './workspace.js';

interface Parts {
  workspace: Workspace;
  sender: Sender;
  /** Address of a response_url for a token. */
  responseUrl: (token: string) => string;
  /** Sends an event, and again later when it is not acknowledged. */
  deliverEvent: (envelope: Json) => Promise<void>;
}

const NOT_HERE = 'partnerdesk is not in this channel. Bring it in with /invite @partnerdesk.';
const TROUBLE = 'We had some trouble connecting. Try again?';

/** Turns what a character does into the request that the real service would send, and shows what the bot answers. */
export function createGestures({ workspace, sender, responseUrl, deliverEvent }: Parts) {
  const { botUser } = workspace.team;
  const entryPoints = createEntryPoints({ workspace, sender, responseUrl, deliverEvent, fail });

  async function say(character: Character, channel: Channel, text: string, thread?: string): Promise<void> {
    const user = character.slackUser;
    if (channel.archived) return fail(user, 'You cannot write to an archived channel.');
    if (text.startsWith('/')) return command(character, channel, text);
    const mention = text.replace(/@partnerdesk\b/giu, `<@${botUser}>`);
    const message = workspace.post(channel, { user, text: mention, ...(thread === undefined ? {} : { thread }) });
    await entryPoints.posted(user, channel, message);
    if (channel.kind === 'channel' && !mention.includes(`<@${botUser}>`)) return;
    // An app hears of a mention only where it is a member.
    if (!workspace.installed) return;
    if (!channel.members.has(botUser)) return fail(user, NOT_HERE);
    await deliverEvent(eventEnvelope(user, channel, message, workspace));
  }

  /** Slash commands belong to the installing workspace: people from elsewhere do not have them. */
  async function command(character: Character, channel: Channel, text: string): Promise<void> {
    const [name = '', ...rest] = text.split(' ');
    const user = character.slackUser;
    const problem = changeMembership(name, rest.join(' '), user, channel, workspace);
    if (problem === 'done') return;
    if (problem !== undefined) return fail(user, problem);
    if (name !== COMMAND || character.standing === 'stranger' || !workspace.installed)
      return fail(user, `${name} is not a valid command. In Slack, all messages that start with the “/” are commands.`);
    const url = responseUrl(workspace.mintResponse({ channel: channel.id, user }));
    const reply = await sender.form(commandFields(user, channel, rest.join(' '), workspace, url));
    if (reply.timedOut) return fail(user, `${COMMAND} failed with the error “operation_timeout”`);
    if (reply.status !== 200) return fail(user, `${COMMAND} failed with the error “dispatch_failed”`);
    if (reply.body === '') return;
    const content = messageContent(parse(reply.body) ?? { text: reply.body });
    if ('ok' in content) return fail(user, `${COMMAND} failed with the error “${asText(content['error'])}”`);
    const toAll = parse(reply.body)?.['response_type'] === 'in_channel';
    workspace.post(channel, { user: botUser, ...content, ...(toAll ? {} : { ephemeralTo: user }) });
  }

  async function press(character: Character, gesture: SlackGesture & { type: 'press' }, channel: Channel) {
    const message = channel.messages.find((one) => one.ts === gesture.ts);
    const found = [{ blocks: message?.blocks, url: undefined }, ...(message?.previews ?? [])]
      .map(({ blocks, url }) => ({ element: findElement(blocks, gesture.blockId, gesture.actionId), preview: url }))
      .find(({ element }) => element !== undefined);
    if (!message || !found?.element) return fail(character.slackUser, 'This message has changed.');
    const url = responseUrl(workspace.mintResponse({ channel: channel.id, user: character.slackUser, ts: message.ts }));
    const { element, preview } = found;
    const pressed = { element, preview, blockId: gesture.blockId, value: gesture.value };
    const payload = messageAction(character.slackUser, channel, message, pressed, workspace, url);
    interactionFailed(character.slackUser, await sender.form({ payload: JSON.stringify(payload) }));
  }

  async function pressInModal(character: Character, gesture: SlackGesture & { type: 'pressInModal' }) {
    const view = topView(character.slackUser, gesture.view);
    const element = findElement(view?.blocks, gesture.blockId, gesture.actionId);
    if (!view || !element) return;
    const state = completeState(view, gesture.state);
    const pressed = { element, blockId: gesture.blockId, value: gesture.value };
    const payload = viewAction(character.slackUser, view, pressed, state, workspace);
    interactionFailed(character.slackUser, await sender.form({ payload: JSON.stringify(payload) }));
  }

  /** Only those of the installing workspace have the app, and its tabs. */
  async function openHome({ slackUser: user }: Character): Promise<void> {
    const channel = workspace.channels.get(directChannel(user));
    if (!channel || !workspace.installed) return fail(user, 'partnerdesk is not an app of your workspace.');
    await deliverEvent(homeOpened(user, channel, workspace.client(user).home, workspace));
  }

  async function pressInHome({ slackUser: user }: Character, gesture: SlackGesture & { type: 'pressInHome' }) {
    const view = workspace.client(user).home;
    const element = findElement(view?.blocks, gesture.blockId, gesture.actionId);
    if (!view || !element) return fail(user, 'This tab has changed.');
    const pressed = { element, blockId: gesture.blockId, value: gesture.value };
    const payload = viewAction(user, view, pressed, completeState(view, {}), workspace);
    interactionFailed(user, await sender.form({ payload: JSON.stringify(payload) }));
  }

  async function submit(character: Character, viewId: string, given: SlackState): Promise<void> {
    const client = workspace.client(character.slackUser);
    const view = topView(character.slackUser, viewId);
    if (!view) return;
    const state = completeState(view, given);
    client.errors = clientErrors(view, state);
    if (Object.keys(client.errors).length > 0) return workspace.changed();
    client.busy = true;
    workspace.changed();
    const payload = viewSubmission(character.slackUser, view, state, workspace);
    const reply = await sender.form({ payload: JSON.stringify(payload) });
    client.busy = false;
    const problem = reply.timedOut || reply.status !== 200 ? TROUBLE : afterSubmission(character, view, reply.body);
    if (problem) fail(character.slackUser, problem);
    workspace.changed();
  }

  /** What the answer to a submission does to the modals; the words of a problem when it makes no sense. */
  function afterSubmission(character: Character, view: View, body: string): string | undefined {
    const client = workspace.client(character.slackUser);
    const index = client.modals.findIndex((one) => one.id === view.id);
    if (body.trim() === '') {
      client.modals = client.modals.slice(0, Math.max(index, 0));
      return undefined;
    }
    const answer = parse(body);
    switch (answer?.['response_action']) {
      case 'clear':
        client.modals = [];
        return undefined;
      case 'errors': {
        const errors = (answer['errors'] ?? {}) as Record<string, string>;
        if (Object.keys(errors).length === 0 || unknownErrorKeys(view, errors).length > 0) return TROUBLE;
        client.errors = errors;
        return undefined;
      }
      case 'update':
      case 'push': {
        if (viewProblems(answer['view']).length > 0) return TROUBLE;
        if (answer['response_action'] === 'update')
          client.modals[index] = keepView(answer['view'] as Json, workspace, view);
        else client.modals.push(keepView(answer['view'] as Json, workspace));
        return undefined;
      }
      default:
        return TROUBLE;
    }
  }

  async function closeModal(character: Character, viewId: string): Promise<void> {
    const client = workspace.client(character.slackUser);
    const view = topView(character.slackUser, viewId);
    if (!view) return;
    client.modals.pop();
    client.errors = {};
    workspace.changed();
    if (view['notify_on_close'] === true)
      await sender.form({ payload: JSON.stringify(viewClosed(character.slackUser, view, workspace)) });
  }

  const topView = (user: string, id: string) => {
    const top = workspace.client(user).modals.at(-1);
    return top?.id === id ? top : undefined;
  };

  function interactionFailed(user: string, reply: BotReply): void {
    if (reply.timedOut || reply.status !== 200) fail(user, 'partnerdesk did not respond. Try again.');
  }

  function fail(user: string, words: string): void {
    workspace.client(user).clientError = words;
    workspace.changed();
  }

  async function act(character: Character, gesture: SlackGesture): Promise<void> {
    delete workspace.client(character.slackUser).clientError;
    // Whoever holds all workspaces takes the app out (cloud.ts).
    if (gesture.type === 'removeApp') return;
    if (!workspace.installed && gesture.type !== 'say') return fail(character.slackUser, 'This app was removed.');
    if (gesture.type === 'submit') return submit(character, gesture.view, gesture.state);
    if (gesture.type === 'closeModal') return closeModal(character, gesture.view);
    if (gesture.type === 'pressInModal') return pressInModal(character, gesture);
    if (gesture.type === 'home') return openHome(character);
    if (gesture.type === 'pressInHome') return pressInHome(character, gesture);
    if (gesture.type === 'shortcut') return entryPoints.shortcut(character.slackUser, gesture.id);
    const channel = workspace.channels.get(gesture.channel);
    if (!channel?.members.has(character.slackUser)) return fail(character.slackUser, 'You are not in this channel.');
    if (gesture.type === 'messageShortcut')
      return entryPoints.messageShortcut(character.slackUser, gesture.id, channel, gesture.ts);
    return gesture.type === 'say'
      ? say(character, channel, gesture.text, gesture.thread)
      : press(character, gesture, channel);
  }

  return { act, suggest: (user: string, typing: SlackTyping) => entryPoints.suggest(user, typing) };
}

/** An object, or undefined for anything else. */
function parse(body: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}
