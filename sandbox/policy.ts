import { type Character, SLACK_TEAM } from './stand-in.js';
import { CUSTOMERS_CHANNEL } from './slack/workspace.js';

/** Who is told in person of a request: those who may decide it. */
const ON_DUTY = ['Ada', 'Grace'];

/**
 * What PARTNERDESK_CONFIG says in the sandbox: the colleagues whose Slack user an administrator has linked, and that every
 * request to purchase shows up in one room of either chat and with the people on duty.
 *
 * @param teamsChannel conversation id of the channel of colleagues
 */
export function sandboxPolicy(characters: readonly Character[], teamsChannel: string): Record<string, unknown> {
  const firstName = ({ name }: Character) => name.split(' ')[0] ?? '';
  return {
    people: characters
      .filter(({ linked }) => linked)
      .map(({ slackTeam = SLACK_TEAM, slackUser, id }) => ({ slack: `${slackTeam}/${slackUser}`, person: id })),
    // Whoever types into Partner Center on the page is still looking when the chats hear of it.
    watch: { 'poll every': '5s' },
    // One person plays everybody here, and scripts play faster still.
    limits: { person: 6_000, place: 6_000 },
    approvals: {
      purchase: {
        'expires after': '3d',
        places: [`slack:${SLACK_TEAM}/${CUSTOMERS_CHANNEL}`, `teams:${teamsChannel}`],
        'on duty': characters.filter((one) => ON_DUTY.includes(firstName(one))).map(({ id }) => id),
      },
    },
  };
}
