import type { ActionPayload, CommandPayload, EventPayload, SubmissionPayload } from './payloads.js';

/** Whom Slack sent a payload to. Slack has signed it; which of its workspaces is ours is for `Workspaces` to say. */
export interface Address {
  app: string | undefined;
  /** Workspaces, the most fitting first. */
  teams: readonly string[];
  /** The organisation (Enterprise Grid) that the workspace is part of. */
  enterprise: string | undefined;
  /**
   * In a channel shared with another organisation its people can press too: Slack then names their workspace. They are let
   * in as far as the refusal that strangers get.
   */
  fromElsewhere?: boolean;
}

export const addressOfCommand = (payload: CommandPayload): Address => ({
  app: payload.api_app_id,
  teams: [payload.team_id],
  enterprise: payload.enterprise_id ?? undefined,
});

/** An event names the workspaces that it is for; one of them may be the sender's in a shared channel. */
export function addressOfEvent(
  payload: Pick<
    EventPayload,
    'api_app_id' | 'team_id' | 'context_team_id' | 'context_enterprise_id' | 'authorizations'
  >,
): Address {
  const { context_team_id: context, context_enterprise_id: organisation, team_id: origin } = payload;
  const authorizations = payload.authorizations ?? [];
  const teams = [context, ...authorizations.map(({ team_id }) => team_id), origin];
  const enterprise = organisation ?? authorizations.find(({ enterprise_id }) => enterprise_id)?.enterprise_id;
  return { app: payload.api_app_id, teams: present(teams), enterprise: enterprise ?? undefined };
}

/** A modal always belongs to the workspace that opened it. */
export function addressOfAction(payload: ActionPayload): Address {
  const { team, user, view, message } = payload;
  if (view) return addressOfView(payload);
  const app = payload.api_app_id;
  const enterprise = payload.enterprise?.id;
  // The message was posted by the bot of the workspace that is meant.
  const fromElsewhere = team !== null && team !== undefined && user.team_id === team.id;
  return { app, teams: present([team?.id, message?.team]), enterprise, fromElsewhere };
}

/** A modal belongs to the workspace, or the whole organisation, that installed the app, whoever looks at it. */
export function addressOfView(
  payload: Pick<SubmissionPayload, 'api_app_id' | 'enterprise' | 'team' | 'user'> & {
    view?: SubmissionPayload['view'] | undefined;
  },
): Address {
  const { view, team, user } = payload;
  const installed = view?.app_installed_team_id;
  const whole = installed !== undefined && installed === payload.enterprise?.id;
  const own = whole ? undefined : installed;
  return {
    app: payload.api_app_id,
    teams: present([own ?? view?.team_id ?? team?.id ?? user.team_id]),
    enterprise: payload.enterprise?.id,
  };
}

const present = (teams: (string | null | undefined)[]): string[] => [
  ...new Set(teams.filter((team): team is string => typeof team === 'string' && team !== '')),
];
