import { type Character, SLACK_TEAM } from '../../sandbox/stand-in.js';
import { catalogueOf, languages } from '../../cards/languages.js';
import type { BothChats } from './both-chats.js';

/** What stands there until the answer comes. */
const working = languages.map((language) => catalogueOf(language).working.title);

export type Platform = 'slack' | 'teams';

/** What people do in the two chats, and what they hear. */
export function talkingIn(chats: BothChats) {
  const directChannel = (who: Character) =>
    chats.slack.scene(who).channels.find(({ kind }) => kind === 'personal')?.id ?? '';
  const directChat = (who: Character) => chats.teams.personalOf(who).id;

  /** The bot's messages in somebody's 1:1 chat, oldest first. */
  function heard(platform: Platform, who: Character): { id: string; text: string }[] {
    if (platform === 'teams') {
      const chat = chats.teams.scene(who).conversations.find(({ kind }) => kind === 'personal');
      return (chat?.messages ?? [])
        .filter(({ from }) => from.bot)
        .map(({ id, text, card }) => ({ id, text: (text ?? '') + JSON.stringify(card ?? '') }));
    }
    const channel = chats.slack.scene(who).channels.find(({ kind }) => kind === 'personal');
    return (channel?.messages ?? [])
      .filter(({ from }) => from.bot)
      .map(({ ts, text, blocks }) => ({ id: ts, text: text + JSON.stringify(blocks ?? []) }));
  }

  const last = (platform: Platform, who: Character) => heard(platform, who).at(-1)?.text ?? '';

  return {
    heard,
    last,
    directChannel,
    directChat,

    /**
     * Says something in the 1:1 chat, and waits for the answer.
     *
     * @param about what the answer holds, where news may come in between
     */
    async say(platform: Platform, who: Character, text: string, about = ''): Promise<string> {
      const before = heard(platform, who).length;
      if (platform === 'teams') await chats.teams.act(who, { type: 'say', conversation: directChat(who), text });
      else await chats.slack.act(who, { type: 'say', channel: directChannel(who), text });
      const answer = () =>
        heard(platform, who)
          .slice(before)
          .findLast((one) => !working.some((title) => one.text.includes(title)) && one.text.includes(about));
      await until(() => answer() !== undefined);
      return answer()?.text ?? '';
    },

    /** Presses a button whose payload says this, with what was filled in. */
    async press(platform: Platform, who: Character, pd: unknown, values: Record<string, string> = {}): Promise<void> {
      if (platform === 'slack') {
        const payload = {
          type: 'block_actions',
          team: { id: SLACK_TEAM },
          user: { id: who.slackUser, team_id: SLACK_TEAM },
          trigger_id: chats.slack.mintTrigger(who.slackUser),
          container: { type: 'message', channel_id: directChannel(who), message_ts: '1.000001', is_ephemeral: false },
          message: { user: 'U0PARTNERDSK' },
          actions: [{ type: 'button', block_id: 'copy:edited:0', action_id: 'approving:0', value: JSON.stringify(pd) }],
        };
        await chats.slack.sendForm({ payload: JSON.stringify(payload) });
        return;
      }
      const message = heard(platform, who).at(-1)?.id ?? '';
      const data = { pd, copy: true, ...values };
      await chats.teams.act(who, { type: 'execute', conversation: directChat(who), message, verb: 'x', data });
    },
  };
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((soon) => setTimeout(soon, 20));
}
