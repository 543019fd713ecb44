import { z } from 'zod';

/** What we read of Slack's payloads. Everything else in them is left alone. */

export const commandSchema = z.object({
  team_id: z.string(),
  api_app_id: z.string().optional(),
  channel_id: z.string(),
  user_id: z.string(),
  text: z.string().default(''),
  trigger_id: z.string(),
  response_url: z.string(),
});
export type CommandPayload = z.infer<typeof commandSchema>;

const team = z.object({ id: z.string() }).nullish();
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
  message: z.object({ user: z.string().optional(), bot_id: z.string().optional() }).optional(),
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
  user,
  trigger_id: z.string(),
  view,
});
export type SubmissionPayload = z.infer<typeof submissionSchema>;

const envelope = {
  team_id: z.string(),
  api_app_id: z.string().optional(),
  event_id: z.string(),
  authorizations: z.array(z.object({ team_id: z.string().nullish() })).nullish(),
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

/** `app_home_opened`: `channel` is the person's conversation with the bot. */
export const homeSchema = z.object({
  ...envelope,
  event: z.object({ user: z.string(), channel: z.string(), tab: z.string().optional() }),
});
export type HomePayload = z.infer<typeof homeSchema>;
