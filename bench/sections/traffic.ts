import { createPoster } from '../load/http.js';
import type { Outside } from '../outside/outside.js';
import { expectText, QUERY } from './desk.js';

/** What people do all day, on both platforms. */
export function createTraffic({ slack, teams, customers }: Outside, url: string) {
  const toSlack = createPoster(`${url}/slack/events`, 32);
  const toTeams = createPoster(`${url}/api/messages`, 32);
  let turn = 0;

  async function command(user: number, text: string, wanted: string): Promise<void> {
    const { headers, body, answered } = slack.command(user, text);
    const ack = await toSlack.post(headers, body);
    expectText(ack.body || (await answered()), wanted);
  }
  async function message(user: number, text: string, wanted: string): Promise<void> {
    const chat = `a:traffic-${user}`;
    const { headers, body } = await teams.message(user, chat, text);
    const [, said] = await Promise.all([toTeams.post(headers, body), teams.said(chat)]);
    expectText(JSON.stringify(said), wanted);
  }

  return {
    /** One turn: lookups that are warm, and now and then an account or a form that Partner Center is asked for. */
    async mixed(user: number): Promise<void> {
      turn += 1;
      if (turn % 100 === 0) return message(user, `update ${customers[0]?.id ?? ''}`, 'Action.Execute');
      if (turn % 50 === 0) return command(user, `account ${customers[1]?.id ?? ''}`, 'blocks');
      return turn % 2 === 0
        ? command(user, `find ${QUERY}`, 'Contoso Ltd')
        : message(user, `find ${QUERY}`, 'Contoso Ltd');
    },
    close() {
      toSlack.close();
      toTeams.close();
    },
  };
}
