import { z } from 'zod';

/** A member that may be missing, and is ignored when it is not what it should be. */
const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
const id = z.string().min(1).max(1000);

/**
 * The members of an activity that the desk reads, and nothing else. Only where the activity comes from has to be right; a
 * strange value elsewhere counts as missing, so that no client's oddity costs an answer.
 */
export const activitySchema = z.object({
  type: z.string().min(1),
  channelId: z.string(),
  serviceUrl: z.string().min(1).max(500),
  id: optional(id),
  name: optional(z.string()),
  action: optional(z.string()),
  text: optional(z.string()),
  value: z.unknown().optional(),
  replyToId: optional(id),
  locale: optional(z.string()),
  localTimezone: optional(z.string()),
  from: z.object({
    id,
    name: optional(z.string().max(200)),
    aadObjectId: optional(z.guid()),
    tenantId: optional(id),
    role: optional(z.string()),
  }),
  recipient: z.object({ id }),
  conversation: z.object({ id, conversationType: optional(z.string()), tenantId: optional(id) }),
  channelData: optional(
    z.object({
      tenant: optional(z.object({ id })),
      channel: optional(z.object({ type: optional(z.string()) })),
      team: optional(z.object({ id })),
    }),
  ),
  membersAdded: optional(z.array(z.object({ id }))),
  entities: optional(
    z.array(
      z.object({
        type: optional(z.string()),
        text: optional(z.string()),
        mentioned: optional(z.object({ id, name: optional(z.string()) })),
        locale: optional(z.string()),
        timezone: optional(z.string()),
      }),
    ),
  ),
});

export type TeamsActivity = z.infer<typeof activitySchema>;

/** What an `adaptiveCard/action` invoke carries. */
export const executeSchema = z.object({
  action: z.object({ verb: optional(z.string()), data: z.unknown().optional() }),
  trigger: optional(z.string()),
});

/** The tenant in which a conversation lives. Teams writes it in one of two places, or both. */
export function tenantOf(activity: TeamsActivity): string | undefined {
  const named = [activity.conversation.tenantId, activity.channelData?.tenant?.id].flatMap((each) =>
    each === undefined ? [] : [each.toLowerCase()],
  );
  // Two different answers are no answer.
  return new Set(named).size === 1 ? named[0] : undefined;
}

export function kindOf(activity: TeamsActivity): 'personal' | 'group' | 'channel' {
  const type = activity.conversation.conversationType;
  if (type === 'personal' || type === 'channel') return type;
  return 'group';
}
