import { z } from 'zod';

/** A member that may be missing, and is ignored when it is not what it should be. */
const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
const id = z.string().min(1).max(1000);
/** Nobody looks for a customer by more than this. */
const LONGEST_QUERY = 400;

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

/** What `task/fetch`, `task/submit` and `composeExtension/submitAction` carry: the data of the button that was pressed. */
export const taskSchema = z.object({ data: z.unknown().optional() });

/** What `application/search` carries: somebody types in a field of a card. */
export const searchSchema = z.object({
  queryText: z.string().max(LONGEST_QUERY).default(''),
  queryOptions: optional(z.object({ top: optional(z.number().int().positive()) })),
  dataset: z.string(),
});

/** What `composeExtension/query` carries. Teams sends `initialRun` when the search is opened, with nothing typed yet. */
export const querySchema = z.object({
  commandId: z.string(),
  parameters: optional(z.array(z.object({ name: z.string(), value: optional(z.string().max(LONGEST_QUERY)) }))),
  queryOptions: optional(z.object({ count: optional(z.number().int().positive()) })),
});

/** What `composeExtension/fetchTask` carries. `messagePayload`: the message from whose menu it was chosen. */
export const fetchTaskSchema = z.object({
  commandId: z.string(),
  messagePayload: z.object({
    subject: optional(z.string()),
    body: optional(z.object({ content: optional(z.string()), contentType: optional(z.string()) })),
  }),
});

/** The tenant in which a conversation lives. Teams writes it in one of two places, or both. */
export function tenantOf(activity: TeamsActivity): string | undefined {
  const named = [activity.conversation.tenantId, activity.channelData?.tenant?.id].flatMap((each) =>
    each === undefined ? [] : [each.toLowerCase()],
  );
  // Two different answers are no answer.
  return new Set(named).size === 1 ? named[0] : undefined;
}

/** A chat of two people is "personal" to Teams too; the bot's own with somebody has an id that it alone uses (`a:…`). */
export function kindOf(activity: TeamsActivity): 'personal' | 'group' | 'channel' {
  const { id: conversation, conversationType: type } = activity.conversation;
  if (type === 'personal' && conversation.startsWith('19:')) return 'group';
  if (type === 'personal' || type === 'channel') return type;
  return 'group';
}
