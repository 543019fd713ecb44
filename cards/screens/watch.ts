import type { AnswerOf } from '../../core/answer.js';
import type { Card } from '../card.js';
import type { Voice } from '../voice.js';

export type WatchAnswer = AnswerOf<
  | 'watch'
  | 'watchForm'
  | 'watches'
  | 'unwatched'
  | 'watchRefused'
  | 'deliveryReport'
  | 'notice'
  | 'followUp'
  | 'digest'
  | 'watchTest'
  | 'watchTrouble'
>;

/** Everything about watches and what they tell. */
export function watchScreens(answer: WatchAnswer, { t }: Voice): Card {
  return { title: t('commands.watches'), body: [], buttons: [], summary: answer.type };
}
