import { clip, visible, visibleLines } from '../visible.js';
import type { TextBlockJson } from './schema.js';

/** Shortens and escapes texts; knows afterwards whether it had to shorten one. */
export interface Pen {
  write: (text: string) => string;
  /** The same for a text of several lines. */
  lines: (text: string) => string;
  /** For what Teams shows as it is: labels and titles of inputs and buttons. */
  plain: (text: string) => string;
  shortened: () => boolean;
}

/** A pen that writes texts of at most `length` UTF-16 units. */
export function penFor(length: number): Pen {
  let cut = false;
  const plain = (text: string) => {
    const shown = clip(visible(text), length);
    cut ||= shown !== text && text.length > length;
    return shown;
  };
  const write = (text: string) => escapeMarkdown(plain(text));
  // One line break alone is no more than a space to Teams.
  const lines = (text: string) => visibleLines(text).split('\n').map(write).join('\n\n');
  return { plain, write, lines, shortened: () => cut };
}

/** Any character that could begin markup; texts without one are most. */
const special = /[\\`*[\]<~_&{>#+=|]|^\s*[-\d]/;

/**
 * Text blocks and facts read a part of Markdown, and dates as `{{DATE(…)}}`. Only what would be read as such gets a
 * backslash, so that a client that shows backslashes shows them seldom.
 */
export function escapeMarkdown(text: string): string {
  if (!special.test(text)) return text;
  return text
    .replace(/[\\`*[\]<~]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/\{(?=\{)/g, '{\\')
    .replace(/^(\s*)([-+#>=|])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2');
}

/** A text block that wraps. Teams refuses an empty one, so it holds at least a space. */
export function textBlock(text: string, look: Omit<TextBlockJson, 'type' | 'text' | 'wrap'> = {}): TextBlockJson {
  return { type: 'TextBlock', text: text || ' ', wrap: true, ...look };
}
