import { z } from 'zod';
import type { Problem } from './error.js';
import type { Policy } from './shape.js';

const LIST = 'expected a list of Slack workspaces (T…) and organizations (E…)';

/** What `slack` in PARTNERDESK_CONFIG may say. */
export const slackKeys = {
  slack: z
    .strictObject(
      {
        workspaces: z
          .array(z.string({ error: LIST }).regex(/^[TE][A-Z0-9]+$/, { error: 'expected T… or E…' }), { error: LIST })
          .min(1, { error: LIST })
          .optional(),
      },
      { error: 'expected settings, such as workspaces' },
    )
    .nullish(),
};

/** Known keys by the path of their parent, for suggestions. */
export const knownSlackKeys: Record<string, readonly string[]> = { slack: ['workspaces'] };

export function slackOf({ slack }: z.output<z.ZodObject<typeof slackKeys>>): Pick<Policy, 'workspaces'> {
  return slack?.workspaces ? { workspaces: slack.workspaces } : {};
}

/** A list that would hold nobody off: the token of one workspace says by itself which one that is. */
export function uselessList(env: Map<string, string>, workspaces: Policy['workspaces'] | undefined): Problem[] {
  if (!workspaces || env.has('SLACK_CLIENT_ID')) return [];
  const expected = 'is for SLACK_CLIENT_ID, which is not set: SLACK_BOT_TOKEN lets in one workspace, its own';
  return [{ name: 'PARTNERDESK_CONFIG › slack › workspaces', expected }];
}
