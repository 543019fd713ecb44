import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { HistoryItem, HistoryStep } from '../../core/views.js';
import type { Button, Card, Element, Fact } from '../card.js';
import type { Voice } from '../voice.js';
import { accountButton, button, cloudName, differenceRows } from './parts.js';

/** Changed fields that are shown of one change: five changes with so many fit into what a card may weigh. */
const MOST_ROWS = 5;

/** What was done with the desk for a customer: one block a change, from whoever asked to how it ended. */
export function historyScreen({ customer, items, more }: AnswerOf<'history'>, voice: Voice): Card {
  const { t } = voice;
  const name = customer.name;
  return {
    title: t('history.title', { customer: name }),
    shortTitle: t('history.short'),
    subtitle: cloudName(voice),
    body:
      items.length === 0
        ? [{ type: 'text', text: t('history.nothing', { customer: name }) }]
        : [
            { type: 'text', text: t('history.note'), style: 'subtle' },
            ...items.flatMap((item) => itemElements(item, voice)),
            ...(more === undefined ? [{ type: 'text', text: t('history.noMore'), style: 'subtle' } as const] : []),
          ],
    buttons: [...(more === undefined ? [] : [button(t('buttons.older'), more)]), accountButton(customer, voice)],
    summary:
      items.length === 0
        ? t('history.nothing', { customer: name })
        : t('history.summary', { count: items.length, customer: name }),
  };
}

function itemElements(item: HistoryItem, voice: Voice): Element[] {
  const { t } = voice;
  const facts = factsOf(item, voice);
  return [
    { type: 'heading', text: t('history.item', { what: t(`history.${item.kind}`), state: t(`states.${item.state}`) }) },
    { type: 'text', text: sentence(item, voice) },
    ...differenceElements(item, voice),
    ...(item.erased ? [{ type: 'text', text: t('history.erased'), style: 'subtle' } as const] : []),
    ...(facts.length > 0 ? [{ type: 'facts', facts } as const] : []),
    { type: 'buttons', buttons: buttonsOf(item, voice) },
  ];
}

/** The first of them; the card of the change has them all. */
function differenceElements({ differences }: HistoryItem, voice: Voice): Element[] {
  if (differences.length === 0) return [];
  const left = differences.length - MOST_ROWS;
  return [
    differenceRows(differences.slice(0, MOST_ROWS), voice),
    ...(left > 0 ? [{ type: 'text', text: voice.t('more', { count: left }), style: 'subtle' } as const] : []),
  ];
}

/** Who asked for it, and when. */
function sentence({ requester, at, scheduled, undo }: HistoryItem, { t, dateTime }: Voice): string {
  const time = dateTime(at);
  const absent = t(scheduled ? 'history.nobody' : 'history.erasedPerson', { time });
  const asked = requester === undefined ? absent : t('history.asked', { person: requester, time });
  return undo ? t('history.askedUndo', { asked, undo: t('history.undo') }) : asked;
}

function factsOf({ reason, until, steps }: HistoryItem, voice: Voice): Fact[] {
  const { t, day } = voice;
  return [
    ...(reason ? [{ label: t('fields.reason'), value: reason, lines: true as const }] : []),
    ...(until ? [{ label: t('permission.until'), value: t('permission.untilValue', { date: day(until) }) }] : []),
    ...steps.map((step) => ({ label: didText(step, voice), value: stepText(step, voice), lines: true as const })),
  ];
}

function didText({ did, person }: HistoryStep, { t }: Voice): string {
  if (did === 'approve' || did === 'decline' || did === 'breakGlass' || did === 'reviewed')
    return t(`approval.did.${did}`, { person: person ?? t('history.somebody') });
  return t(`history.did.${did}`);
}

function stepText({ at, reason, onBehalfOf }: HistoryStep, { t, dateTime }: Voice): string {
  return [
    dateTime(at),
    ...(onBehalfOf === undefined ? [] : [t('approval.onBehalfOf', { person: onBehalfOf })]),
    ...(reason ? [t('approval.why', { reason })] : []),
  ].join(' · ');
}

function buttonsOf({ change, mayUndo }: HistoryItem, { t }: Voice): Button[] {
  return [
    button(t('buttons.show'), action('change', change)),
    ...(mayUndo ? [button(t('buttons.undo'), action('undo', change))] : []),
  ];
}
