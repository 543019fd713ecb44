import type { Context } from '../../cards/context.js';
import type { Cloud } from '../../core/config.js';
import type { Reader } from '../../core/delivery.js';

/** How an answer is shown to a reader. */
export function contextOf(reader: Pick<Reader, 'locale' | 'timeZone'>, cloud: Cloud): Context {
  return { locale: reader.locale, cloud, ...(reader.timeZone === undefined ? {} : { timeZone: reader.timeZone }) };
}
