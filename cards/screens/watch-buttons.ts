import { action } from '../../core/action.js';
import type { WatchView } from '../../core/views.js';
import type { Button } from '../card.js';
import type { Voice } from '../voice.js';
import { button } from './parts.js';

/** The list of what is watched here. */
export const watchesButton = ({ t }: Voice): Button => button(t('buttons.watches'), action('watches'));

export const editButton = ({ id }: WatchView, { t }: Voice): Button =>
  button(t('buttons.editWatch'), action('watching', id));

/** Ends a watch, after asking. */
export const stopButton = ({ id }: { id: string }, { t }: Voice): Button => ({
  ...button(t('buttons.stopWatching'), action('unwatch', id)),
  tone: 'danger',
  confirm: {
    title: t('stopConfirm.title'),
    text: t('stopConfirm.text'),
    yes: t('buttons.stopWatching'),
    no: t('buttons.keepWatching'),
  },
});

/** What the reader may do with a watch. Where requests are posted there is nothing to edit: it has no more than its place. */
export function watchButtons(watch: WatchView, voice: Voice): Button[] {
  if (!watch.mayEdit || watch.state === 'ended') return [];
  const { t } = voice;
  const test = button(t(watch.problem ? 'buttons.tryAgain' : 'buttons.testWatch'), action('testWatch', watch.id));
  return [
    ...(watch.problem ? [{ ...test, tone: 'primary' } as const] : []),
    ...(watch.topic === 'approvals' ? [] : [editButton(watch, voice)]),
    ...(watch.problem ? [] : [test]),
    stopButton(watch, voice),
  ];
}
