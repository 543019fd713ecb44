import type { Reader } from './delivery.js';
import type { Turn } from './turn.js';

/** Who reads the answer to a turn. */
export function readerOf(turn: Turn): Reader {
  return {
    user: turn.user,
    place: turn.place,
    locale: turn.locale,
    ...(turn.timeZone === undefined ? {} : { timeZone: turn.timeZone }),
  };
}
