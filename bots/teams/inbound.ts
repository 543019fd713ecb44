import { createHash } from 'node:crypto';
import { readTeamsData } from '../../cards/read.js';
import { understand } from '../../cards/understand/understand.js';
import type { Act, ChatUser, Place, Turn } from '../../core/turn.js';
import { hasCopyMark } from './copy-mark.js';
import { kindOf, type TeamsActivity, tenantOf } from './activity.js';
import { hearInvoke } from './invokes.js';

/** How an activity is to be answered. */
export type Heard =
  | { kind: 'greeting'; act: Act }
  /** `copy`: from a card that the core keeps up to date. */
  | { kind: 'message'; act: Act; copy: boolean }
  /** A pressed button, or a card that refreshed itself: answered in the HTTP response. */
  | { kind: 'invoke'; act: Act; copy: boolean }
  /** A dialog that is to be opened, or a button in one. */
  | { kind: 'dialog'; act: Act }
  /** Somebody types in a field of a card: the field wants suggestions, `most` at most. */
  | { kind: 'typing'; text: string; most: number }
  /** Somebody searches with the message extension, to put a customer into their message. */
  | { kind: 'query'; text: string; most: number }
  /** They chose one of what was found. */
  | { kind: 'choice'; customer: string }
  /** Data that is none of ours, or was altered; `shown`: what the client waits for. */
  | { kind: 'broken'; shown: 'message' | 'card' | 'dialog' | 'suggestions' | 'results' }
  | { kind: 'unsupported' }
  | { kind: 'nothing' };

/** What an activity asks for. Never throws: whatever a client sends is one of the cases above. */
export function hear(activity: TeamsActivity): Heard {
  switch (activity.type) {
    case 'message':
      return hearMessage(activity);
    case 'invoke':
      return hearInvoke(activity);
    case 'installationUpdate':
      return activity.action?.startsWith('add') ? greeting() : { kind: 'nothing' };
    case 'conversationUpdate':
      return activity.membersAdded?.some((member) => member.id === activity.recipient.id)
        ? greeting()
        : { kind: 'nothing' };
    default:
      return { kind: 'nothing' };
  }
}

function hearMessage(activity: TeamsActivity): Heard {
  if (typeof activity.value === 'object' && activity.value !== null) {
    const submitted = readTeamsData(activity.value);
    if (!submitted) return { kind: 'broken', shown: 'message' };
    return { kind: 'message', act: { type: 'action', ...submitted }, copy: hasCopyMark(activity.value) };
  }
  // With resource-specific consent a bot gets every message of a team: only those that mention it are meant for it.
  if (kindOf(activity) !== 'personal' && !mentionOf(activity)) return { kind: 'nothing' };
  return { kind: 'message', act: understand(textOf(activity), localeOf(activity)), copy: false };
}

/** The desk was added: it introduces itself to a person, and only takes note of a room. */
function greeting(): Heard {
  return { kind: 'greeting', act: { type: 'greeting' } };
}

/** The turn of somebody who was let in. `body` is the request as it came. */
export function turnOf(activity: TeamsActivity, user: ChatUser, place: Place, act: Act, body: string): Turn {
  const timeZone = timeZoneOf(activity);
  return {
    delivery: deliveryOf(activity, body),
    user,
    place,
    locale: localeOf(activity),
    ...(timeZone === undefined ? {} : { timeZone }),
    act,
  };
}

/**
 * The same for every repetition of a delivery. An activity without an id is known by its bytes, time included: a repetition
 * has the same ones, and what a client sends anew is a new delivery, whose effect the change's version guards.
 */
function deliveryOf(activity: TeamsActivity, body: string): string {
  // Teams tells of an installation twice, in activities of their own: one greeting.
  if (activity.type !== 'message' && activity.type !== 'invoke') return `${activity.conversation.id}/greeting`;
  const id = activity.id ?? createHash('sha256').update(body).digest('base64url');
  return `${activity.conversation.id}/${id}`;
}

export function placeOf(activity: TeamsActivity, partnerTenantId: string): Place & { platform: 'teams' } {
  const tenant = tenantOf(activity) ?? '';
  const kind = kindOf(activity);
  const { from } = activity;
  const team = activity.channelData?.team;
  return {
    platform: 'teams',
    tenant,
    conversation: activity.conversation.id,
    serviceUrl: activity.serviceUrl,
    bot: activity.recipient.id,
    kind,
    external: tenant !== partnerTenantId.toLowerCase() || activity.channelData?.channel?.type === 'shared',
    ...(kind === 'channel' && team ? { team: team.id } : {}),
    ...(kind === 'personal' && from.id.startsWith('29:') ? { member: from.id } : {}),
  };
}

const mentionOf = (activity: TeamsActivity) =>
  activity.entities?.find((each) => each.type === 'mention' && each.mentioned?.id === activity.recipient.id);

/** What was typed, without the bot's own name wherever it stands; other mentions become plain names. */
export function textOf(activity: TeamsActivity): string {
  let text = (activity.text ?? '').replaceAll('&nbsp;', ' ').trim();
  const own = mentionOf(activity);
  const others = (activity.entities ?? []).filter((each) => each.type === 'mention' && each !== own);
  if (own?.text !== undefined && own.text !== '' && text.includes(own.text)) text = text.replaceAll(own.text, ' ');
  // The app may have been renamed: the first tag, if it is nobody else's.
  else if (own && !others.some((each) => each.text !== undefined && text.startsWith(each.text)))
    text = text.replace(/^<at[^<>]*>[^<]*<\/at>/, '');
  // Teams escapes what people type as in HTML.
  return text
    .replace(/<at[^<>]*>([^<]*)<\/at>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/^[\s,:，：]+|[\s,，]+$/g, '');
}

/** BCP 47; English where Teams said nothing that can be one. */
export function localeOf(activity: TeamsActivity): string {
  const said = [activity.locale, ...(activity.entities ?? []).map((each) => each.locale)];
  return said.find((each) => each !== undefined && /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i.test(each)) ?? 'en';
}

/** IANA name, when it is one that dates can be written in. */
function timeZoneOf(activity: TeamsActivity): string | undefined {
  const said = activity.localTimezone ?? activity.entities?.find((each) => each.timezone !== undefined)?.timezone;
  return said !== undefined && isTimeZone(said) ? said : undefined;
}

const timeZones = new Map<string, boolean>();

/** Asked at every turn, and making a DateTimeFormat is slow; there are about 600 names, and no more are remembered. */
function isTimeZone(name: string): boolean {
  const known = timeZones.get(name);
  if (known !== undefined) return known;
  let valid = true;
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    valid = false;
  }
  if (timeZones.size < 600) timeZones.set(name, valid);
  return valid;
}
