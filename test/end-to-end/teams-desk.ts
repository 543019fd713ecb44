import type { Action, Verb } from '../../core/action.js';
import { action } from '../../core/action.js';
import type { Character } from '../../sandbox/stand-in.js';
import type { TeamsStandIn } from '../../sandbox/teams/stand-in.js';

/** The 1:1 chat of a character with the bot. */
export function personalChat(teams: TeamsStandIn, who: Character) {
  const chat = teams.scene(who).conversations.find(({ kind }) => kind === 'personal');
  if (!chat) throw new Error('there is no personal chat');
  return chat;
}

/** Presses something on the bot's last message, as a button of a posted copy there would have it pressed. */
export async function pressInTeams(
  teams: TeamsStandIn,
  who: Character,
  pressed: Action | [Verb, string?, number?],
  values: Record<string, string> = {},
): Promise<void> {
  const chat = personalChat(teams, who);
  const message = chat.messages.findLast(({ from }) => from.bot);
  if (!message) throw new Error('the bot has said nothing yet');
  const pd = Array.isArray(pressed) ? action(...pressed) : pressed;
  await teams.act(who, {
    type: 'execute',
    conversation: chat.id,
    message: message.id,
    verb: pd.verb,
    data: { pd, copy: true, ...values },
  });
}

/** Everything that somebody sees in their 1:1 chat, as text to look into. */
export function seenInTeams(teams: TeamsStandIn, who: Character): string {
  return JSON.stringify(personalChat(teams, who).messages);
}
