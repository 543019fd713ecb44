import type { Failure, FieldError } from '../../core/failure.js';
import type { Element } from '../card.js';
import type { TextKey } from '../texts.js';
import type { Voice } from '../voice.js';
import { labelOf } from './parts.js';

const sentences: Record<Failure['source'], Partial<Record<Failure['kind'], TextKey>> & { other: TextKey }> = {
  partnerCenter: {
    throttled: 'failed.partnerCenter.throttled',
    conflict: 'failed.partnerCenter.conflict',
    invalid: 'failed.partnerCenter.invalid',
    notFound: 'failed.partnerCenter.notFound',
    forbidden: 'failed.partnerCenter.forbidden',
    mfaRequired: 'failed.partnerCenter.mfaRequired',
    unauthenticated: 'failed.partnerCenter.unauthenticated',
    unavailable: 'failed.partnerCenter.unavailable',
    roleLost: 'failed.desk.roleLost',
    expired: 'failed.desk.expired',
    other: 'failed.partnerCenter.other',
  },
  directory: {
    throttled: 'failed.directory.throttled',
    forbidden: 'failed.directory.forbidden',
    unauthenticated: 'failed.directory.forbidden',
    unavailable: 'failed.directory.unavailable',
    roleLost: 'failed.desk.roleLost',
    expired: 'failed.desk.expired',
    other: 'failed.directory.other',
  },
  desk: { roleLost: 'failed.desk.roleLost', expired: 'failed.desk.expired', other: 'failed.desk.other' },
};

const advice: Record<Failure['kind'], TextKey> = {
  throttled: 'failed.advice.wait',
  conflict: 'failed.advice.look',
  invalid: 'failed.advice.correct',
  notFound: 'failed.advice.look',
  forbidden: 'failed.advice.admin',
  mfaRequired: 'failed.advice.admin',
  unauthenticated: 'failed.advice.admin',
  unavailable: 'failed.advice.wait',
  roleLost: 'failed.advice.role',
  expired: 'failed.advice.look',
  internal: 'failed.advice.admin',
};

/** What went wrong, in one sentence. */
export function failureSentence(failure: Failure, { t }: Voice): string {
  const known = sentences[failure.source];
  return t(known[failure.kind] ?? known.other);
}

/**
 * Everything that a person needs of a failure: the sentence, Partner Center's own one quoted, the fields it concerns, when to
 * try again, and the ids that Microsoft's support asks for. `waiting`: it is tried again by itself, so there is no advice.
 */
export function failureElements(failure: Failure, voice: Voice, waiting = false): Element[] {
  const { t } = voice;
  const elements: Element[] = [
    { type: 'notice', tone: waiting ? 'warning' : 'attention', text: failureSentence(failure, voice) },
  ];
  const say = (text: string) => elements.push({ type: 'text', text });
  if (failure.said) say(t('said', { said: failure.said }));
  for (const error of failure.fields ?? []) {
    say(t('fieldError', { label: labelOf(error.path, voice), error: errorSentence(error, voice) }));
  }
  if (!waiting) {
    say(
      failure.retryAfterSeconds
        ? t('failed.retryAfter', { count: failure.retryAfterSeconds })
        : t(advice[failure.kind]),
    );
  }
  const facts = [
    { label: t('failed.code'), value: [failure.status, failure.code].filter((part) => part !== undefined).join(' / ') },
    { label: t('failed.correlationId'), value: failure.correlationId ?? '' },
    { label: t('failed.requestId'), value: failure.requestId ?? '' },
  ].filter((fact) => fact.value !== '');
  if (facts.length > 0) elements.push({ type: 'facts', facts });
  return elements;
}

/** What is wrong with a field's value, with Partner Center's own sentence where there is one. */
export function errorSentence(error: FieldError, voice: Voice): string {
  const { t } = voice;
  const sentence = ruleSentence(error, voice);
  return error.said ? voice.sentences([sentence, t('said', { said: error.said })]) : sentence;
}

function ruleSentence({ rule, params }: FieldError, { t, names }: Voice): string {
  const { max, days, meant } = params;
  if (rule === 'tooLong' && max !== undefined) return t('errors.tooLongBy', { max });
  if (rule === 'date' && days !== undefined) return t('errors.dateWithin', { days });
  return t(`errors.${rule}`, meant === undefined ? params : { ...params, name: names.country(String(meant)) });
}
