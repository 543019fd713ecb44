import type { AnswerOf } from '../../core/answer.js';
import type { Card } from '../card.js';
import { unreachable } from '../unreachable.js';
import type { Voice } from '../voice.js';
import { deliveryReportScreen } from './delivery-report.js';
import { digestScreen } from './digest.js';
import { followUpScreen } from './follow-up.js';
import { noticeScreen } from './notice.js';
import { unwatchedScreen, watchRefusedScreen, watchScreen, watchTestScreen, watchTroubleScreen } from './watch.js';
import { watchesScreen } from './watches.js';
import { watchFormScreen } from './watch-form.js';

type WatchAnswer = AnswerOf<
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
export function watchScreens(answer: WatchAnswer, voice: Voice): Card {
  switch (answer.type) {
    case 'watch':
      return watchScreen(answer, voice);
    case 'watchForm':
      return watchFormScreen(answer, voice);
    case 'watches':
      return watchesScreen(answer, voice);
    case 'unwatched':
      return unwatchedScreen(answer, voice);
    case 'watchRefused':
      return watchRefusedScreen(answer, voice);
    case 'deliveryReport':
      return deliveryReportScreen(answer, voice);
    case 'notice':
      return noticeScreen(answer, voice);
    case 'followUp':
      return followUpScreen(answer, voice);
    case 'digest':
      return digestScreen(answer, voice);
    case 'watchTest':
      return watchTestScreen(answer, voice);
    case 'watchTrouble':
      return watchTroubleScreen(answer, voice);
    default:
      return unreachable(answer);
  }
}
