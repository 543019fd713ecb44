import { understand } from '../../cards/understand/understand.js';
import type { Act, Place, Turn } from '../../core/turn.js';
import type { Identity } from './calls.js';
import type { Acquaintance } from './people.js';
import type { ActionPayload, CommandPayload, EventPayload } from './payloads.js';

/**
 * Words as Slack writes them, as the person typed them: links (`<http://contoso.com|contoso.com>`) become their label,
 * and `&amp;`, `&lt;`, `&gt;` what they stand for (docs.slack.dev/messaging/formatting-message-text).
 */
export function plainWords(text: string): string {
  return text
    .replace(/<(?:https?|mailto|tel):[^<>|]*\|(?<label>[^<>]*)>/giu, '$<label>')
    .replace(/<(?:mailto:|tel:)?(?<url>[^<>|@#!][^<>|]*)>/giu, '$<url>')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The text without the bot's name, wherever in the sentence it stands; other people's names are part of what was said. */
export function withoutMention(text: string, botUser: string): string {
  const mention = new RegExp(`[\\s,，]*<@${botUser}(?:\\|[^<>]*)?>[\\s,:，：]*`, 'gu');
  return text.replace(mention, ' ').trim();
}

/** A command's own channel may be shared with anybody: Slack does not say, so it counts as external. */
export function placeOfCommand({ channel_id }: CommandPayload, { team }: Identity): Place {
  return { platform: 'slack', team, channel: channel_id, kind: 'channel', external: true };
}

export function placeOfEvent(payload: EventPayload, { team }: Identity): Place {
  const { channel, thread_ts } = payload.event;
  const personal = payload.event.channel_type === 'im';
  return {
    platform: 'slack',
    team,
    channel,
    ...(thread_ts === undefined ? {} : { thread: thread_ts }),
    kind: personal ? 'personal' : 'channel',
    external: !personal && payload.is_ext_shared_channel !== false,
  };
}

/** Where a button was pressed. A modal stands before one person alone. */
export function placeOfAction({ container, user }: ActionPayload, { team }: Identity): Place {
  const channel = container.channel_id;
  if (channel === undefined) return placeOfModal(user.id, team);
  const personal = channel.startsWith('D');
  return { platform: 'slack', team, channel, kind: personal ? 'personal' : 'channel', external: !personal };
}

export const placeOfModal = (user: string, team: string): Place => ({
  platform: 'slack',
  team,
  channel: user,
  kind: 'personal',
  external: false,
});

/** Puts a turn together. `delivery` is unique for each thing done: an event id or a trigger id. */
export function turnOf(delivery: string, who: Acquaintance, place: Place, act: Act): Turn {
  return {
    delivery: `slack:${delivery}`,
    user: who.user,
    place,
    locale: who.locale,
    ...(who.timeZone === undefined ? {} : { timeZone: who.timeZone }),
    act,
  };
}

/** What a text asks for, in the language of whoever wrote it. */
export const actOf = (text: string, who: Acquaintance): Act => understand(plainWords(text), who.locale);
