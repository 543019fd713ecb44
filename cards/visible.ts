/** Invisible marks that reorder text: embeddings, overrides, isolates, and the directional marks. Unicode's Bidi_Control. */
const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const lineBreak = /[\n\r\u2028\u2029]/;
const lineBreaks = /\r\n|[\n\r\u2028\u2029]/;
const controls = /\p{Cc}/gu;
const suspicious = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/**
 * Text as it may be shown, on every platform: a bidi control could make a name, or the arrow of a review, read as something
 * else, so each shows as U+FFFD; line breaks become spaces, and control characters show as U+FFFD too. What inputs hold
 * is left alone, else opening a form would change it.
 */
export function visible(text: string): string {
  // Nearly every text has none of them, and this runs for each text of each card.
  if (!suspicious.test(text)) return text;
  return text
    .replace(/\s+/g, (blank) => (lineBreak.test(blank) ? ' ' : blank))
    .replace(bidiControls, '\ufffd')
    .replace(controls, '\ufffd');
}

/** Text of several lines as it may be shown: each line as `visible` gives it, without empty ones. */
export function visibleLines(text: string): string {
  return text
    .split(lineBreaks)
    .map((line) => visible(line).trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** At most `length` UTF-16 units; what is cut off shows as "…". Never cuts a surrogate pair. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, Math.max(0, length - 1)).replace(/[\ud800-\udbff]$/, '')}…`;
}
