import type { Action } from '../action.js';
import type { Answer } from '../answer.js';
import { callOptions, type Visit } from '../context.js';
import { isMicrosoftId } from '../customers/names.js';
import { inTransaction } from '../store/transaction.js';
import type { FormValues } from '../turn.js';
import type { WatchFormError, WatchFormValues } from '../views.js';
import { choiceFrom, typedValues, valuesOf } from './form.js';
import { begin, doer, oweTest, saveChoice, surveyed } from './making.js';
import { mayKeep } from './rights.js';
import { noWatch, showWatch, viewsFor } from './show.js';
import { tellOwners } from './owner.js';
import { placeView } from './view.js';
import type { Watch } from './watch.js';
import { breakPlace, endWatch, findWatch } from './watches.js';

/** A watch that stands, for whoever may change it. Whatever a card says, rights are looked at anew. */
async function withWatch(
  visit: Visit,
  id: string | undefined,
  run: (watch: Watch) => Promise<Answer>,
): Promise<Answer> {
  const watch = id === undefined ? undefined : await findWatch(visit, id);
  if (!watch || watch.state === 'draft' || watch.state === 'ended') return noWatch;
  return (await mayKeep(visit, watch)) ? run(watch) : { type: 'watchRefused', reason: 'notYours' };
}

/** The form of a watch. Where requests are posted there is nothing to choose. */
export function openWatch(visit: Visit, { id }: Action): Promise<Answer> {
  return withWatch(visit, id, async (watch) =>
    watch.topic === 'approvals' ? showWatch(visit, watch, 'already') : formOf(watch, valuesOf(watch)),
  );
}

/** The form was filled. Errors keep what was typed; a form that is out of date is answered with the newer one. */
export function saveWatch(visit: Visit, { id, version }: Action, given: FormValues): Promise<Answer> {
  return withWatch(visit, id, async (watch) => {
    if (watch.topic === 'approvals') return showWatch(visit, watch, 'already');
    const shown = valuesOf(watch);
    const typed = typedValues(given, shown);
    if (version !== watch.version) return outOfDate(visit, watch, typed);
    const chosen = choiceFrom(typed, watch);
    if ('errors' in chosen) return formOf(watch, typed, chosen.errors);
    const saved = await saveChoice(visit, watch, chosen.choice);
    if (saved) return showWatch(visit, saved, 'saved');
    const newer = await findWatch(visit, watch.id);
    return newer && newer.state !== 'ended' ? outOfDate(visit, newer, typed) : noWatch;
  });
}

/** Saved a moment ago with these very values: a client sends a form twice. Else somebody else was first. */
async function outOfDate(visit: Visit, watch: Watch, typed: WatchFormValues): Promise<Answer> {
  const present = valuesOf(watch);
  const same = (Object.keys(present) as (keyof WatchFormValues)[]).every((path) => present[path] === typed[path]);
  return same ? showWatch(visit, watch, 'saved') : formOf(watch, present);
}

function formOf(watch: Watch, values: WatchFormValues, errors: WatchFormError[] = []): Answer {
  return {
    type: 'watchForm',
    watch: { id: watch.id, version: watch.version },
    place: placeView(watch),
    ...(watch.filter.customer ? { customer: watch.filter.customer } : {}),
    values,
    errors,
  };
}

/** The customer that a draft is about was chosen. A draft is for whoever asked for it, where they asked for it. */
export async function chooseCustomer(visit: Visit, { id = '' }: Action): Promise<Answer> {
  const [wanted = '', customer = ''] = id.split('/');
  const draft = await findWatch(visit, wanted);
  if (!draft || !isMicrosoftId(customer)) return noWatch;
  if (draft.owner !== visit.person.id) return { type: 'watchRefused', reason: 'notYours' };
  if (draft.state === 'active' || draft.state === 'broken') {
    return draft.filter.customer?.id === customer.toLowerCase() ? showWatch(visit, draft, 'already') : noWatch;
  }
  if (draft.state !== 'draft') return noWatch;
  const [found] = await visit.customers.find(customer.toLowerCase(), callOptions(visit));
  if (!found) return noWatch;
  const { id: customerId, name, domain } = found;
  const watch = { ...draft, filter: { ...draft.filter, customer: { id: customerId, name, domain } } };
  return begin(visit, watch, { draft, ...(draft.rhythm.every === 'change' ? {} : { rhythm: draft.rhythm }) });
}

/** Posts the test again; a place that works is mended at once, one that does not is marked. */
export function testWatch(visit: Visit, { id }: Action): Promise<Answer> {
  return withWatch(visit, id, async (watch) => {
    const { problem, name } = await surveyed(visit, watch.place);
    if (problem) {
      await inTransaction(visit.store.db, async (tx) => {
        const broken = await breakPlace(tx, visit, watch.placeKey, problem);
        // Whoever pressed the button reads it in the answer.
        const unaware = broken.filter(({ owner }) => owner !== visit.person.id);
        await tellOwners(visit, tx, unaware, { mended: false, others: new Map() });
      });
    } else if (watch.state === 'broken') {
      await visit.mend(watch, { name, by: visit.person.id });
    }
    const now = await findWatch(visit, watch.id);
    if (!now || now.state === 'ended') return noWatch;
    if (!problem) {
      await inTransaction(visit.store.db, (tx) => oweTest(tx, visit, now));
      visit.wake();
    }
    return showWatch(visit, now, 'tested');
  });
}

/** Ends one watch. */
export function endOne(visit: Visit, { id }: Action): Promise<Answer> {
  return withWatch(visit, id, (watch) => endAll(visit, [watch]));
}

/** Ends watches, and says which. */
export async function endAll(visit: Visit, watches: readonly Watch[]): Promise<Answer> {
  const ended: Watch[] = [];
  for (const watch of watches) {
    const over = await end(visit, watch);
    if (over) ended.push(over);
  }
  return { type: 'unwatched', ended: await viewsFor(visit, ended) };
}

/** A watch that is edited or marked at the same moment still ends. */
async function end(visit: Visit, watch: Watch): Promise<Watch | undefined> {
  for (let now: Watch | undefined = watch; now && now.state !== 'ended'; now = await findWatch(visit, watch.id)) {
    const standing = now;
    const over = await inTransaction(visit.store.db, (tx) => endWatch(tx, visit, standing, doer(visit)));
    if (over) return over;
  }
  return undefined;
}
