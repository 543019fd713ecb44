import { isRecord } from './http.js';

const CARD = 'application/vnd.microsoft.card.adaptive';
/** Teams refreshes a card by itself for so many people (learn.microsoft.com, "work with universal actions"). */
export const MOST_REFRESHED = 60;

/** What a message shows, or why it is none. */
export type Content = { text?: string; card?: unknown } | { wrong: string };

/** The text and the card of an activity, or why it is none. */
export function readActivity(body: unknown): Content {
  if (!isRecord(body) || typeof body['type'] !== 'string') return { wrong: 'Activity type is required.' };
  const attachments = Array.isArray(body['attachments']) ? (body['attachments'] as unknown[]) : [];
  const [first] = attachments;
  const text = typeof body['text'] === 'string' && body['text'] !== '' ? body['text'] : undefined;
  if (first === undefined) return text === undefined ? { wrong: 'Activity is empty.' } : { text };
  if (!isRecord(first) || first['contentType'] !== CARD) return { wrong: 'Unknown attachment type' };
  const card = first['content'];
  if (!isRecord(card) || card['type'] !== 'AdaptiveCard') return { wrong: 'Invalid Adaptive Card content' };
  const wrong = card['refresh'] === undefined ? undefined : wrongRefresh(card['refresh']);
  return wrong === undefined ? { ...(text === undefined ? {} : { text }), card } : { wrong };
}

function wrongRefresh(refresh: unknown): string | undefined {
  const action = isRecord(refresh) ? refresh['action'] : undefined;
  if (!isRecord(refresh) || !isRecord(action) || action['type'] !== 'Action.Execute')
    return 'Invalid refresh: an Action.Execute is required';
  const ids = refresh['userIds'];
  if (ids === undefined) return undefined;
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) return 'Invalid refresh: userIds';
  return ids.length > MOST_REFRESHED ? 'Invalid refresh: too many userIds' : undefined;
}

export interface Refresh {
  verb: string;
  data: Record<string, unknown>;
  /** Teams user ids; absent: everybody, in a small conversation. */
  userIds?: string[];
}

/** How a card that was accepted wants to refresh itself. */
export function refreshOf(card: unknown): Refresh | undefined {
  const refresh = isRecord(card) ? card['refresh'] : undefined;
  if (!isRecord(refresh) || !isRecord(refresh['action'])) return undefined;
  const { verb, data } = refresh['action'];
  const ids = refresh['userIds'];
  return {
    verb: typeof verb === 'string' ? verb : '',
    data: isRecord(data) ? data : {},
    ...(Array.isArray(ids) ? { userIds: ids.map(String) } : {}),
  };
}
