import type { ApprovalView, DecisionView } from '../../core/views.js';
import type { Element } from '../card.js';
import type { Voice } from '../voice.js';
import { differenceRows, undrifted } from './parts.js';
import { askSentence, gives } from './permission-words.js';

/** Who asked for what. */
export function askElement(approval: ApprovalView, voice: Voice): Element {
  return { type: 'text', text: askSentence(approval, voice), style: 'strong' };
}

/** What is asked for in full, and why: exactly what a decision is about. */
export function askedElements(approval: ApprovalView, voice: Voice): Element[] {
  const { t, day } = voice;
  const { customer, requester, reason, until, scheduled } = approval;
  // A card that shows what was found instead of what was expected shows that field once.
  const shown = approval.state === 'conflicted' ? undrifted(approval) : approval.differences;
  const facts = [
    { label: t('fields.domain'), value: customer.domain },
    { label: t('fields.microsoftId'), value: customer.id },
    { label: t('change.requester'), value: requester },
    { label: t('fields.reason'), value: reason ?? '', lines: true as const },
    {
      label: t('permission.until'),
      value: until && !scheduled ? t('permission.untilValue', { date: day(until) }) : '',
    },
  ].filter(({ value }) => value !== '');
  return [
    ...(approval.undoes === undefined ? [] : [{ type: 'text', text: t('approval.undoes') } as const]),
    differenceRows(shown, voice, approval.country),
    { type: 'facts', facts },
  ];
}

/** That the partner pays, as long as it can still be decided. */
export function consequence(approval: ApprovalView, { t }: Voice): Element[] {
  return gives(approval) ? [{ type: 'notice', tone: 'warning', text: t('permission.consequence') }] : [];
}

/** Who decided, when and why. */
export function decisionElements({ decisions }: Pick<ApprovalView, 'decisions'>, voice: Voice): Element[] {
  if (decisions.length === 0) return [];
  const facts = decisions.map((decision) => ({
    label: voice.t(`approval.did.${decision.verdict}`, { person: decision.person }),
    value: decisionText(decision, voice),
    lines: true as const,
  }));
  return [
    { type: 'heading', text: voice.t('approval.decisions') },
    { type: 'facts', facts },
  ];
}

function decisionText({ at, reason, onBehalfOf }: DecisionView, { t, dateTime }: Voice): string {
  return [
    dateTime(at),
    ...(onBehalfOf === undefined ? [] : [t('approval.onBehalfOf', { person: onBehalfOf })]),
    ...(reason ? [t('approval.why', { reason })] : []),
  ].join(' · ');
}

/** Whoever approved alone, past the policy. */
function breaker({ decisions }: Pick<ApprovalView, 'decisions'>): string | undefined {
  return decisions.findLast(({ verdict }) => verdict === 'breakGlass')?.person;
}

/** That the policy was passed over; loud until it has been reviewed. */
export function breakGlassNotice(approval: Pick<ApprovalView, 'decisions' | 'owesReview'>, { t }: Voice): Element[] {
  const person = breaker(approval);
  if (person === undefined) return [];
  const text = t(approval.owesReview ? 'approval.brokenGlassOwes' : 'approval.brokenGlass', { person });
  return [{ type: 'notice', tone: approval.owesReview ? 'attention' : 'info', text }];
}
