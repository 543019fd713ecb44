import type { ChangeRequest, ConsoleState, CustomerRecord, CustomerRow } from '../console/state.js';
import type { SlackGesture, TeamsGesture, TeamsTyping } from '../stand-in.js';

let source: EventSource | undefined;

/** Follows what one character sees; called again for another character. */
export function follow(as: string, onState: (state: ConsoleState) => void, onLost: (lost: boolean) => void): void {
  source?.close();
  source = new EventSource(`/console/events?as=${encodeURIComponent(as)}`);
  source.addEventListener('message', (event: MessageEvent<string>) => onState(JSON.parse(event.data) as ConsoleState));
  source.addEventListener('open', () => onLost(false));
  source.addEventListener('error', () => onLost(true));
}

/** What the first character sees: used once, to learn who there is. */
export async function firstState(): Promise<ConsoleState> {
  return (await get('/console/state')) as ConsoleState;
}

export async function actInSlack(as: string, gesture: SlackGesture): Promise<void> {
  await post('/console/slack', { as, gesture });
}

export async function actInTeams(as: string, gesture: TeamsGesture): Promise<void> {
  await post('/console/teams', { as, gesture });
}

/** What a field of a card offers to somebody who types in it. */
export async function suggestInTeams(as: string, typing: TeamsTyping): Promise<{ title: string; value: string }[]> {
  const response = await fetch('/console/teams/suggest', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ as, typing }),
  });
  return response.ok ? ((await response.json()) as { title: string; value: string }[]) : [];
}

export async function searchCustomers(text: string): Promise<CustomerRow[]> {
  return (await get(`/console/partner-center?search=${encodeURIComponent(text)}`)) as CustomerRow[];
}

export async function readRecord(customer: string): Promise<CustomerRecord> {
  return (await get(`/console/partner-center?customer=${encodeURIComponent(customer)}`)) as CustomerRecord;
}

/**
 * Sets somebody's chats to a language.
 *
 * @param as whose; everybody's when absent
 */
export async function speak(language: string, as?: string): Promise<void> {
  await post('/console/language', { language, ...(as === undefined ? {} : { as }) });
}

/** Types something straight into Partner Center, past the desk. */
export async function changeRecord(change: ChangeRequest): Promise<void> {
  await post('/console/partner-center', change);
}

async function get(path: string): Promise<unknown> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`The sandbox answered ${response.status}`);
  return response.json();
}

async function post(path: string, body: unknown): Promise<void> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The sandbox answered ${response.status}`);
}
