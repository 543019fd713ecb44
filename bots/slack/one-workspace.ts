import type { Log } from '../../core/log.js';
import type { Address } from './address.js';
import type { Identity, SlackCalls } from './calls.js';
import { createWorkspaceTools, type Workspace, type WorkspaceParts } from './workspace.js';
import type { Workspaces } from './workspaces.js';

/** Whether Slack sent a payload for the workspace, and the app, whose token we hold. */
export function isOurs({ app, teams, fromElsewhere }: Address, identity: Pick<Identity, 'team' | 'app'>): boolean {
  if (identity.app !== undefined && app !== undefined && app !== identity.app) return false;
  return fromElsewhere === true || teams.includes(identity.team);
}

/**
 * The one workspace of SLACK_BOT_TOKEN. Which one that is, Slack says at the start; it is asked until it does.
 *
 * @param parts.retryAfter how long to wait before Slack is asked again, ms
 */
export function createOneWorkspace(
  parts: WorkspaceParts & {
    calls: SlackCalls;
    log: Log;
    retryAfter: (attempt: number) => number;
    detach: (work: Promise<unknown>) => void;
  },
): Workspaces {
  const { calls, log, retryAfter, detach } = parts;
  const tools = createWorkspaceTools(calls, parts, () => workspace?.identity);
  let workspace: Workspace | undefined;
  let retry: NodeJS.Timeout | undefined;
  let stopped = false;

  async function identify(attempt: number): Promise<void> {
    try {
      const identity = await calls.identify();
      workspace = { ...tools, identity };
      log.info({ team: identity.team }, 'Slack knows us');
    } catch (error) {
      log.error({ err: error, attempt }, 'Slack does not say whose token this is: its requests are answered 503');
      if (stopped) return;
      retry = setTimeout(() => detach(identify(attempt + 1)), retryAfter(attempt));
      retry.unref();
    }
  }

  return {
    delivery: tools.delivery,
    pages: {},
    // Nobody is let in before it is known which workspace we serve: Slack repeats events.
    ready: () => workspace !== undefined,
    whose: (address) => (workspace && isOurs(address, workspace.identity) ? workspace : undefined),
    forgetUser: (user) => tools.people.forget(user),
    async removed({ team_id: team, event }) {
      const { identity } = workspace ?? {};
      // Tokens of people are none of ours.
      const bots = event.type === 'tokens_revoked' ? (event.tokens?.bot ?? []) : undefined;
      if (!identity || team !== identity.team || bots?.includes(identity.botUser) === false) return;
      log.error(
        'the app was taken out of the workspace, or its token was revoked: SLACK_BOT_TOKEN is of no use any more',
      );
    },
    // The token of one workspace has nothing to do with what an organisation lets the app into.
    accessChanged: async () => undefined,
    start: () => identify(0),
    stop() {
      stopped = true;
      clearTimeout(retry);
    },
  };
}
