import type { Answer } from '../../answer.js';
import type { FieldError } from '../../failure.js';
import { callOptions, type Visit } from '../../context.js';
import type { AccountFields } from '../../partner/fields.js';
import { countryMeant } from '../../partner/iso-countries.js';
import { type Change, differencesOf, pick } from '../change.js';
import { addressChanged, checkAddress, wrongAddress } from './address.js';
import { deedOf, openDraft, present, rulesFor } from './draft.js';
import { accountForm } from './form.js';
import { languageFor, listedCode } from './listed.js';
import { withCopies } from './mirror.js';
import { type AccountNotes, notesOf } from './notes.js';
import { validate } from './validate.js';

/** A deed on a draft that is open to whoever does it; `version` is the one that their card showed. */
interface Deed {
  change: Change;
  version: number | undefined;
  values: AccountFields;
}

/** The form was filled: checks it, has the address checked, and shows what will change. */
export async function fillForm(visit: Visit, { change, version, values }: Deed): Promise<Answer> {
  const deed = deedOf('review', version, values);
  const notes = notesOf(change);
  if (notes.lastDeed === deed) return present(visit, change);
  const rules = await rulesFor(visit, change.after);
  const fields = accountForm(change.before, change.after, rules);
  const checked = validate(fields, change.before, values, rules);
  const after = withCopies(change.before, { ...change.after, ...checked.values });
  const country = miswrittenCountry(after['defaultAddress.country'] ?? '');
  const errors = country ? [country, ...checked.errors] : checked.errors;
  if (errors.length > 0) return wrongForm(visit, change, after, errors, version);
  if (differencesOf(change.before, after).length === 0) return { type: 'unchanged', customer: change.customer };
  if (!addressChanged(change.before, after)) return review(visit, change, after, { ...notes, lastDeed: deed }, []);

  const outcome = await checkAddress(visit.partner, after, callOptions(visit));
  switch (outcome.type) {
    case 'fine':
      return review(visit, change, after, { ...notes, lastDeed: deed }, []);
    case 'unchecked':
      return review(visit, change, after, { ...notes, lastDeed: deed }, ['addressUnchecked']);
    case 'wrong':
      return wrongForm(visit, change, after, wrongAddress(outcome.said), version);
    case 'choose': {
      const { type: _, ...address } = outcome;
      return go(visit, change, after, { ...notes, stage: 'address', address, errors: [], lastDeed: deed });
    }
  }
}

/** A code that is no country's, but is often taken for one: which one it is. */
function miswrittenCountry(code: string): FieldError | undefined {
  const meant = countryMeant(code);
  if (meant === undefined) return undefined;
  return { path: 'defaultAddress.country', rule: 'miswrittenCountry', params: { country: code, meant } };
}

/** Keeps what was typed and shows the errors. The answer has the version that was submitted, so that the open view still fits. */
async function wrongForm(
  visit: Visit,
  change: Change,
  after: AccountFields,
  errors: FieldError[],
  version: number | undefined,
): Promise<Answer> {
  const answer = await go(visit, change, after, {
    ...notesOf(change),
    failure: undefined,
    stage: 'form',
    errors,
    lastDeed: undefined,
  });
  return answer.type === 'accountForm' && version !== undefined
    ? { ...answer, change: { id: change.id, version } }
    : answer;
}

function review(
  visit: Visit,
  change: Change,
  after: AccountFields,
  notes: AccountNotes,
  warnings: AccountNotes['warnings'],
): Promise<Answer> {
  const renamed = differencesOf(change.before, after).some(
    ({ path }) => path === 'companyName' || path === 'defaultAddress.country',
  );
  const all: AccountNotes['warnings'] = renamed ? ['nameMayBeReviewed', ...warnings] : warnings;
  return go(visit, change, after, {
    ...notes,
    stage: 'review',
    errors: [],
    failure: undefined,
    drift: undefined,
    warnings: all,
  });
}

/**
 * Writes the draft's next stage and shows it. It is one person's own draft, so that of two of their deeds at once the
 * later one wins and nothing typed is lost; once it was submitted, how it stands is shown.
 */
async function go(visit: Visit, change: Change, after: AccountFields, notes: AccountNotes): Promise<Answer> {
  let current: Change | undefined = change;
  while (current?.state === 'draft') {
    const revised = await visit.changes.revise(current, { after, notes });
    if (revised) return present(visit, revised);
    current = await visit.changes.get(change.id);
  }
  return current ? present(visit, current) : { type: 'stale', reason: 'gone' };
}

/**
 * Shows a stage of the form again, with everything that was typed.
 *
 * @param typed what the form held when it was left, where the client sends that
 */
export function showStage(
  visit: Visit,
  change: Change,
  stage: 'form' | 'country',
  typed: AccountFields = {},
): Promise<Answer> {
  const { 'defaultAddress.country': _fixed, ...rest } = typed;
  const after = withCopies(change.before, { ...change.after, ...rest });
  return go(visit, change, after, { ...notesOf(change), stage, errors: [], lastDeed: undefined });
}

/** Another country: another form. What the new country's lists do not hold is emptied, the rest stays as typed. */
export async function setCountry(visit: Visit, { change, values }: Deed): Promise<Answer> {
  const notes = notesOf(change);
  const country = values['defaultAddress.country'] ?? '';
  const wrong = miswrittenCountry(country);
  if (wrong || !/^[A-Z]{2}$/u.test(country)) {
    const rule = country ? 'notInList' : 'required';
    const errors: FieldError[] = [wrong ?? { path: 'defaultAddress.country', rule, params: {} }];
    return go(visit, change, change.after, { ...notes, stage: 'country', errors });
  }
  if (country === change.after['defaultAddress.country']) return showStage(visit, change, 'form');
  const after: AccountFields = { ...change.after, 'defaultAddress.country': country };
  const rules = await rulesFor(visit, after);
  const state = listedCode('defaultAddress.state', after['defaultAddress.state'] ?? '', rules);
  after['defaultAddress.state'] = rules.states.includes(state) ? state : '';
  if (rules.cultures.length > 0 && !rules.cultures.includes(after.culture ?? ''))
    after.culture = rules.defaultCulture ?? '';
  if (rules.languages.length > 0 && !rules.languages.includes(after.language ?? '')) {
    after.language = languageFor(after.culture ?? '', rules.languages) ?? '';
  }
  return go(visit, change, after, { ...notes, stage: 'form', errors: [], lastDeed: undefined });
}

/** One of the suggested addresses, or what was typed. */
export async function chooseAddress(
  visit: Visit,
  { change, version, values }: Deed & { values: Record<string, string> },
): Promise<Answer> {
  const notes = notesOf(change);
  const deed = deedOf('address', version, values);
  if (notes.lastDeed === deed || notes.stage !== 'address' || !notes.address) return present(visit, change);
  const choice = values['address'] ?? '';
  if (choice === 'keep' && notes.address.mayKeep) {
    return review(visit, change, change.after, { ...notes, lastDeed: deed }, ['addressNotVerified']);
  }
  const suggestion = /^\d$/u.test(choice) ? notes.address.suggestions[Number(choice)] : undefined;
  if (!suggestion) return present(visit, change);
  const after = { ...change.after, ...suggestion };
  if (differencesOf(change.before, after).length === 0) return { type: 'unchanged', customer: change.customer };
  return review(visit, change, after, { ...notes, lastDeed: deed }, []);
}

/** A conflicted, failed or expired change is taken up again: the record as it is now, with what was asked for typed in. */
export async function goOn(visit: Visit, change: Change): Promise<Answer> {
  const asked = pick(
    change.after,
    differencesOf(change.before, change.after).map(({ path }) => path),
  );
  return openDraft(visit, change.customer.id, {
    after: asked,
    predecessor: change.id,
    ...(change.drift ? { drift: change.drift } : {}),
    ...(change.failure ? { failure: change.failure, errors: change.failure.fields ?? [] } : {}),
  });
}
