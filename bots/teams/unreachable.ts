import { PlaceUnreachable } from '../../core/delivery.js';
import type { PlaceProblem } from '../../core/watch/watch.js';
import { ConnectorError } from './connector-error.js';
import { ExternalPlace } from './rosters.js';

/**
 * Codes of a 403 that name a place (learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability, "status
 * codes from bot conversational APIs"). The app can be added anew; who has blocked it does not want it.
 */
const problems: ReadonlyMap<string, PlaceProblem> = new Map(
  Object.entries<PlaceProblem>({
    BotNotInConversationRoster: 'notMember',
    NotEnoughPermissions: 'notMember',
    BotDisabledByAdmin: 'gone',
    ConversationBlockedByUser: 'gone',
    ForbiddenOperationException: 'gone',
    MessageWritesBlocked: 'gone',
  }),
);

/** Why a place cannot be written to, whatever is tried; undefined when the failure says nothing of the place. */
export function problemOf(error: unknown): PlaceProblem | undefined {
  if (error instanceof ExternalPlace) return error.why === 'outsiders' ? 'external' : 'unreadable';
  if (!(error instanceof ConnectorError) || isOfMessage(error)) return undefined;
  if (error.status === 403) return problems.get(error.code);
  return error.gone ? 'gone' : undefined;
}

/** A message is gone, not its conversation. */
export const isOfMessage = (error: unknown): boolean =>
  error instanceof ConnectorError && error.code === 'ActivityNotFoundInConversation';

/** Fails as the core understands it: with PlaceUnreachable where Teams' word on the place is final, else as it failed. */
export function fail(error: unknown): never {
  const problem = problemOf(error);
  if (problem && (error instanceof ConnectorError || error instanceof ExternalPlace))
    throw new PlaceUnreachable(problem, error.code);
  throw error;
}
