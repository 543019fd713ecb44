import type { HomeView, KnownBlock } from '@slack/types';
import type { Context } from '../../cards/context.js';
import { toSlackHome } from '../../cards/render.js';
import type { Answer } from '../../core/answer.js';

/** The product's name: the same in every language. */
const NAME = 'partnerdesk';

/** Slack's limit of a tab. */
const MOST_BLOCKS = 100;

/** An answer as the Home tab of the app, under the desk's name. */
export function homeView(answer: Answer, context: Context): HomeView {
  const head: KnownBlock[] = [{ type: 'header', text: { type: 'plain_text', text: NAME } }, { type: 'divider' }];
  const blocks = [...head, ...toSlackHome(answer, context, MOST_BLOCKS - head.length)];
  return { type: 'home', callback_id: 'partnerdesk', blocks };
}
