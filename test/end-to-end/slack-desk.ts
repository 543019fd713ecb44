import type { SlackStandIn } from '../../sandbox/slack/stand-in.js';
import { type Character, characters, type SlackState } from '../../sandbox/stand-in.js';

/** A view as the stand-in holds it, as far as tests look into it. */
interface View {
  private_metadata?: string;
  blocks: { type: string; block_id: string; element?: Element }[];
}

interface Element {
  type: string;
  action_id: string;
  initial_value?: string;
  initial_option?: unknown;
}

export function characterNamed(name: string): Character {
  const found = characters.find((one) => one.name.startsWith(name));
  if (!found) throw new Error(`nobody is called ${name}`);
  return found;
}

/** The 1:1 channel of a character with the bot. */
export function directChannel(slack: SlackStandIn, who: Character): string {
  const channel = slack.scene(who).channels.find(({ kind }) => kind === 'personal');
  if (!channel) throw new Error('there is no direct channel');
  return channel.id;
}

/** What a client would send of the open modal, with some fields typed over. */
export function filled(view: View, typed: Record<string, string>): SlackState {
  const state: SlackState = {};
  for (const { type, block_id, element } of view.blocks) {
    if (type !== 'input' || !element) continue;
    const { action_id } = element;
    const value = typed[action_id] ?? element.initial_value ?? null;
    state[block_id] = {
      [action_id]:
        element.type.includes('select') || element.type === 'radio_buttons'
          ? { type: element.type, selected_option: element.initial_option ?? null }
          : { type: element.type, value },
    };
  }
  return state;
}

/** The verb of the open modal's form, once it has one that is wanted. */
export async function modalFor(slack: SlackStandIn, who: Character, verb: string): Promise<{ id: string; view: View }> {
  for (;;) {
    const { modal } = slack.scene(who);
    const view = modal?.view as View | undefined;
    if (modal && view?.private_metadata?.includes(`"verb":"${verb}"`)) return { id: modal.id, view };
    await new Promise((soon) => setTimeout(soon, 10));
  }
}

/** Opens a customer's form in Slack, fills it, and gives the review that is open then. */
export async function reviewInSlack(
  slack: SlackStandIn,
  who: Character,
  customer: string,
  typed: Record<string, string>,
): Promise<{ id: string; view: View }> {
  await slack.act(who, { type: 'say', channel: directChannel(slack, who), text: `/partnerdesk update ${customer}` });
  const form = await modalFor(slack, who, 'review');
  await slack.act(who, { type: 'submit', view: form.id, state: filled(form.view, typed) });
  return modalFor(slack, who, 'submit');
}

/** Messages in the 1:1 channel that hold a text. */
export function messagesWith(slack: SlackStandIn, who: Character, text: string): unknown[] {
  const channel = slack.scene(who).channels.find(({ kind }) => kind === 'personal');
  return (channel?.messages ?? []).filter((message) => JSON.stringify(message).includes(text));
}
