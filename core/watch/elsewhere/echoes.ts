import type { Difference } from '../../views.js';
import type { Told } from './operations.js';
import { differencesIn, valuesOf } from './values.js';

/**
 * Sorts out the records that only repeat another one: Partner Center has an operation for the company name and one for the whole
 * profile, and one deed may leave both. Such a record has the correlation id and the customer of the other, and tells nothing
 * that the other does not.
 */
export function withoutEchoes(told: readonly Told[]): { genuine: Told[]; echoes: Told[] } {
  const echoes: Told[] = [];
  // Whichever tells most comes first, so that what follows can be its echo.
  const weighed = told
    .map((one) => ({ one, differences: differencesIn(valuesOf(one.record, one.news)) }))
    .sort((a, b) => b.differences.length - a.differences.length);
  const louder: typeof weighed = [];
  for (const sound of weighed) {
    if (louder.some((other) => isEcho(sound, other))) echoes.push(sound.one);
    else louder.push(sound);
  }
  const kept = new Set(louder.map(({ one }) => one));
  return { genuine: told.filter((one) => kept.has(one)), echoes };
}

interface Sound {
  one: Told;
  differences: Difference[];
}

function isEcho({ one, differences }: Sound, other: Sound): boolean {
  const { record, news } = one;
  return (
    differences.length > 0 &&
    news.kind === other.one.news.kind &&
    record.operation !== other.one.record.operation &&
    record.status === 'succeeded' &&
    other.one.record.status === 'succeeded' &&
    one.customer !== undefined &&
    one.customer === other.one.customer &&
    record.correlationId !== undefined &&
    record.correlationId === other.one.record.correlationId &&
    differences.every(({ path, after }) => other.differences.some((each) => each.path === path && each.after === after))
  );
}
