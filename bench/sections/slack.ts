import { createPoster } from '../load/http.js';
import { freePort, type Outside } from '../outside/outside.js';
import { USERS } from '../outside/people.js';
import { startMeasured } from '../process/measured.js';
import type { Finding } from '../report.js';
import { expectText, QUERY, startDesk } from './desk.js';
import { comparePaired, type Side } from './paired.js';

/** A signed slash command to its answer, the whole job, against stock Bolt that acknowledges and posts one message. */
export async function slackSection(outside: Outside, quick: boolean): Promise<Finding[]> {
  const { slack } = outside;
  const desk = await startDesk(outside, 'slack');
  const port = await freePort();
  const peer = await startMeasured({
    file: 'bench/peers/bolt.js',
    port,
    env: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
    },
  });
  const toDesk = createPoster(`${desk.url}/slack/events`, USERS);
  const toPeer = createPoster(`http://127.0.0.1:${port}/slack/events`, USERS);
  const ours: Side = {
    server: desk.server,
    async ask(user) {
      const { headers, body, answered } = slack.command(user, `find ${QUERY}`);
      const ack = await toDesk.post(headers, body);
      // Empty: the answer was not ready in time, as it is the first time, and comes by itself.
      expectText(ack.body || (await answered()), 'Contoso Ltd');
    },
  };
  const theirs: Side = {
    server: peer,
    async ask(user) {
      const { headers, body } = slack.command(user, `find ${QUERY}`);
      const [{ status }] = await Promise.all([toPeer.post(headers, body), slack.posted(slack.channelOf(user))]);
      if (status !== 200) throw new Error(`the peer answered ${status}`);
    },
  };
  try {
    const size = quick ? { rounds: 3, count: 500 } : { rounds: 5, count: 1_500 };
    return await comparePaired('slack', ours, { name: 'stock Bolt', ...theirs }, { ...size, budget: 1 });
  } finally {
    toDesk.close();
    toPeer.close();
    await Promise.all([desk.server.stop(), peer.stop()]);
  }
}
