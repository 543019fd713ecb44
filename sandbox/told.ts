import type { Character, ChatStandIn, SlackGesture, SlackScene } from './stand-in.js';
import type { TeamsStandIn } from './teams/stand-in.js';

/** Counts what the desk has sent somebody in person, in both chats; the greeting when the app was added is no news. */
export function createTold(
  slack: Pick<ChatStandIn<SlackScene, SlackGesture>, 'scene'>,
  teams: Pick<TeamsStandIn, 'personalOf'>,
): (character: Character) => number {
  return (character) => {
    // The conversation itself, not the scene: to be counted is not to be looking.
    const inTeams = teams.personalOf(character).messages.filter(({ from }) => from.bot).length;
    const inSlack = slack
      .scene(character)
      .channels.filter(({ kind }) => kind === 'personal')
      .flatMap(({ messages }) => messages.filter(({ from }) => from.bot)).length;
    return Math.max(0, inTeams - 1) + inSlack;
  };
}
