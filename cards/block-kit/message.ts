import type { KnownBlock } from '@slack/types';
import type { Card } from '../card.js';
import type { Voice } from '../voice.js';
import { bodyBlocks, headBlocks } from './blocks.js';
import { buttonRows } from './buttons.js';
import { escaped, limits } from './limits.js';

/** A card as a message: its blocks, and the text for notifications and clients that show no blocks. */
export function slackMessage(card: Card, voice: Voice): { text: string; blocks: KnownBlock[] } {
  return { text: escaped(card.summary, limits.messageText), blocks: slackBlocks(card, limits.blocks.message, voice) };
}

/** A card on a surface without inputs, in at most so many blocks. */
export function slackBlocks(card: Card, most: number, voice: Voice): KnownBlock[] {
  const head = headBlocks(card);
  const foot = buttonRows(card.buttons);
  return [...head, ...bodyBlocks(card, most - head.length - foot.length, voice), ...foot];
}
