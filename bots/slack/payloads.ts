import { z } from 'zod';

/** What we read of Slack's payloads. Everything else in them is left alone. */

export const commandSchema = z.object({
  team_id: z.string(),
  enterprise_id: z.string().nullish(),
  api_app_id: z.string().optional(),
  channel_id: z.string(),
  user_id: z.string(),
  text: z.string().default(''),
  trigger_id: z.string(),
  response_url: z.string(),
});
export type CommandPayload = z.infer<typeof commandSchema>;

const team = z.object({ id: z.string() }).nullish();
/** The organisation of an Enterprise Grid. */
const enterprise = team;
const user = z.object({ id: z.string(), team_id: z.string().optional() });
const view = z.object({
  id: z.string(),
  /** `modal`, or `home`: the Home tab. */
  type: z.string().default('modal'),
  private_metadata: z.string().default(''),
  team_id: z.string().optional(),
  app_installed_team_id: z.string().optional(),
  state: z.object({ values: z.unknown().optional() }).optional(),
});

export const actionSchema = z.object({
  api_app_id: z.string().optional(),
  team,
  enterprise,
  user,
  trigger_id: z.string(),
  response_url: z.string().optional(),
  container: z.object({
    type: z.string(),
    message_ts: z.string().optional(),
    channel_id: z.string().optional(),
    is_ephemeral: z.boolean().optional(),
    thread_ts: z.string().optional(),
  }),
  /** Absent for ephemeral messages. */
  message: z
    .object({
      user: z.string().optional(),
      bot_id: z.string().optional(),
      team: z.string().optional().catch(undefined),
    })
    .optional(),
  view: view.optional(),
  actions: z
    .array(
      z.object({
        type: z.string(),
        block_id: z.string().optional(),
        action_id: z.string(),
        value: z.string().nullish(),
      }),
    )
    .min(1),
});
export type ActionPayload = z.infer<typeof actionSchema>;

export const submissionSchema = z.object({
  api_app_id: z.string().optional(),
  team,
  enterprise,
  user,
  trigger_id: z.string(),
  view,
});
export type SubmissionPayload = z.infer<typeof submissionSchema>;

/** A global shortcut, or one of a message. */
export const shortcutSchema = z.object({
  type: z.enum(['shortcut', 'message_action']),
  callback_id: z.string(),
  api_app_id: z.string().optional(),
  team,
  enterprise,
  user,
  trigger_id: z.string(),
  response_url: z.string().optional(),
  message: z
    .object({
      text: z.string().catch(''),
      attachments: z
        .array(
          z.object({
            title: z.string().optional().catch(undefined),
            text: z.string().optional().catch(undefined),
            fallback: z.string().optional().catch(undefined),
          }),
        )
        .optional()
        .catch(undefined),
    })
    .optional(),
});
export type ShortcutPayload = z.infer<typeof shortcutSchema>;

/** A field that asks for its options while somebody types. */
export const suggestionSchema = z.object({
  api_app_id: z.string().optional(),
  team,
  enterprise,
  user,
  action_id: z.string().catch(''),
  block_id: z.string().catch(''),
  value: z.string().max(1_000).catch(''),
  view: view.optional(),
});
export type SuggestionPayload = z.infer<typeof suggestionSchema>;

const envelope = {
  team_id: z.string(),
  api_app_id: z.string().optional(),
  event_id: z.string(),
  /** The workspace through which the app hears of it. */
  context_team_id: z.string().nullish(),
  context_enterprise_id: z.string().nullish(),
  authorizations: z.array(z.object({ team_id: z.string().nullish(), enterprise_id: z.string().nullish() })).nullish(),
};

export const eventSchema = z.object({
  ...envelope,
  is_ext_shared_channel: z.boolean().optional(),
  event: z.object({
    type: z.string(),
    subtype: z.string().optional(),
    bot_id: z.string().nullish(),
    user: z.string().optional(),
    text: z.string().optional(),
    channel: z.string(),
    channel_type: z.string().optional(),
    thread_ts: z.string().optional(),
    edited: z.unknown().optional(),
  }),
});
export type EventPayload = z.infer<typeof eventSchema>;

/** `link_shared`: `channel` is `COMPOSER` while the message is still being written. */
export const linkSchema = z.object({
  ...envelope,
  is_ext_shared_channel: z.boolean().optional(),
  event: z.object({
    user: z.string().optional(),
    channel: z.string(),
    message_ts: z.string(),
    is_bot_user_member: z.boolean().optional(),
    links: z.array(z.object({ url: z.string() })).max(1_000),
  }),
});
export type LinkPayload = z.infer<typeof linkSchema>;

/** `app_home_opened`: `channel` is the person's conversation with the bot. */
export const homeSchema = z.object({
  ...envelope,
  event: z.object({ user: z.string(), channel: z.string(), tab: z.string().optional() }),
});
export type HomePayload = z.infer<typeof homeSchema>;

/** `app_uninstalled` and `tokens_revoked`: an organisation's may name no workspace. */
export const removalSchema = z.object({
  team_id: z.string().nullish(),
  enterprise_id: z.string().nullish(),
  api_app_id: z.string().optional(),
  is_enterprise_install: z.boolean().optional(),
  /** Seconds since the epoch. */
  event_time: z.number().optional(),
  event: z.object({
    type: z.enum(['app_uninstalled', 'tokens_revoked']),
    /** Users whose tokens are gone, by the kind of token. */
    tokens: z.object({ bot: z.array(z.string()).nullish() }).nullish(),
  }),
});
export type RemovalPayload = z.infer<typeof removalSchema>;

/** `team_access_granted` and `team_access_revoked`: an organisation lets the app into some of its workspaces, or out of them. */
export const accessSchema = z.object({
  enterprise_id: z.string().nullish(),
  event: z.object({
    type: z.enum(['team_access_granted', 'team_access_revoked']),
    team_ids: z.array(z.string().regex(/^T[A-Z0-9]{1,40}$/u)).max(10_000),
  }),
});
export type AccessPayload = z.infer<typeof accessSchema>;
