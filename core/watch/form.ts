import { isoCountries } from '../partner/iso-countries.js';
import { changePaths } from '../changes/change.js';
import type { FormValues } from '../turn.js';
import type { WatchFormError, WatchFormValues } from '../views.js';
import { kindOf } from './filter.js';
import { newsKinds, type QuietHours, type Rhythm, type Watch, type WatchFilter } from './watch.js';
import { isTimeZone } from './wall-clock.js';
import type { Choice } from './watches.js';

const ANY = 'any';

/** What the form of a watch shows. */
export function valuesOf({ filter, rhythm, quiet, timeZone }: Choice): WatchFormValues {
  return {
    about: filter.customer ? 'customer' : filter.country ? 'country' : 'everything',
    country: filter.country ?? '',
    kind: filter.kind ?? ANY,
    field: filter.field ?? ANY,
    stage: filter.stage,
    origin: filter.origin,
    muteOwn: filter.muteOwn ? 'yes' : 'no',
    rhythm: rhythm.every,
    dailyAt: rhythm.every === 'day' ? timeOf(rhythm.at) : '',
    quietFrom: quiet ? timeOf(quiet.from) : '',
    quietTo: quiet ? timeOf(quiet.to) : '',
    timeZone,
  };
}

/** What was sent of the form: a client may leave things out, or add some. */
export function typedValues(given: FormValues, shown: WatchFormValues): WatchFormValues {
  const typed = { ...shown };
  for (const path of Object.keys(shown) as (keyof WatchFormValues)[]) {
    const value = given[path];
    if (value !== undefined) typed[path] = value.trim().slice(0, LONGEST);
  }
  return typed;
}

/** More than any value can need: the longest name of a time zone has some 30 characters. */
const LONGEST = 100;

/** What was chosen in the form, or what is wrong with it. */
export function choiceFrom(
  typed: WatchFormValues,
  watch: Pick<Watch, 'filter'>,
): { choice: Choice } | { errors: WatchFormError[] } {
  const errors: WatchFormError[] = [];
  const wrong = (path: keyof WatchFormValues, rule: WatchFormError['rule']) => void errors.push({ path, rule });
  const filter = filterFrom(typed, watch.filter, wrong);
  const rhythm = rhythmFrom(typed, wrong);
  const quiet = quietFrom(typed, wrong);
  if (!isTimeZone(typed.timeZone)) wrong('timeZone', typed.timeZone === '' ? 'required' : 'timeZone');
  if (errors.length > 0) return { errors };
  return { choice: { filter, rhythm, timeZone: typed.timeZone, ...(quiet ? { quiet } : {}) } };
}

type Wrong = (path: keyof WatchFormValues, rule: WatchFormError['rule']) => void;

function filterFrom(typed: WatchFormValues, before: WatchFilter, wrong: Wrong): WatchFilter {
  const { about } = typed;
  const country = typed.country.toUpperCase();
  if (about === 'country' && !isoCountries.includes(country))
    wrong('country', country === '' ? 'required' : 'notInList');
  if (!['everything', 'customer', 'country'].includes(about) || (about === 'customer' && !before.customer))
    wrong('about', 'notInList');
  const kind = newsKinds.find((one) => one === typed.kind);
  if (!kind && typed.kind !== ANY) wrong('kind', 'notInList');
  const field = changePaths.find((one) => one === typed.field);
  // News of another kind never holds that field: such a watch would be silent for ever.
  if (field ? kind && kind !== kindOf(field) : typed.field !== ANY) wrong('field', 'notInList');
  for (const [path, known] of choices) if (!known.includes(typed[path])) wrong(path, 'notInList');
  return {
    ...(about === 'customer' && before.customer ? { customer: before.customer } : {}),
    ...(about === 'country' ? { country } : {}),
    ...(kind ? { kind } : {}),
    ...(field ? { field } : {}),
    stage: typed.stage === 'requests' ? 'requests' : 'outcomes',
    origin: typed.origin === 'elsewhere' ? 'elsewhere' : 'anywhere',
    muteOwn: typed.muteOwn === 'yes',
  };
}

const choices: readonly (readonly [keyof WatchFormValues, readonly string[]])[] = [
  ['stage', ['outcomes', 'requests']],
  ['origin', ['anywhere', 'elsewhere']],
  ['muteOwn', ['no', 'yes']],
  ['rhythm', ['change', 'hour', 'day']],
];

function rhythmFrom({ rhythm, dailyAt }: WatchFormValues, wrong: Wrong): Rhythm {
  if (rhythm === 'hour') return { every: 'hour' };
  if (rhythm !== 'day') return { every: 'change' };
  const at = minutesOf(dailyAt);
  if (at === undefined) wrong('dailyAt', dailyAt === '' ? 'required' : 'time');
  return { every: 'day', at: at ?? 0 };
}

function quietFrom({ quietFrom: from, quietTo: to }: WatchFormValues, wrong: Wrong): QuietHours | undefined {
  if (from === '' && to === '') return undefined;
  const quiet = { from: minutesOf(from), to: minutesOf(to) };
  if (from === '' || to === '') wrong(from === '' ? 'quietFrom' : 'quietTo', 'both');
  if (from !== '' && quiet.from === undefined) wrong('quietFrom', 'time');
  if (to !== '' && quiet.to === undefined) wrong('quietTo', 'time');
  // From seven to seven is no time at all.
  return quiet.from === undefined || quiet.to === undefined || quiet.from === quiet.to
    ? undefined
    : { from: quiet.from, to: quiet.to };
}

/** hh:mm → minutes after midnight. */
function minutesOf(time: string): number | undefined {
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/u.exec(time) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

/** Minutes after midnight → hh:mm */
function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
