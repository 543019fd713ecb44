import type { SlackConfig, SlackOAuthConfig } from '../../../core/config.js';
import type { Installations } from '../../../core/installations/installations.js';
import type { InstallStates } from '../../../core/installations/install-states.js';
import type { Metrics } from '../../../core/metrics.js';
import type { TokenSource } from '../caller.js';
import { createSlackCalls, type Identity, type SlackCalls } from '../calls.js';
import type { SlackFetch } from '../keep-alive-fetch.js';
import { createWorkspaceTools, type Workspace, type WorkspaceParts } from '../workspace.js';
import type { Workspaces } from '../workspaces.js';
import { createAllowed } from './allowed.js';
import { createGrants } from './grant.js';
import { createHeldInstallations, type Held } from './held.js';
import { createOrganisations } from './organisations.js';
import { createInstallPages } from './pages.js';
import { createPlacedDelivery } from './placed-delivery.js';
import { createRemoval } from './removal.js';
import { createRotation } from './rotation.js';

/** Of so many workspaces people and channels are remembered at once. */
const MOST_OPEN = 1_000;

export interface ManyWorkspacesParts extends WorkspaceParts {
  config: SlackConfig & { oauth: SlackOAuthConfig };
  publicUrl: string;
  /** Whether the app is to read e-mail addresses: people are linked by them. */
  emails: boolean;
  installations: Installations;
  installStates: InstallStates;
  /** Workspaces and organisations that may use the desk; absent: any. */
  listed?: readonly string[] | undefined;
  /** Places in these workspaces (absent: in all) may have become unreachable, or reachable again. Rejects when the store is down. */
  doubt: (teams?: readonly string[]) => Promise<void>;
  fetch: SlackFetch;
  /** Unique for each process that ever ran. */
  owner: string;
  metrics: Metrics;
  detach: (work: Promise<unknown>) => void;
}

/** All workspaces that installed the app through OAuth, each with its own token and its own knowledge of people. */
export function createManyWorkspaces(parts: ManyWorkspacesParts): Workspaces {
  const { config, fetch, installations, doubt, log, metrics, now } = parts;
  const held = createHeldInstallations({ installations, now });
  const allowed = createAllowed(parts.listed);
  const grants = createGrants({ config, fetch, log, metrics });
  const rotation = createRotation({ ...parts, held, grants });
  const { tokensOf } = rotation;
  const callsWith = (tokens: TokenSource, team?: string): SlackCalls =>
    createSlackCalls({ config, fetch, tokens, log, metrics, ...(team === undefined ? {} : { team }) });
  const organisations = createOrganisations({ installations, callsOf: (key) => callsWith(tokensOf(key)), now });
  const open = new Map<string, { key: string; installedAt: number; workspace: Workspace }>();

  /** The key of the installation that serves a workspace: its own, or that of its whole organisation. */
  async function keyOf(team: string, enterprise: string | undefined): Promise<string | undefined> {
    if (await held.get(team)) return team;
    return enterprise !== undefined && (await held.get(enterprise)) ? enterprise : undefined;
  }

  async function workspaceOf(team: string, find: () => Promise<string | undefined>): Promise<Workspace | undefined> {
    const key = open.get(team)?.key ?? (await find());
    const found = key === undefined ? undefined : await held.get(key);
    const known = open.get(team);
    if (key === undefined || !found) {
      open.delete(team);
      // What served it is gone; something else may do so.
      return known ? workspaceOf(team, find) : undefined;
    }
    // Installed before the policy listed others: served no more, whatever its token is good for.
    if (!allowed(team, found.grant.enterprise)) return undefined;
    const { installedAt, kind } = found.installation;
    if (known?.key === key && known.installedAt === installedAt) return known.workspace;
    const identity = identityOf(found, team);
    const calls = callsWith(tokensOf(key), kind === 'organisation' ? team : undefined);
    const workspace = { ...createWorkspaceTools(calls, parts, () => identity), identity };
    open.delete(team);
    open.set(team, { key, installedAt, workspace });
    const [oldest] = open.keys();
    if (open.size > MOST_OPEN && oldest !== undefined) open.delete(oldest);
    return workspace;
  }

  const remove = createRemoval({
    installations,
    held,
    probe: ({ grant }) => callsWith({ token: () => grant.accessToken }).test(),
    log,
  });

  return {
    delivery: createPlacedDelivery((team) =>
      workspaceOf(team, async () => (await keyOf(team, undefined)) ?? organisations.of(team)),
    ),
    pages: createInstallPages({ ...parts, grants, allowed, callsWith, added: (key) => held.forget(key) }),
    ready: () => true,
    async whose({ app, teams, enterprise }) {
      for (const team of teams) {
        const workspace = await workspaceOf(team, () => keyOf(team, enterprise));
        if (!workspace) continue;
        return app === undefined || app === workspace.identity.app ? workspace : undefined;
      }
      return undefined;
    },
    forgetUser(user) {
      for (const { workspace } of open.values()) workspace.people.forget(user);
    },
    async removed(payload) {
      const key = await remove(payload);
      if (key === undefined) return;
      for (const [team, entry] of open) if (entry.key === key) open.delete(team);
      organisations.forget();
      await doubt(key.startsWith('T') ? [key] : undefined);
    },
    async accessChanged({ enterprise_id: enterprise, event: { type, team_ids: teams } }) {
      // A workspace that installed the app by itself goes on with its own installation.
      for (const team of teams) if (open.get(team)?.key !== team) open.delete(team);
      organisations.forget();
      await doubt(teams);
      log.info(
        { installation: enterprise, event: type, teams: teams.length },
        'an organisation of Slack changed access',
      );
    },
    async start() {
      log.info('workspaces of Slack install the app at /slack/install');
      await rotation.start();
    },
    stop: () => rotation.stop(),
  };
}

function identityOf({ installation, grant }: Held, team: string): Identity {
  return {
    team,
    ...(grant.enterprise === undefined ? {} : { enterprise: grant.enterprise }),
    ...(installation.kind === 'organisation' ? { organisation: true } : {}),
    botUser: installation.botUser,
    bot: grant.bot,
    app: installation.app,
  };
}
