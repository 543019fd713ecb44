import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { PermissionView } from '../../core/views.js';
import type { Button, Card, Element } from '../card.js';
import type { Voice } from '../voice.js';
import { accountButton, button, cloudName } from './parts.js';
import { meaning, resourceName } from './permission-words.js';

/** What a customer may purchase for itself on the partner's bill, and the way to ask for a change of that. */
export function permissionScreen(answer: AnswerOf<'permission'>, voice: Voice): Card {
  const { t } = voice;
  const { customer, permissions, off } = answer;
  const card = {
    title: t('permission.title', { customer: customer.name }),
    shortTitle: t('permission.short'),
    subtitle: cloudName(voice),
    buttons: [accountButton(customer, voice)],
  };
  if (off !== undefined) {
    const text = t(`permission.off.${off}`);
    return { ...card, tone: 'warning', body: [{ type: 'notice', tone: 'warning', text }], summary: text };
  }
  const given = permissions.filter(({ on }) => on).map(({ resource }) => resourceName(resource, voice));
  const summary =
    given.length === 0
      ? t('permission.none', { customer: customer.name })
      : t('permission.some', { customer: customer.name, resources: voice.names.list(given, 'and') });
  return {
    ...card,
    body: [
      { type: 'text', text: summary },
      ...permissions.flatMap((permission) => onePermission(permission, answer, voice)),
      ...meaning(voice),
    ],
    summary,
  };
}

function onePermission(permission: PermissionView, answer: AnswerOf<'permission'>, voice: Voice): Element[] {
  const { t, names, dateTime, day } = voice;
  const { resource, on, since, askedBy, approvedBy = [], until, pending } = permission;
  const sinceText = since === undefined ? t('permission.elsewhere') : dateTime(since);
  const facts = [
    { label: t('permission.status'), value: t(on ? 'on' : 'off') },
    { label: t('permission.since'), value: on ? sinceText : '' },
    { label: t('permission.askedBy'), value: (on && askedBy) || '' },
    { label: t('permission.approvedBy'), value: on ? names.list(approvedBy, 'and') : '' },
    { label: t('permission.until'), value: on && until ? t('permission.untilValue', { date: day(until) }) : '' },
  ].filter(({ value }) => value !== '');
  const buttons = buttonsOf(permission, answer, voice);
  return [
    { type: 'heading', text: resourceName(resource, voice) },
    { type: 'facts', facts },
    ...(pending === undefined ? [] : [{ type: 'notice', tone: 'info', text: t('permission.pending') } as const]),
    ...(buttons.length === 0 ? [] : [{ type: 'buttons', buttons } as const]),
  ];
}

/** One request at a time: while one is under way it is shown instead of asking for another. */
function buttonsOf({ resource, on, pending }: PermissionView, answer: AnswerOf<'permission'>, { t }: Voice): Button[] {
  if (pending !== undefined) return [button(t('buttons.showRequest'), action('change', pending))];
  if (!answer.mayAsk) return [];
  const label = t(on ? 'buttons.askToRemove' : 'buttons.askToGive');
  return [button(label, action('ask', `${answer.customer.id}/${on ? 'remove' : 'give'}/${resource}`))];
}
