import { createPoster, type Poster } from '../load/http.js';
import { freePort, type Outside } from '../outside/outside.js';
import { USERS } from '../outside/people.js';
import { startMeasured } from '../process/measured.js';
import type { Finding } from '../report.js';
import { expectText, QUERY, startDesk } from './desk.js';
import { comparePaired } from './paired.js';

/** A signed Teams message to its card, against stock botbuilder that replies with one card. */
export async function teamsSection(outside: Outside, quick: boolean): Promise<Finding[]> {
  const { teams } = outside;
  const desk = await startDesk(outside, 'teams');
  const port = await freePort();
  const peer = await startMeasured({
    file: 'bench/peers/botbuilder.js',
    port,
    env: {
      MicrosoftAppId: teams.appId,
      TEAMS_LOGIN_URL: teams.loginUrl,
      TEAMS_OPENID_METADATA_URL: teams.openIdMetadataUrl,
    },
  });
  const toDesk = createPoster(`${desk.url}/api/messages`, USERS);
  const toPeer = createPoster(`http://127.0.0.1:${port}/api/messages`, USERS);
  const ask = (poster: Poster, fresh: boolean) => async (user: number) => {
    const conversation = `a:chat-${user}`;
    const { headers, body } = await teams.message(user, conversation, `find ${QUERY}`, fresh);
    const [{ status }, said] = await Promise.all([poster.post(headers, body), teams.said(conversation)]);
    if (status !== 200) throw new Error(`answered ${status}`);
    expectText(JSON.stringify(said), 'Contoso Ltd');
  };
  try {
    const compare = (fresh: boolean, size: { rounds: number; count: number }) =>
      comparePaired(
        fresh ? 'teams, new tokens' : 'teams',
        { server: desk.server, ask: ask(toDesk, fresh) },
        { name: 'stock botbuilder', server: peer, ask: ask(toPeer, fresh) },
        { ...size, budget: 1 },
      );
    const usual = await compare(false, quick ? { rounds: 3, count: 500 } : { rounds: 5, count: 1_500 });
    // The Bot Connector uses a token for many deliveries, which the desk makes use of. This is what it costs otherwise.
    const worst = await compare(true, quick ? { rounds: 3, count: 300 } : { rounds: 3, count: 1_000 });
    return [...usual, ...worst.slice(0, 2)];
  } finally {
    toDesk.close();
    toPeer.close();
    await Promise.all([desk.server.stop(), peer.stop()]);
  }
}
