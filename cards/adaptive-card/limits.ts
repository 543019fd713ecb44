/** Every limit of Adaptive Cards in Teams that partnerdesk keeps, and why it is what it is. */

/**
 * UTF-8 bytes of a card's JSON. A message to the commercial cloud may be about 100 KB (learn.microsoft.com/microsoftteams/
 * platform/bots/how-to/format-your-bot-messages), but the national clouds may still have the older limit of 28 KB (28,672), of
 * which the message around the card takes up to two.
 */
export const MOST_BYTES = 26_500;

/** Actions in one row: Teams shows six and hides the rest behind "…". */
export const MOST_ACTIONS = 6;

/** Things to choose from that are tried first: one takes 600 bytes at least, so more never fit. */
export const MOST_CHOICES = Math.floor(MOST_BYTES / 600);

/** People whose client fetches a view of their own of one card (learn.microsoft.com, work with universal actions). */
export const MOST_REFRESHED = 60;

/** How long a single text may be, in UTF-16 units; the next smaller one is taken while the card is too large. */
export const TEXT_LENGTHS = [2000, 500, 150, 50] as const;

/** UTF-8 bytes of a card's JSON. */
export function sizeOf(card: unknown): number {
  return Buffer.byteLength(JSON.stringify(card));
}
