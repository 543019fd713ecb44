import { NORDICS_TEAM, SLACK_TEAM } from '../stand-in.js';

/** One workspace of Slack, and the app's bot in it. Other workspaces know the same app by another bot. */
export interface Team {
  id: string;
  name: string;
  domain: string;
  /** The bot's user id and its bot id. */
  botUser: string;
  bot: string;
  /** The organisation (Enterprise Grid) that it is part of. */
  enterprise?: { id: string; name: string };
}

export const partnerTeam: Team = {
  id: SLACK_TEAM,
  name: 'Northwind Partner Services',
  domain: 'partner',
  botUser: 'U0PARTNERDSK',
  bot: 'B0PARTNERDSK',
};

/** A second workspace of the same partner, with people of its own. */
export const nordicsTeam: Team = {
  id: NORDICS_TEAM,
  name: 'Northwind Nordics',
  domain: 'nordics',
  botUser: 'U0PDNORDICS',
  bot: 'B0PDNORDICS',
};
