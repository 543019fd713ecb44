import type { HomeView } from '@slack/types';
import type { Context } from '../../cards/context.js';
import { toSlackMessage } from '../../cards/render.js';
import type { Answer } from '../../core/answer.js';

/** The product's name: the same in every language. */
const NAME = 'partnerdesk';

/** An answer as the Home tab of the app: what a message would show, under the desk's name. */
export function homeView(answer: Answer, context: Context): HomeView {
  const { blocks } = toSlackMessage(answer, context);
  return {
    type: 'home',
    callback_id: 'partnerdesk',
    blocks: [{ type: 'header', text: { type: 'plain_text', text: NAME } }, { type: 'divider' }, ...blocks],
  };
}
