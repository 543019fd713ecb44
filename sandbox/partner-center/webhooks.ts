import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { JsonObject } from '../../core/partner/partner-center.js';
import { relationshipEvents } from '../../core/partner/webhook-event.js';
import { deliver, type WebhookDelivery } from './webhook-delivery.js';
import type { WebhookSigner } from './webhook-signer.js';

/** What a tenant has registered: one address. */
export interface WebhookRegistration {
  subscriberId: string;
  url: string;
  events: string[];
  /** The signature goes into `x-ms-signature`. */
  alternate: boolean;
}

/** Every event that can be registered for. */
export const offeredEvents: readonly string[] = [
  'azure-fraud-event-detected',
  ...Object.keys(relationshipEvents),
  'granular-admin-relationship-activated',
  'invoice-ready',
  'referral-created',
  'subscription-updated',
  'test-created',
  'usagerecords-thresholdExceeded',
];

/** What tests do with the webhooks of Partner Center, past its API. */
export interface WebhookHooks {
  registration(): WebhookRegistration | undefined;
  /** As another program of the partner would register. */
  register(url: string, events: readonly string[]): WebhookRegistration;
  /** Something happened to the relationship with a customer; told when the tenant registered for that event. */
  relationship(event: string, customer: string, more?: { auditRecord?: string }): void;
  /** Any event; members as on the wire. */
  raise(event: JsonObject): void;
  /** Oldest first. */
  deliveries: readonly WebhookDelivery[];
  /** Once nothing is on its way. */
  settled(): Promise<void>;
}

export interface Webhooks extends WebhookHooks {
  update(registration: WebhookRegistration): void;
  /** Sends a test event. @returns its correlation id */
  test(): string;
  /** How a test event stands; undefined: there is none of that id. */
  testResult(correlationId: string): JsonObject | undefined;
}

/** @param pauseMs between two attempts to deliver an event */
export function createWebhooks(options: {
  signer: WebhookSigner;
  /** Of the API, for addresses in events. */
  address: string;
  pauseMs: number;
  now: () => number;
}): Webhooks {
  const { signer, address, pauseMs, now } = options;
  let registration: WebhookRegistration | undefined;
  const deliveries: WebhookDelivery[] = [];
  const tests = new Map<string, WebhookDelivery>();
  const underWay = new Set<Promise<void>>();

  /** `2017-11-16T16:19:06.3520276+00:00`: seven digits, and an offset. */
  const date = () => new Date(now()).toISOString().replace('Z', '0000+00:00');

  function send(event: JsonObject): WebhookDelivery | undefined {
    if (!registration?.events.some((name) => name === event['EventName'])) return undefined;
    const { url, alternate } = registration;
    const whole = { AuditUri: null, ResourceChangeUtcDate: date(), ...event };
    const delivery: WebhookDelivery = { event: whole, url, state: 'under way', attempts: [] };
    deliveries.push(delivery);
    const work = deliver(delivery, { signer, pauseMs, alternate }).finally(() => underWay.delete(work));
    underWay.add(work);
    return delivery;
  }

  return {
    registration: () => registration,
    register(url, events) {
      registration = { subscriberId: randomUUID(), url, events: [...events], alternate: false };
      return registration;
    },
    update: (changed) => {
      registration = changed;
    },
    relationship(name, customer, { auditRecord } = {}) {
      send({
        EventName: name,
        ResourceUri: `${address}/v1/customers/${customer}`,
        ResourceName: 'Customer',
        ...(auditRecord ? { AuditUri: `${address}/auditactivity/v1/auditrecords/${auditRecord}` } : {}),
      });
    },
    raise: (event) => void send(event),
    deliveries,
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    test() {
      const correlationId = randomUUID();
      const delivery = send({
        EventName: 'test-created',
        ResourceUri: `${address}/webhooks/v1/registration/validationEvents/${correlationId}`,
        ResourceName: 'test',
      });
      if (delivery) tests.set(correlationId, delivery);
      return correlationId;
    },
    testResult(correlationId) {
      const delivery = tests.get(correlationId);
      if (!delivery) return undefined;
      return {
        correlationId,
        status: delivery.state === 'under way' ? 'pending' : 'completed',
        callbackUrl: delivery.url,
        results: delivery.attempts.map((status) => ({
          // The names of .NET: `OK`, `Unauthorized`, `ServiceUnavailable`.
          responseCode: status === 0 ? null : (STATUS_CODES[status] ?? String(status)).replaceAll(' ', ''),
          responseMessage: '',
          systemError: status === 0,
          dateTimeUtc: new Date(now()).toISOString(),
        })),
      };
    },
  };
}
