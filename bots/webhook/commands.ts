import { setTimeout } from 'node:timers/promises';
import { journal } from '../../core/journal/journal.js';
import { describeError } from '../../core/log.js';
import { usedEvents } from '../../core/partner/webhook-event.js';
import type { WebhookRegistration, WebhookRegistrations } from '../../core/partner/webhook-registration.js';
import type { StoreBeside } from '../../core/store/open-beside.js';
import { lastTest } from '../../core/watch/webhook-events.js';

/** What to print, and with which code to end. */
export interface Outcome {
  text: string;
  code: (typeof exitCodes)[keyof typeof exitCodes];
}

/** 1 is whatever could not be done at all: it is thrown. */
export const exitCodes = {
  done: 0,
  /** Another registration is there, and was left as it is. */
  taken: 2,
  /** The test event did not arrive. */
  notArrived: 3,
} as const;

/** What every command works with. */
export interface Desk {
  registrations: WebhookRegistrations;
  store: StoreBeside;
  /** Where this desk wants to be called. */
  address: string;
  now: () => number;
}

/** Prints the registration of the tenant, and which events are on offer. */
export async function show({ registrations, store, address }: Desk): Promise<Outcome> {
  const [current, offered, tested] = [
    await registrations.current(),
    await registrations.offered(),
    await lastTest(store.db),
  ];
  const used = offered.filter((name) => usedEvents.includes(name.toLowerCase()));
  const lines = [
    ...(current ? described(current, address) : ['The tenant has no webhook registration.']),
    `Events that this desk uses:  ${used.join(', ') || 'none is on offer'}`,
    `Other events on offer:       ${offered.filter((name) => !used.includes(name)).join(', ') || 'none'}`,
    `A test event came last:      ${tested === undefined ? 'never' : new Date(tested).toISOString()}`,
  ];
  return said(lines);
}

/** Registers this desk; never over another address, unless `replace` says so. */
export async function register(desk: Desk, { replace = false }: { replace?: boolean }): Promise<Outcome> {
  const { registrations, address } = desk;
  const current = await registrations.current();
  const offered = await registrations.offered();
  const events = offered.filter((name) => usedEvents.includes(name.toLowerCase()));
  if (events.length === 0) throw new Error('Partner Center offers none of the events that this desk uses.');
  const wanted = { address, events };
  if (!current) {
    await registrations.create(wanted);
    return registered(desk, wanted);
  }
  if (current.address === address && events.every((name) => current.events.includes(name)))
    return said(['This is registered already; nothing was changed.', ...described(current, address)]);
  if (current.address !== address && !replace)
    return said(
      [
        'The tenant has a registration with another address. Nothing was changed.',
        ...described(current, address),
        'It may belong to another program, which would not be called any more. To overwrite it:',
        '  npm run webhook -- register --replace',
      ],
      exitCodes.taken,
    );
  // Events that somebody else added to our own address stay.
  const kept = current.address === address ? current.events.filter((name) => !events.includes(name)) : [];
  const whole = { address, events: [...events, ...kept] };
  await registrations.replace(whole);
  return registered(desk, whole, current);
}

/** Journals what was done. What was there before is part of it: that is how it can be put back. */
async function registered(
  { store, now, address }: Desk,
  made: WebhookRegistration,
  before?: WebhookRegistration,
): Promise<Outcome> {
  const detail = { ...made, ...(before ? { before: { ...before } } : {}) };
  const entry = { fact: 'webhook.registered', at: now(), detail } as const;
  await store
    .write((tx) => journal(tx, entry))
    .catch((error: unknown) => {
      throw new Error(`It is registered, but the journal does not know: ${describeError(error).message}`, {
        cause: error,
      });
    });
  return said([
    'Registered.',
    ...described(made, address),
    ...(before ? ['Before, there was:', ...described(before, address)] : []),
    'Now try it: npm run webhook -- test',
  ]);
}

/**
 * Lets a test event be sent.
 *
 * @param within how long its end is waited for, ms
 * @param pauseMs between two looks
 */
export async function test(
  { registrations, store, address, now }: Desk,
  within: number,
  pauseMs: number,
): Promise<Outcome> {
  const current = await registrations.current();
  if (!current || current.address !== address)
    return said(
      [
        current ? 'Another address is registered, so that no test could arrive here.' : 'Nothing is registered yet.',
        ...(current ? described(current, address) : []),
        'First: npm run webhook -- register',
      ],
      exitCodes.notArrived,
    );
  const id = await registrations.sendTest();
  const until = now() + within;
  let result = await registrations.test(id);
  while (!result.done && now() < until) {
    await setTimeout(pauseMs);
    result = await registrations.test(id);
  }
  const tested = await lastTest(store.db);
  const answers = result.answers.map((answer) => answer || 'no answer').join(', ') || 'none yet';
  const arrived = result.answers.at(-1)?.toUpperCase() === 'OK';
  return said(
    [
      arrived ? 'The test event arrived, and the desk accepted it.' : 'The test event did not arrive.',
      `Answers that Partner Center got:  ${answers}`,
      `A test event came here last:      ${tested === undefined ? 'never' : new Date(tested).toISOString()}`,
      ...(arrived ? [] : ['The log of the desk and partnerdesk_refused_requests_total say why one was refused.']),
    ],
    arrived ? exitCodes.done : exitCodes.notArrived,
  );
}

function described({ address, events }: WebhookRegistration, own: string): string[] {
  return [
    `Registered address:          ${address}${address === own ? ' (this desk)' : ''}`,
    `Registered events:           ${events.join(', ') || 'none'}`,
  ];
}

const said = (lines: string[], code: Outcome['code'] = exitCodes.done): Outcome => ({
  text: `${lines.join('\n')}\n`,
  code,
});
