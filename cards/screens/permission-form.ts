import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { Card, Element, Input } from '../card.js';
import type { Voice } from '../voice.js';
import { discardOf } from './discard.js';
import { errorSentence } from './failure.js';
import { cloudName, rolesText } from './parts.js';
import { meaning, resourceName } from './permission-words.js';
import { reasonInput } from './reason.js';

/** Asks for a permission to be given or removed: why, and how long it is to hold. */
export function permissionFormScreen(answer: AnswerOf<'permissionForm'>, voice: Voice): Card {
  const { t } = voice;
  const { change, customer, resource, give, errors, undoes } = answer;
  const params = { customer: customer.name, resource: resourceName(resource, voice) };
  return {
    title: t(give ? 'permissionForm.give' : 'permissionForm.remove', params),
    shortTitle: t(give ? 'permissionForm.shortGive' : 'permissionForm.shortRemove'),
    subtitle: cloudName(voice),
    body: [
      ...(errors.length > 0
        ? [{ type: 'notice', tone: 'attention', text: t('form.correct', { count: errors.length }) } as const]
        : []),
      ...otherErrors(answer, voice),
      ...(undoes === undefined ? [] : [{ type: 'text', text: t('approval.undoes') } as const]),
      give
        ? { type: 'notice', tone: 'warning', text: t('permission.consequence') }
        : { type: 'text', text: t('permission.removal') },
      reasonInput({ value: answer.reason, required: true, errors, hint: t('permissionForm.reasonHint') }, voice),
      ...(give ? [untilInput(answer, voice)] : []),
      { type: 'text', text: whoApproves(answer, voice), style: 'subtle' },
      ...(give ? meaning(voice) : []),
    ],
    buttons: [],
    form: {
      action: action('propose', change.id, change.version),
      submit: t('buttons.submit'),
      cancel: t('buttons.cancel'),
      discard: discardOf(change),
    },
    summary: t(give ? 'permissionForm.give' : 'permissionForm.remove', params),
  };
}

/** Errors of what this form has no input for. */
function otherErrors({ errors, give }: AnswerOf<'permissionForm'>, voice: Voice): Element[] {
  return errors
    .filter(({ path }) => path !== 'reason' && !(give && path === 'until'))
    .map((error) => ({ type: 'notice', tone: 'attention', text: errorSentence(error, voice) }));
}

function untilInput({ until, errors }: AnswerOf<'permissionForm'>, voice: Voice): Input {
  const error = errors.find(({ path }) => path === 'until');
  return {
    type: 'dateInput',
    id: 'until',
    label: voice.t('fields.until'),
    value: until,
    required: false,
    hint: voice.t('permissionForm.untilHint'),
    ...(error === undefined ? {} : { error: errorSentence(error, voice) }),
  };
}

function whoApproves({ approvers }: AnswerOf<'permissionForm'>, voice: Voice): string {
  if (approvers.length === 0) return voice.t('permissionForm.noApproval');
  return voice.t('permissionForm.approvers', { roles: rolesText(approvers, 'or', voice) });
}
