import { createPoster } from '../load/http.js';
import type { Outside } from '../outside/outside.js';
import { against, type Finding } from '../report.js';
import { expectText, startDesk } from './desk.js';
import { told } from './paired.js';
import { typed, valuesOf } from './teams-card.js';

/** How often Partner Center is asked, counted where it is asked. */
export async function callsSection(outside: Outside): Promise<Finding[]> {
  const { teams, asked, forget, partnerCenter } = outside;
  const { server, url } = await startDesk(outside, 'calls');
  const poster = createPoster(`${url}/api/messages`, 1);
  // A chat of its own for every errand: what still arrives for the last one disturbs nobody.
  let errand = 0;
  const chat = () => `a:calls-${errand}`;

  async function say(text: string): Promise<unknown> {
    errand += 1;
    const { headers, body } = await teams.message(0, chat(), text);
    const [, said] = await Promise.all([poster.post(headers, body), teams.said(chat())]);
    return said;
  }
  async function press(card: unknown, verb: string, changes: Record<string, string> = {}): Promise<unknown> {
    const { headers, body } = await teams.press(0, chat(), verb, { ...valuesOf(card, verb), ...changes });
    return JSON.parse((await poster.post(headers, body)).body);
  }
  /** One update from the command to its outcome, its customer found just before. Gives how often Partner Center was asked. */
  async function update(customer: string, phone: string): Promise<number> {
    await say(`find ${customer}`);
    forget();
    const writes = partnerCenter.putLog.length;
    const form = await say(`update ${customer}`);
    const review = await press(form, 'review', { [typed(form, /phone/iu)]: phone });
    await press(review, 'submit');
    if (partnerCenter.putLog.length !== writes + 1) throw new Error('the update was not applied');
    return asked.length;
  }
  try {
    const first = await update('fabrikam', '4255550101');
    const second = await update('fabrikam', '4255550102');
    forget();
    expectText(JSON.stringify(await say('find Contoso')), 'Contoso Ltd');
    const cold = asked.length;
    forget();
    expectText(JSON.stringify(await say('find Contoso')), 'Contoso Ltd');
    const warm = asked.length;
    return [
      against('calls', 'Partner Center calls of an update', { bound: 4, measured: second, unit: 'calls', digits: 0 }),
      told('calls', 'the first update of a country since the start', `${first} calls`),
      against('calls', 'Partner Center calls of a warm lookup', { bound: 0, measured: warm, unit: 'calls', digits: 0 }),
      told('calls', 'a lookup of a name that nobody asked for lately', `${cold} calls`),
    ];
  } finally {
    poster.close();
    await server.stop();
  }
}
