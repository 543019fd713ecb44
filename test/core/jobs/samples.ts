import type { Answer } from '../../../core/answer.js';
import type { Reader } from '../../../core/delivery.js';
import type { Turn } from '../../../core/turn.js';

/** What somebody typed in Slack; `argument` is easily found again in places where it must not stand. */
export function sampleTurn(delivery: string, argument = 'Fabrikam Rosengarten'): Turn {
  const { user, place, locale } = sampleReader;
  return { delivery, user, place, locale, act: { type: 'command', command: 'find', argument } };
}

export const sampleReader: Reader = {
  user: { platform: 'slack', tenant: 'T100', user: 'U200', name: 'Wilhelmina Okonkwo', standing: 'member' },
  place: { platform: 'slack', team: 'T100', channel: 'D300', kind: 'personal', external: false },
  locale: 'en-GB',
};

export const sampleAnswer: Answer = { type: 'nothingFound', query: 'Fabrikam Rosengarten' };
