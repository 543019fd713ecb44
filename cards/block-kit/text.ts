import type { MrkdwnElement, PlainTextElement } from '@slack/types';
import { clip, visible, visibleLines } from '../visible.js';
import { escaped, limits, plain } from './limits.js';

/** Half of a field, which holds a label and a value. */
const LONGEST_LABEL = 200;

/**
 * What mrkdwn would format or replace in text that is meant literally: `*`, `_`, `~` and backticks beside something that is
 * no letter, and emoji codes. Slack has no escape for them.
 */
const sign = /[*_~`:]/;
const markup = /(?<![\p{L}\p{N}])[*_~`]|[*_~`](?![\p{L}\p{N}])|:[\w+'-]+:/u;

/** A label in bold over its value; without the bold when the value holds what would be read as markup. `lines`: the value keeps its line breaks. */
export function labelled(
  label: string,
  value: string,
  length: number = limits.fieldText,
  lines = false,
): MrkdwnElement | PlainTextElement {
  const show = lines ? visibleLines : visible;
  if (hasMarkup(value) || hasMarkup(label))
    return literal(`${clip(visible(label), LONGEST_LABEL)}\n`, value, length, show);
  const head = `*${escaped(label, LONGEST_LABEL)}*\n`;
  return { type: 'mrkdwn', text: head + (escaped(value, length - head.length, show) || ' '), verbatim: true };
}

/** A text in bold, or plain when it holds markup. */
export function strong(text: string): MrkdwnElement | PlainTextElement {
  if (hasMarkup(text)) return plain(text, limits.sectionText);
  return { type: 'mrkdwn', text: `*${escaped(text, limits.sectionText - 2) || ' '}*`, verbatim: true };
}

/** The cheap question first: it is asked of every value. */
function hasMarkup(text: string): boolean {
  return sign.test(text) && markup.test(text);
}

function literal(head: string, value: string, length: number, show: typeof visible): PlainTextElement {
  return { type: 'plain_text', text: head + plain(value, length - head.length, show).text, emoji: false };
}
