import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import { changePaths } from '../../core/changes/change.js';
import { clouds } from '../../core/partner/clouds.js';
import type { WatchFormValues } from '../../core/views.js';
import { newsKinds } from '../../core/watch/watch.js';
import type { Card, Element, Input } from '../card.js';
import { countryCodes } from '../countries.js';
import type { Option } from '../names.js';
import type { Voice } from '../voice.js';
import { isPermission, labelOf } from './parts.js';
import { placeName } from './place-words.js';
import { stopButton } from './watch-buttons.js';

type Form = AnswerOf<'watchForm'>;

/** Longest time and time zone that can be typed: more than any has. */
const LONGEST_TEXT = 60;

/** The form of a watch: which news, and when. Where it stands, and for whom, stays as it is. */
export function watchFormScreen(form: Form, voice: Voice): Card {
  const { t } = voice;
  const { watch, place, errors } = form;
  const title = t('watchForm.title', { place: placeName(place, voice) });
  return {
    title,
    shortTitle: t('watchForm.short'),
    body: [
      ...(errors.length > 0
        ? [{ type: 'notice', tone: 'attention', text: t('form.correct', { count: errors.length }) } as const]
        : []),
      { type: 'heading', text: t('watchForm.what') },
      ...whatInputs(form, voice),
      { type: 'heading', text: t('watchForm.when') },
      ...whenInputs(form, voice),
    ],
    buttons: [{ ...stopButton(watch, voice), ignoresInputs: true }],
    form: {
      action: action('saveWatch', watch.id, watch.version),
      submit: t('buttons.save'),
      cancel: t('buttons.cancel'),
    },
    summary: errors.length > 0 ? t('form.correct', { count: errors.length }) : title,
  };
}

function whatInputs(form: Form, voice: Voice): Element[] {
  const { t, names } = voice;
  const { customer } = form;
  const purchases = clouds[voice.cloud].purchasePermission;
  const option = (value: string, title: string): Option => ({ value, title });
  return [
    choice(form, 'about', voice, [
      option('everything', t('watchForm.everything')),
      ...(customer ? [option('customer', t('watchForm.customer', { customer: customer.name }))] : []),
      option('country', t('watchForm.countryOnly')),
    ]),
    {
      // Without codes, as in the other lists: all countries of the world in Cyrillic are more than half of what a card may have.
      ...choice(
        form,
        'country',
        voice,
        names.countryOptions(countryCodes).map(({ value }) => option(value, names.country(value))),
      ),
      required: false,
      hint: t('watchForm.countryHint'),
    },
    choice(form, 'kind', voice, [
      option('any', t('watchForm.anyKind')),
      ...newsKinds
        .filter((kind) => purchases || kind !== 'purchase' || form.values.kind === kind)
        .map((kind) => option(kind, t(`watchForm.kinds.${kind}`))),
    ]),
    choice(form, 'field', voice, [
      option('any', t('watchForm.anyField')),
      ...changePaths
        .filter((path) => purchases || !isPermission(path) || form.values.field === path)
        .map((path) => option(path, labelOf(path, voice))),
    ]),
    choice(form, 'stage', voice, [
      option('outcomes', t('watchForm.outcomes')),
      option('requests', t('watchForm.requests')),
    ]),
    choice(form, 'origin', voice, [
      option('anywhere', t('watchForm.anywhere')),
      option('elsewhere', t('watchForm.elsewhere')),
    ]),
    choice(form, 'muteOwn', voice, [option('no', t('watchForm.everybody')), option('yes', t('watchForm.others'))]),
  ];
}

function whenInputs(form: Form, voice: Voice): Element[] {
  const { t } = voice;
  return [
    choice(form, 'rhythm', voice, [
      { value: 'change', title: t('watchForm.change') },
      { value: 'hour', title: t('watchForm.hour') },
      { value: 'day', title: t('watchForm.day') },
    ]),
    text(form, 'dailyAt', voice, t('watchForm.dailyHint')),
    text(form, 'quietFrom', voice),
    text(form, 'quietTo', voice, t('watchForm.quietHint')),
    { ...text(form, 'timeZone', voice, t('watchForm.timeZoneHint')), required: true },
  ];
}

function choice(form: Form, id: keyof WatchFormValues, voice: Voice, options: readonly Option[]): Input {
  return {
    type: 'choiceInput',
    id,
    label: labelFor(id, voice),
    value: form.values[id],
    required: true,
    style: 'compact',
    options,
    placeholder: voice.t('choose'),
    ...errorOf(form, id, voice),
  };
}

function text(form: Form, id: keyof WatchFormValues, voice: Voice, hint?: string): Input {
  return {
    type: 'textInput',
    id,
    label: labelFor(id, voice),
    value: form.values[id],
    required: false,
    style: 'text',
    maxLength: LONGEST_TEXT,
    ...(hint === undefined ? {} : { hint }),
    ...errorOf(form, id, voice),
  };
}

const labelFor = (id: keyof WatchFormValues, { t }: Voice): string =>
  id === 'country' ? t('fields.country') : t(`watchForm.${id}`);

function errorOf({ errors }: Form, id: keyof WatchFormValues, { t }: Voice): { error?: string } {
  const found = errors.find(({ path }) => path === id);
  return found === undefined ? {} : { error: t(`errors.${found.rule}`) };
}
