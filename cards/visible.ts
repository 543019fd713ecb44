/** Invisible marks that reorder text: embeddings, overrides, isolates, and the directional marks. Unicode's Bidi_Control. */
const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const lineBreak = /[\n\r\u2028\u2029]/;
const lineBreaks = /\r\n|[\n\r\u2028\u2029]/;
/** Controls, and halves of characters: no platform can show those, and Slack refuses some. */
const controls = /[\p{Cc}\p{Cs}]/gu;
/**
 * What takes no room at all, so that two names can look the same and differ: zero-width spaces, soft hyphens, fillers, tags
 * outside of a flag (Unicode's Default_Ignorable_Code_Point). Variation selectors only choose between two looks of a character.
 */
const invisibles =
  /(?!\p{Variation_Selector}|\u200c|\u200d|[\u{e0020}-\u{e007f}])\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]|(?<!\p{Extended_Pictographic}[\u{e0020}-\u{e007f}]*)[\u{e0020}-\u{e007f}]/gu;
/** Joiners belong into words of scripts that join their letters, and into emoji; anywhere else they only disguise. */
const joiners =
  /(?<![\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Mn}\p{Mc}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Khmer}\p{Script=Myanmar}\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])[\u200c\u200d]/gu;
const suspicious = /[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/u;

/**
 * Text as it may be shown, on every platform: a bidi control could make a name, or the arrow of a review, read as something
 * else, so each shows as U+FFFD; line breaks become spaces; control characters, halves of characters and what is invisible
 * show as U+FFFD too. What inputs hold is left alone, else opening a form would change it.
 */
export function visible(text: string): string {
  // Nearly every text has none of them, and this runs for each text of each card.
  if (!suspicious.test(text)) return text;
  return text
    .replace(/\s+/g, (blank) => (lineBreak.test(blank) ? ' ' : blank))
    .replace(bidiControls, '\ufffd')
    .replace(controls, '\ufffd')
    .replace(invisibles, '\ufffd')
    .replace(joiners, '\ufffd');
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
