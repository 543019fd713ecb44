import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../body.js';
import type { Character, StandIn } from '../stand-in.js';
import { createAppTokens, type AppTokens } from './app-tokens.js';
import { readArguments, reply } from './http.js';
import { text } from './method.js';
import { createOAuth } from './oauth.js';
import { envelope } from './payloads.js';
import { manifestScopes } from './manifest.js';
import { bearer, createSlackStandIn, type SlackStandIn, type SlackStandInOptions } from './stand-in.js';
import type { Team } from './team.js';
import type { Json } from './workspace.js';

export interface SlackCloudOptions
  extends Pick<SlackStandInOptions, 'baseUrl' | 'botUrl' | 'signingSecret' | 'ackTimeout' | 'retryDelays' | 'limits'> {
  clientId: string;
  clientSecret: string;
  /** The desk's public address, to which installs lead back. */
  publicUrl: string;
  /** Whether the app rotates its tokens, and how long each lives, in seconds; by default as long as Slack's. */
  rotate: boolean;
  tokenLifeSeconds?: number;
  workspaces: readonly { team: Team; characters: Character[] }[];
  /** Clock, ms since the epoch. */
  now?: () => number;
}

/** All of Slack: several workspaces, and the app that each of them may install. */
export interface SlackCloud extends StandIn {
  /** One workspace, by its id. */
  at(team: string): SlackStandIn;
  readonly tokens: AppTokens;
  /** Every call with a token: whose it was, and which workspace it was about, in order. */
  readonly traffic: { method: string; home: string; team: string }[];
  /** The workspace or organisation takes the app out: its tokens end, and the app is told. */
  uninstall(home: string): Promise<void>;
  /** Somebody revokes the bot's token there; the app stays. */
  revokeTokens(home: string): Promise<void>;
  /** An organisation takes the app out of one of its workspaces, or lets it in again, and the app is told. */
  changeAccess(home: string, team: string, granted: boolean): Promise<void>;
  /** The next calls of that method (by default `oauth.v2.access`) get this HTTP status and nothing else. */
  refuse(status: number, times: number, method?: 'oauth.v2.access' | 'auth.revoke'): void;
  close(): void;
}

/** Slack with nobody's app in it yet. Installing goes through `/slack/oauth/v2/authorize`. */
export function createSlackCloud(options: SlackCloudOptions): SlackCloud {
  const now = options.now ?? Date.now;
  const { baseUrl, botUrl, signingSecret, ackTimeout, retryDelays, limits } = options;
  const tokens = createAppTokens(options.rotate, now, options.tokenLifeSeconds);
  const traffic: SlackCloud['traffic'] = [];
  const teams = options.workspaces.map(({ team }) => team);
  const scopes = manifestScopes();
  /** Workspaces that their organisation keeps the app out of. */
  const shut = new Set<string>();
  const trouble = { status: 500, times: 0, method: 'oauth.v2.access' };

  const standIns = new Map(
    options.workspaces.map(({ team, characters }) => {
      const standIn = createSlackStandIn({
        baseUrl,
        botUrl,
        signingSecret,
        team,
        characters,
        now,
        responsePath: `/slack/response/${team.id}`,
        scopes: [...scopes],
        // Whose token it is was found out before.
        botToken: () => undefined,
        ...(ackTimeout === undefined ? {} : { ackTimeout }),
        ...(retryDelays === undefined ? {} : { retryDelays }),
        ...(limits === undefined ? {} : { limits }),
      });
      standIn.workspace.installed = false;
      return [team.id, standIn] as const;
    }),
  );
  const at = (team: string): SlackStandIn => {
    const found = standIns.get(team);
    if (!found) throw new Error('no such workspace');
    return found;
  };

  /** The workspaces that a workspace or organisation speaks for. */
  const workspacesOf = (home: string) =>
    [...standIns.values()].filter(({ workspace: { team } }) => team.id === home || team.enterprise?.id === home);

  function mark(home: string, installed: boolean): void {
    for (const { workspace } of workspacesOf(home)) {
      const how = workspace.team.id === home ? 'workspace' : 'organisation';
      workspace.installed = installed && how;
      workspace.changed();
    }
  }

  const oauth = createOAuth({
    ...options,
    teams,
    tokens,
    redirectUris: [`${options.publicUrl}/slack/oauth_redirect`],
    scopes: () => [...scopes].join(','),
    administratorOf: ({ id }) => [...at(id).workspace.users.keys()][0] ?? '',
    onInstalled: (home) => mark(home, true),
    missing: () => [...standIns.values()].find(({ workspace }) => !workspace.installed)?.workspace.team.id,
    now,
  });

  /** A token of an organisation needs to be told which of its workspaces is meant, where an id does not say so. */
  function chosen(home: string, args: Json): SlackStandIn | undefined {
    const candidates = workspacesOf(home).filter(({ workspace }) => !shut.has(workspace.team.id));
    const team = text(args, 'team_id');
    if (team !== '' && shut.has(team)) return undefined;
    return candidates.find(({ workspace }) => workspace.team.id === (team || home)) ?? candidates[0];
  }

  async function callMethod(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const args = readArguments(request.headers['content-type'] ?? '', (await readBody(request)) ?? '') ?? {};
    if (name === trouble.method && trouble.times > 0) {
      trouble.times -= 1;
      return reply(response, trouble.status, 'upstream error');
    }
    if (name === 'oauth.v2.access') return reply(response, 200, oauth.access(args));
    const token = bearer(request) ?? '';
    const found = tokens.look(token);
    if ('error' in found) return reply(response, 200, { ok: false, error: found.error });
    if (name === 'auth.revoke') {
      const ended = tokens.end(token);
      // With its last token the app goes from the workspace (docs.slack.dev/reference/events/app_uninstalled).
      if (ended?.last) mark(ended.home, false);
      return reply(response, 200, { ok: true, revoked: true });
    }
    if (name === 'auth.teams.list') {
      const inside = workspacesOf(found.home).filter(({ workspace }) => !shut.has(workspace.team.id));
      const list = inside.map(({ workspace: { team } }) => ({ id: team.id, name: team.name }));
      return reply(response, 200, { ok: true, teams: list, response_metadata: { next_cursor: '' } });
    }
    const standIn = chosen(found.home, args);
    if (!standIn) return reply(response, 200, { ok: false, error: 'team_access_not_granted' });
    traffic.push({ method: name, home: found.home, team: standIn.workspace.team.id });
    standIn.answerCall(name, token, args, response);
  }

  /** Events about the app itself come when it is gone already; of an organisation they name no workspace. */
  async function tell(home: string, event: Json): Promise<void> {
    const [standIn] = workspacesOf(home);
    if (!standIn) return;
    const { id } = standIn.workspace.team;
    const { authorizations: _, context_team_id: _team, ...rest } = envelope(event, standIn.workspace);
    const whose =
      id === home
        ? { team_id: id, is_enterprise_install: false }
        : { team_id: null, enterprise_id: home, is_enterprise_install: true };
    await standIn.deliverEvent({ ...rest, ...whose });
  }
  const tellRevoked = (home: string) =>
    tell(home, {
      type: 'tokens_revoked',
      tokens: { oauth: [], bot: workspacesOf(home).map(({ workspace }) => workspace.team.botUser) },
    });

  return {
    prefix: '/slack',
    async handle(request, response) {
      const [, , kind, name = '', ...rest] = new URL(request.url ?? '/', 'http://slack').pathname.split('/');
      if (kind === 'oauth' && name === 'v2' && rest[0] === 'authorize') return oauth.authorize(request, response);
      if (kind === 'api') return callMethod(name, request, response);
      const standIn = kind === 'response' ? standIns.get(name) : undefined;
      return standIn ? standIn.answerResponseUrl(rest[0] ?? '', request, response) : reply(response, 404, 'not_found');
    },
    onChange(listener) {
      for (const standIn of standIns.values()) standIn.onChange(listener);
    },
    at,
    tokens,
    traffic,
    async uninstall(home) {
      tokens.revoke(home);
      mark(home, false);
      // Slack sends both, in no certain order.
      await tellRevoked(home);
      await tell(home, { type: 'app_uninstalled' });
    },
    async revokeTokens(home) {
      tokens.revoke(home);
      await tellRevoked(home);
    },
    async changeAccess(home, team, granted) {
      if (granted) shut.delete(team);
      else shut.add(team);
      const { workspace } = at(team);
      workspace.installed = granted && 'organisation';
      workspace.changed();
      const type = granted ? 'team_access_granted' : 'team_access_revoked';
      await tell(home, { type, team_ids: [team], event_ts: String(now() / 1_000) });
    },
    refuse: (status, times, method = 'oauth.v2.access') => void Object.assign(trouble, { status, times, method }),
    close() {
      for (const standIn of standIns.values()) standIn.close();
    },
  };
}
