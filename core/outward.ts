import type { Metrics } from './metrics.js';
import type { Service } from './service-states.js';

/**
 * The outcomes after which a service is of no use: it does not answer, or lets the desk in no more. Everything else, a
 * refusal, a conflict or a throttled call, is an answer of a service that lives.
 */
const failing: Record<Service, readonly string[]> = {
  partnerCenter: ['unavailable', 'unauthenticated', 'mfaRequired'],
  graph: ['unavailable', 'forbidden'],
  login: ['unavailable', 'unauthenticated', 'mfaRequired'],
  entra: ['unavailable'],
  slack: ['unreachable', 'http'],
  teams: ['unreachable', 'unavailable'],
  certificates: ['unavailable'],
};

/**
 * A call outwards has ended: counts it, and notes how the service is.
 *
 * @param call.outcome a word of a small fixed set, `ok` among them: it becomes a label
 * @param call.ownDoing the outcome stems from the desk or from a person and says nothing of the service
 * @param now ms since the epoch
 */
export function noteCall(
  metrics: Metrics,
  call: { service: Service; operation: string; outcome: string; ownDoing?: boolean },
  now = Date.now(),
): void {
  const { service, operation, outcome } = call;
  metrics.outwardCalls.inc({ service, operation, outcome });
  if (call.ownDoing) return;
  const state = failing[service].includes(outcome) ? 'failing' : 'ok';
  metrics.services.note(service, state, now);
  metrics.serviceFailing.set({ service }, state === 'failing' ? 1 : 0);
}
