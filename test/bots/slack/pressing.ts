import type { Recipient } from '../../../core/delivery.js';
import type { Character } from '../../../sandbox/stand-in.js';
import { type Bench, buttonOf, character, chatUser, said, sofia } from './slack-bench.js';

/** The channel that everybody of the organisation reads. */
export const ROOM = 'C0CUSTOMERS';
export const ada = character('Admin agent');

export const toRoom = (channel = ROOM): Recipient => ({
  platform: 'slack',
  place: { platform: 'slack', team: 'T0PARTNER', channel, kind: 'channel', external: false },
  locale: 'en-US',
});
export const toSofia: Recipient = { ...toRoom(), user: chatUser(sofia) };

/** What the bot said to everybody in a channel, and to one person alone. */
export const shared = ({ slack }: Bench, who: Character = ada, channel = ROOM) =>
  said(slack, who, channel).filter(({ ephemeral }) => !ephemeral);
export const whispers = ({ slack }: Bench, who: Character = ada, channel = ROOM) =>
  said(slack, who, channel).filter(({ ephemeral }) => ephemeral);

/** Presses a button of the first message that all see, by its verb. */
export function press(bench: Bench, verb: string, who: Character = ada, channel = ROOM): Promise<void> {
  const [message] = shared(bench, who, channel);
  const button = buttonOf(message?.blocks, verb);
  return bench.slack.act(who, { type: 'press', channel, ts: message?.ts ?? '', ...button });
}

/** A press on the first message that all see as Slack sends it, with a value that a client may have made up. */
export function forged(bench: Bench, value: string, more: object = {}): Record<string, string> {
  const [message] = shared(bench);
  const { blockId: block_id, actionId: action_id } = buttonOf(message?.blocks, 'approving');
  return {
    payload: JSON.stringify({
      type: 'block_actions',
      team: { id: 'T0PARTNER' },
      user: { id: ada.slackUser, team_id: 'T0PARTNER' },
      trigger_id: bench.slack.mintTrigger(ada.slackUser),
      container: { type: 'message', channel_id: ROOM, message_ts: message?.ts, is_ephemeral: false },
      message: { user: 'U0PARTNERDSK' },
      actions: [{ type: 'button', block_id, action_id, value }],
      ...more,
    }),
  };
}
