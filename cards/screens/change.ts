import { action } from '../../core/action.js';
import type { ChangeState, ChangeView } from '../../core/answer.js';
import type { Button, Card, Element } from '../card.js';
import type { Voice } from '../voice.js';
import { failureElements } from './failure.js';
import { accountButton, button, cloudName, differenceRows, driftRows } from './parts.js';

const tones: Record<ChangeState, NonNullable<Card['tone']>> = {
  draft: 'neutral',
  proposed: 'neutral',
  awaiting: 'neutral',
  approved: 'neutral',
  applying: 'neutral',
  applied: 'good',
  declined: 'warning',
  expired: 'warning',
  withdrawn: 'neutral',
  conflicted: 'warning',
  failed: 'attention',
};

/** States in which something still happens by itself. */
const moving: readonly ChangeState[] = ['proposed', 'awaiting', 'approved', 'applying'];

/** States that a successor can go on from. */
const goingOn: readonly ChangeState[] = ['conflicted', 'failed', 'expired'];

/** How a change stands. `mayGoOn`: the reader may make a successor of it. */
export function changeScreen(change: ChangeView, mayGoOn: boolean, voice: Voice): Card {
  const { t } = voice;
  const customer = change.customer.name;
  const whatHappened = outcome(change, voice);
  return {
    title: t(`change.${change.state}.title`, { customer }),
    shortTitle: t('change.short'),
    subtitle: cloudName(voice),
    tone: change.state === 'approved' && change.failure ? 'warning' : tones[change.state],
    body: [
      { type: 'text', text: sentence(change, voice) },
      ...whatHappened,
      ...(whatHappened.length > 0 ? [{ type: 'heading', text: t('change.asked') } as const] : []),
      differenceRows(change.differences, voice),
      ...(canGoOn(change, mayGoOn)
        ? [{ type: 'text', text: t(change.state === 'conflicted' ? 'change.mayGoOn' : 'change.tryAgain') } as const]
        : []),
      {
        type: 'facts',
        facts: [
          { label: t('change.customer'), value: customer },
          { label: t('fields.domain'), value: change.customer.domain },
          { label: t('change.requester'), value: change.requester },
          { label: t('change.at'), value: voice.dateTime(change.at) },
        ].filter((fact) => fact.value !== ''),
      },
    ],
    buttons: buttonsOf(change, mayGoOn, voice),
    summary: t(`change.${change.state}.title`, { customer }),
  };
}

function sentence({ state, failure }: ChangeView, { t }: Voice): string {
  return state === 'approved' && failure ? t('change.approved.waiting') : t(`change.${state}.text`);
}

/** What became of it: merged with others' changes, drifted, waiting for something, or refused. */
function outcome(change: ChangeView, voice: Voice): Element[] {
  const { merged, drift, failure, state } = change;
  return [
    ...(merged ? [{ type: 'notice', tone: 'info', text: voice.t('change.merged') } as const] : []),
    ...(drift?.length ? [driftRows(drift, voice)] : []),
    ...(failure ? failureElements(failure, voice, moving.includes(state)) : []),
  ];
}

function canGoOn({ state }: ChangeView, mayGoOn: boolean): boolean {
  return mayGoOn && goingOn.includes(state);
}

function buttonsOf(change: ChangeView, mayGoOn: boolean, voice: Voice): Button[] {
  const { t } = voice;
  const account = accountButton(change.customer, voice);
  if (canGoOn(change, mayGoOn)) {
    return [{ ...button(t('buttons.again'), action('again', change.id, change.version)), tone: 'primary' }, account];
  }
  if (change.state === 'draft') return [button(t('buttons.openForm'), action('form', change.id))];
  return moving.includes(change.state)
    ? [button(t('buttons.status'), action('change', change.id)), account]
    : [account];
}
