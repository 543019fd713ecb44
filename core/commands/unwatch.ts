import type { Visit } from '../context.js';
import { foldName } from '../customers/names.js';
import { placeKeyOf } from '../places.js';
import { endAll } from '../watch/deeds.js';
import { noteVisit } from '../watch/rights.js';
import type { Watch, WatchWish } from '../watch/watch.js';
import { watchesOfPlace } from '../watch/watches.js';
import type { CustomerRef } from '../views.js';
import type { Command } from './command.js';
import { wishOf } from './watch.js';

/** Ends the watches of this conversation: all of them, or those that match what was asked for. */
export const unwatch: Command = {
  name: 'unwatch',
  needs: 'view customers',
  argument: 'text',
  async run(visit, argument) {
    await noteVisit(visit);
    const present = await watchesOfPlace(visit, placeKeyOf(visit.turn.place));
    return endAll(visit, meant(visit, present, argument));
  },
};

function meant(visit: Visit, watches: readonly Watch[], argument: string): Watch[] {
  if (argument.trim() === '') return [...watches];
  const wish = wishOf(visit, argument);
  return watches.filter((watch) => matches(watch, wish));
}

/** Whether a watch is one of those that somebody names: every part that is named has to be so. */
function matches({ topic, filter, rhythm, quiet }: Watch, wish: WatchWish): boolean {
  return (
    topic === wish.topic &&
    (wish.customer === undefined || isCalled(filter.customer, wish.customer)) &&
    (['country', 'kind', 'field', 'stage', 'origin', 'muteOwn'] as const).every(
      (part) => wish[part] === undefined || filter[part] === wish[part],
    ) &&
    (wish.rhythm === undefined || wish.rhythm.every === rhythm.every) &&
    (wish.quiet === undefined || quiet !== undefined)
  );
}

/** As customers are found: by Microsoft ID, by domain, or by the beginning of either name. */
function isCalled(customer: CustomerRef | undefined, text: string): boolean {
  const wanted = foldName(text);
  if (!customer || wanted === '') return false;
  return (
    customer.id === wanted || foldName(customer.name).startsWith(wanted) || foldName(customer.domain).startsWith(wanted)
  );
}
