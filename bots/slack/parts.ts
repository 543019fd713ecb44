import type { Cloud } from '../../core/config.js';
import type { Log } from '../../core/log.js';
import type { Metrics } from '../../core/metrics.js';
import type { Accepted, Reception } from '../../core/reception.js';
import type { Previews } from '../../core/customers/previews.js';
import type { Turn } from '../../core/turn.js';
import type { Typeahead } from '../../core/typeahead.js';
import type { HomeModals } from './home-modals.js';
import type { ReplyTo } from './reply-to.js';
import type { WorkingNotes } from './working-notes.js';
import type { Workspaces } from './workspaces.js';

/** What the handlers of commands, buttons, modals and events work with. */
export interface Parts {
  reception: Pick<Reception, 'accept'>;
  workspaces: Workspaces;
  /** Absent: nothing is suggested, and links have no preview. */
  typeahead?: Typeahead | undefined;
  previews?: Previews | undefined;
  /** Whether a response_url leads to Slack. */
  isAllowed: (url: string) => boolean;
  notes: WorkingNotes;
  homeModals: HomeModals;
  cloud: Cloud;
  /** How long somebody waits before they are told that the desk is at work, ms. */
  patience: number;
  log: Log;
  metrics: Metrics;
  /** Goes on after the request was answered; failures are logged. */
  detach: (work: Promise<unknown>) => void;
}

/** One request, from the door to its answer. */
export interface Exchange {
  signature: string;
  /** `performance.now()` of its arrival. */
  arrived: number;
  /** A listener acknowledges it. */
  taken: boolean;
  /** When the answer has left this process. */
  answered: Promise<void>;
}

/** The turn is committed, or known already. A signature that came before is counted. @throws when the store is down */
export async function accept(parts: Parts, exchange: Exchange, turn: Turn, replyTo: ReplyTo): Promise<Accepted> {
  const accepted = await parts.reception.accept(turn, replyTo, exchange.signature);
  if (!accepted.fresh && accepted.replayed) parts.metrics.refusedRequests.inc({ platform: 'slack', reason: 'replay' });
  return accepted;
}

/**
 * Whether answers may go where a payload says. Not every address that is signed is Slack's: one that is not is neither stored
 * nor called, and counted.
 */
export function leadsToSlack(parts: Parts, url: string | undefined): boolean {
  if (url === undefined || parts.isAllowed(url)) return true;
  parts.metrics.refusedRequests.inc({ platform: 'slack', reason: 'responseUrl' });
  parts.log.warn('a Slack request with the response_url of somebody else was ignored');
  return false;
}

/** Something that the desk does not offer: counted, acknowledged without effect. */
export function refuseUnsupported(parts: Parts): void {
  parts.metrics.refusedRequests.inc({ platform: 'slack', reason: 'unsupported' });
}

/** A guest, or somebody of another organisation, where a refusal would have no place: counted. */
export function refuseOutsider(parts: Parts): void {
  parts.metrics.refusedRequests.inc({ platform: 'slack', reason: 'standing' });
}

/** A bot, or an account that is switched off: counted, and not answered, because two bots could go on for ever. */
export function refuseBot(parts: Parts): void {
  parts.metrics.refusedRequests.inc({ platform: 'slack', reason: 'bot' });
}

/** The payload is for another app, or a workspace that is not installed: counted, acknowledged without effect. */
export function refuseForeign(parts: Parts): void {
  parts.metrics.refusedRequests.inc({ platform: 'slack', reason: 'team' });
  parts.log.warn('a Slack request for another workspace or app was ignored');
}
