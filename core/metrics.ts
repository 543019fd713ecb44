import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { createServiceStates } from './service-states.js';

/** The desk's own figures, in Prometheus' terms. Labels are small fixed sets: never a name, an id or a text. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    turns: new Counter({
      name: 'partnerdesk_turns_total',
      help: 'Turns answered, by the type of the answer',
      labelNames: ['platform', 'act', 'answer'],
      registers,
    }),
    /** Seconds from the arrival of a request to its acknowledgement. */
    ack: new Histogram({
      name: 'partnerdesk_ack_seconds',
      help: 'Time to acknowledge a request of a platform',
      labelNames: ['platform'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 1.5, 3, 10],
      registers,
    }),
    /** Requests that were refused before any work: signature, token, tenant, replay, size, … */
    refusedRequests: new Counter({
      name: 'partnerdesk_refused_requests_total',
      help: 'Requests refused at the door',
      labelNames: ['platform', 'reason'],
      registers,
    }),
    outwardCalls: new Counter({
      name: 'partnerdesk_outward_calls_total',
      help: 'Calls to Partner Center, Graph, Entra ID, Slack and the Bot Connector',
      labelNames: ['service', 'operation', 'outcome'],
      registers,
    }),
    /** How each service was when it was called last: also in words, for `/readyz`. */
    services: createServiceStates(),
    serviceFailing: new Gauge({
      name: 'partnerdesk_service_failing',
      help: 'Whether the last call to a service outside got no usable answer (1) or one (0)',
      labelNames: ['service'],
      registers,
    }),
    changes: new Counter({
      name: 'partnerdesk_changes_total',
      help: 'Changes that reached a state',
      labelNames: ['kind', 'state'],
      registers,
    }),
    messages: new Counter({
      name: 'partnerdesk_messages_total',
      help: 'Messages of the outbox',
      labelNames: ['platform', 'outcome'],
      registers,
    }),
    /**
     * What was done in Partner Center: `announced`, `own` (done by the desk, so announced as its change), `tooOld` to be news.
     */
    happenings: new Counter({
      name: 'partnerdesk_happenings_total',
      help: 'Changes found in Partner Center, by where they were found',
      labelNames: ['source', 'kind', 'outcome'],
      registers,
    }),
    webhookEvents: new Counter({
      name: 'partnerdesk_webhook_events_total',
      help: 'Events of Partner Center that were taken in; those that the desk does not use are "other"',
      labelNames: ['event'],
      registers,
    }),
    /** Whether certificates of webhooks were revoked: `unknown` where the list of their issuer could not be had. */
    revocationChecks: new Counter({
      name: 'partnerdesk_certificate_revocation_checks_total',
      help: 'Certificates of webhooks that were looked for in the list of those that are revoked',
      labelNames: ['outcome'],
      registers,
    }),
    webhookTest: new Gauge({
      name: 'partnerdesk_webhook_test_timestamp_seconds',
      help: 'When a test event of Partner Center came last, in seconds since the epoch; 0: never',
      registers,
    }),
    customersIndexed: new Gauge({
      name: 'partnerdesk_customers_indexed',
      help: "Customers in this process's index",
      registers,
    }),
    customerIndexReady: new Gauge({
      name: 'partnerdesk_customer_index_ready',
      help: "Whether every customer is in this process's index (1) or not yet (0)",
      registers,
    }),
    customersListed: new Gauge({
      name: 'partnerdesk_customers_listed_timestamp_seconds',
      help: "When the last whole reading of Partner Center's list of customers began, in seconds since the epoch; 0: never",
      registers,
    }),
    /** `ok`, or why Partner Center could not be asked: then it is tried again. */
    customerSync: new Counter({
      name: 'partnerdesk_customer_sync_total',
      help: 'Steps by which the customers are kept as Partner Center has them',
      labelNames: ['step', 'outcome'],
      registers,
    }),
    /** New tokens for old: an installation that is `refused` has to be installed anew before its token ends. */
    tokenRefreshes: new Counter({
      name: 'partnerdesk_token_refreshes_total',
      help: 'Tokens of installations that were to be renewed, by what came of it',
      labelNames: ['platform', 'outcome'],
      registers,
    }),
    /** These three are set when the figures are read: core/jobs/waiting.ts. */
    messagesWaiting: new Gauge({
      name: 'partnerdesk_messages_waiting',
      help: 'Messages of the outbox that are still to be sent',
      labelNames: ['platform'],
      registers,
    }),
    messagesParked: new Gauge({
      name: 'partnerdesk_messages_parked',
      help: 'Messages of the outbox that are not tried any more',
      labelNames: ['platform'],
      registers,
    }),
    oldestWaiting: new Gauge({
      name: 'partnerdesk_oldest_waiting_seconds',
      help: 'Age of the oldest turn, message, change or timer that still waits; 0: none does',
      labelNames: ['queue'],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
