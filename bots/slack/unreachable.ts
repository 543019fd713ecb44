import { PlaceUnreachable } from '../../core/delivery.js';
import type { PlaceProblem } from '../../core/watch/watch.js';
import { SlackCallError } from './call-error.js';

/**
 * What Slack says of a place that cannot be written to, whatever is tried (docs.slack.dev/reference/methods/chat.postMessage).
 * Everything else is trouble of ours or of Slack's, and may pass.
 */
const problems: ReadonlyMap<string, PlaceProblem> = new Map(
  Object.entries<PlaceProblem>({
    not_in_channel: 'notMember',
    // Of a private channel that the bot is not in, too: Slack does not tell the two apart.
    channel_not_found: 'gone',
    channel_deleted: 'gone',
    is_inactive: 'gone',
    // People: deactivated, hidden from the app, or no people at all.
    user_not_found: 'gone',
    user_not_visible: 'gone',
    user_disabled: 'gone',
    cannot_dm_bot: 'gone',
    messages_tab_disabled: 'gone',
    // The app was taken out of the workspace, or Slack gives no more tokens until it is installed anew.
    account_inactive: 'gone',
    token_revoked: 'gone',
    token_expired: 'gone',
    not_installed: 'gone',
    // The organisation took this workspace's access away.
    team_access_not_granted: 'gone',
    is_archived: 'archived',
    // As good as archived: nobody but its owners may write there.
    restricted_action: 'archived',
    restricted_action_read_only_channel: 'archived',
    restricted_action_thread_only_channel: 'archived',
  }),
);

/** Fails as the core understands it: with PlaceUnreachable where Slack's word on the place is final, else as it failed. */
export function fail(error: unknown): never {
  const problem = error instanceof SlackCallError ? problems.get(error.code) : undefined;
  if (problem && error instanceof SlackCallError) throw new PlaceUnreachable(problem, error.code);
  throw error;
}
