import type { Answered } from '../load/http.js';
import { createPoster } from '../load/http.js';
import { openLoop } from '../load/loops.js';
import type { Outside } from '../outside/outside.js';
import { USERS } from '../outside/people.js';
import { against, type Finding } from '../report.js';
import { percentile } from '../statistics.js';
import { startDesk } from './desk.js';
import { told } from './paired.js';

const PER_SECOND = 100;
const PARTNER_CENTER_MS = 3_000;
const BUDGET_MS = 200;

/** How fast turns are acknowledged while Partner Center is slow: every turn asks for another customer's account. */
export async function ackSection(outside: Outside, quick: boolean): Promise<Finding[]> {
  const { slack, teams, partnerCenter, customers } = outside;
  const { server, url } = await startDesk(outside, 'ack');
  const toSlack = createPoster(`${url}/slack/events`, 1_000);
  const toTeams = createPoster(`${url}/api/messages`, 1_000);
  const ways: Record<string, (user: number, text: string) => Promise<Answered>> = {
    'Slack command': (user, text) => {
      const { headers, body } = slack.command(user, text);
      return toSlack.post(headers, body);
    },
    'Slack message': (user, text) => {
      const { headers, body } = slack.message(user, text);
      return toSlack.post(headers, body);
    },
    'Teams message': async (user, text) => {
      const { headers, body } = await teams.message(user, `a:ack-${user}`, text);
      return toTeams.post(headers, body);
    },
  };
  const names = Object.keys(ways);
  try {
    // Everybody is known, and their roles: what is measured is Partner Center's slowness, not that of the first minute.
    for (const way of Object.values(ways)) for (let user = 0; user < USERS; user += 1) await way(user, 'find Contoso');
    partnerCenter.faults.delay(PARTNER_CENTER_MS);
    const answers = await openLoop({
      perSecond: PER_SECOND,
      count: PER_SECOND * (quick ? 3 : 8),
      async ask(n) {
        const name = names[n % names.length] ?? '';
        const way = ways[name];
        const answer = await way?.(n % USERS, `account ${customers[n]?.id ?? ''}`);
        if (answer?.status !== 200) throw new Error(`${name} was answered ${answer?.status}`);
        return { name, ms: answer.ms };
      },
    });
    const msOf = (name: string) => answers.flatMap((each) => (each.name === name ? [each.ms] : []));
    const what = `p99 at ${PER_SECOND}/s, Partner Center taking ${PARTNER_CENTER_MS / 1_000} s`;
    const all = percentile(
      answers.map(({ ms }) => ms),
      99,
    );
    return [
      against('ack', what, { bound: BUDGET_MS, measured: all, unit: 'ms', digits: 0 }),
      ...names.map((name) => told('ack', `  ${name}: p50 | p99`, both(msOf(name)))),
    ];
  } finally {
    partnerCenter.faults.delay(0);
    await server.stop();
    toSlack.close();
    toTeams.close();
  }
}

const both = (ms: number[]) => `${percentile(ms, 50).toFixed(0)} | ${percentile(ms, 99).toFixed(0)} ms`;
