import type { Answer } from '../../../core/answer.js';
import type { Viewer } from '../../../core/views.js';
import type { Recipient } from '../../../core/delivery.js';
import type { ChatUser, Place } from '../../../core/turn.js';
import type { Character } from '../../../sandbox/stand-in.js';
import { mriOf } from '../../../sandbox/teams/world.js';
import { almighty, approvalView, onlooker, room } from '../../cards/approval-samples.js';
import { APP_ID, conversationOf, type Harness } from './harness.js';

type TeamsPlace = Place & { platform: 'teams' };

/** A place of the stand-in, as the core remembers it. */
export function placeIn({ teams }: Harness, where: Character | 'group' | 'channel'): TeamsPlace {
  const chat = typeof where === 'string' ? conversationOf(teams, where) : teams.personalOf(where);
  return {
    platform: 'teams',
    tenant: chat.tenant,
    conversation: chat.id,
    serviceUrl: teams.serviceUrl,
    bot: `28:${APP_ID}`,
    kind: chat.kind,
    external: false,
    ...(typeof where === 'string' ? {} : { member: mriOf(where) }),
  };
}

const userOf = (harness: Harness, { id }: Character): ChatUser => ({
  platform: 'teams',
  tenant: harness.teams.personalOf({ id } as Character).tenant,
  user: id,
  standing: 'member',
});

/** A room as the recipient of a copy, on which these people may act. */
export const inRoom = (harness: Harness, kind: 'group' | 'channel', actors: Character[] = []): Recipient => ({
  platform: 'teams',
  place: placeIn(harness, kind),
  locale: 'en-US',
  actors: actors.map((actor) => ({ user: userOf(harness, actor), place: placeIn(harness, actor) })),
});

/** One person as the recipient, known from some place. */
export const toPerson = (
  harness: Harness,
  character: Character,
  place: Place = placeIn(harness, character),
): Recipient => ({ platform: 'teams', place, user: userOf(harness, character), locale: 'en-US' });

const awaiting = (viewer: Viewer): Answer => ({
  type: 'approval',
  approval: approvalView('awaiting'),
  viewer,
});
export const forRoom = awaiting(room);
export const forApprover = awaiting({ ...almighty, mayBreakGlass: false, mayWithdraw: false });
export const forOthers = awaiting(onlooker);

/** How it stands after the decision, for a room. */
export const declined: Answer = { type: 'approval', approval: approvalView('declined'), viewer: room };

/** The verbs of a card's buttons, in their order. */
export function verbsOf(card: unknown): string[] {
  if (Array.isArray(card)) return card.flatMap(verbsOf);
  if (typeof card !== 'object' || card === null) return [];
  const { type, ...rest } = card as Record<string, unknown>;
  const own = type === 'Action.Execute' || type === 'Action.Submit' ? [asked(rest['data'])] : [];
  // What a card does by itself is no button, nor is what an old client would press instead.
  const { refresh: _, fallback: __, ...below } = rest;
  return [...own, ...Object.values(below).flatMap(verbsOf)];
}

/** The data of the button with that verb, as the card holds it. */
export function dataOf(card: unknown, verb: string): Record<string, unknown> | undefined {
  if (Array.isArray(card)) return card.map((each) => dataOf(each, verb)).find((data) => data !== undefined);
  if (typeof card !== 'object' || card === null) return undefined;
  const { type, data, ...rest } = card as Record<string, unknown>;
  const presses = type === 'Action.Execute' || type === 'Action.Submit';
  if (presses && asked(data) === verb) return data as Record<string, unknown>;
  const { refresh: _, fallback: __, ...below } = rest;
  return dataOf(Object.values(below), verb);
}

const asked = (data: unknown): string => (data as { pd: { verb: string } }).pd.verb;

/** Whether a button's data opens a dialog. */
export const opensDialog = (data: Record<string, unknown> | undefined): boolean => data?.['msteams'] !== undefined;
