import { action } from '../../core/action.js';
import type { ChangeState, ChangeView } from '../../core/views.js';
import type { Button, Card, Element } from '../card.js';
import type { Voice } from '../voice.js';
import { failureElements } from './failure.js';
import {
  accountButton,
  button,
  cloudName,
  differenceRows,
  driftRows,
  permissionButton,
  undrifted,
  type Whose,
} from './parts.js';

export const tones: Record<ChangeState, NonNullable<Card['tone']>> = {
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
export const moving: readonly ChangeState[] = ['proposed', 'awaiting', 'approved', 'applying'];

/** States that a successor can go on from. */
export const goingOn: readonly ChangeState[] = ['conflicted', 'failed', 'expired'];

/** What the reader may do: make a successor of a change that came to nothing, take back one that was applied. */
interface May {
  goOn: boolean;
  undo?: boolean | undefined;
}

/** How a change stands, and what the reader may do about it. */
export function changeScreen(change: ChangeView, may: May, voice: Voice): Card {
  const { t } = voice;
  const customer = change.customer.name;
  const whatHappened = outcome(change, voice);
  const asked = undrifted(change);
  return {
    title: changeTitle(change, voice),
    shortTitle: t(change.kind === 'purchase' ? 'permission.short' : 'change.short'),
    subtitle: cloudName(voice),
    tone: change.state === 'approved' && change.failure ? 'warning' : tones[change.state],
    body: [
      { type: 'text', text: sentence(change, voice) },
      ...whatHappened,
      ...(whatHappened.length > 0 && asked.length > 0 ? [{ type: 'heading', text: t('change.asked') } as const] : []),
      differenceRows(asked, voice, change.country),
      ...(canGoOn(change, may.goOn)
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
    buttons: buttonsOf(change, may, voice),
    summary: changeTitle(change, voice),
  };
}

/** How a change ended, where a message of its own tells the rest. */
export function toldScreen(change: ChangeView, voice: Voice): Card {
  const { title, shortTitle, subtitle, tone, summary } = changeScreen(change, { goOn: false }, voice);
  return {
    title,
    ...(shortTitle === undefined ? {} : { shortTitle }),
    ...(subtitle === undefined ? {} : { subtitle }),
    ...(tone === undefined ? {} : { tone }),
    body: [{ type: 'text', text: voice.t('change.told') }],
    buttons: [],
    summary,
  };
}

/** What it is about, and how it stands, in a few words. */
export function changeTitle(
  { kind, state, customer }: Pick<ChangeView, 'kind' | 'state'> & { customer: { name: string } },
  { t }: Voice,
): string {
  return t(`${kind === 'purchase' ? 'request' : 'change'}.${state}.title`, { customer: customer.name });
}

/** How it stands, for whoever reads it. */
export function standing({ state, failure }: Pick<ChangeView, 'state' | 'failure'>, { t }: Voice): string {
  return t(state === 'approved' && failure ? 'approval.waiting' : `approval.stands.${state}`);
}

function sentence(change: ChangeView, voice: Voice): string {
  if (change.kind === 'purchase') return standing(change, voice);
  const { state, failure } = change;
  const { t } = voice;
  return state === 'approved' && failure ? t('change.approved.waiting') : t(`change.${state}.text`);
}

/** What became of it: merged with others' changes, drifted, waiting for something, or refused. */
export function outcome(change: ChangeView, voice: Voice, whose: Whose = 'own'): Element[] {
  const { merged, drift, failure, state } = change;
  return [
    ...(merged ? [{ type: 'notice', tone: 'info', text: voice.t('change.merged') } as const] : []),
    ...(drift?.length ? [driftRows(drift, voice, whose)] : []),
    ...(failure ? failureElements(failure, voice, moving.includes(state)) : []),
  ];
}

function canGoOn({ state }: ChangeView, mayGoOn: boolean): boolean {
  return mayGoOn && goingOn.includes(state);
}

function buttonsOf(change: ChangeView, may: May, voice: Voice): Button[] {
  const { t } = voice;
  const account = (change.kind === 'purchase' ? permissionButton : accountButton)(change.customer, voice);
  if (canGoOn(change, may.goOn)) {
    return [{ ...button(t('buttons.again'), action('again', change.id, change.version)), tone: 'primary' }, account];
  }
  if (change.state === 'applied' && may.undo) return [button(t('buttons.undo'), action('undo', change.id)), account];
  if (change.state === 'draft') return [button(t('buttons.openForm'), action('form', change.id))];
  return moving.includes(change.state)
    ? [button(t('buttons.status'), action('change', change.id)), account]
    : [account];
}
