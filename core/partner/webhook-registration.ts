import { randomUUID } from 'node:crypto';
import type { PartnerConfig } from '../config.js';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import { errorOfBody } from './errors.js';
import { createHttp, type Reply } from './http.js';
import { member, textMember } from './json.js';
import { defaultLimits, type Limits } from './limits.js';
import { PartnerCenterError } from './partner-center.js';
import type { TokenSource } from './tokens.js';

/** Where a tenant wants to hear of which events. There is one for the whole tenant, whoever made it. */
export interface WebhookRegistration {
  address: string;
  events: string[];
}

/** How a test event stands. */
export interface TestEvent {
  done: boolean;
  /** One for each attempt to deliver it: a name such as `OK` or `Unauthorized`, empty when nobody answered. */
  answers: string[];
}

/** The API for webhook registrations (…/developer/partner-center-webhooks). Everything that goes wrong is a PartnerCenterError. */
export interface WebhookRegistrations {
  /** The names of all events that can be registered for. */
  offered(): Promise<string[]>;
  /** What the tenant has registered; undefined: nothing. */
  current(): Promise<WebhookRegistration | undefined>;
  /** Makes the first registration. */
  create(wanted: WebhookRegistration): Promise<void>;
  /** Overwrites the registration that there is. */
  replace(wanted: WebhookRegistration): Promise<void>;
  /** Lets a test event be sent; two a minute are allowed. @returns its id */
  sendTest(): Promise<string>;
  test(id: string): Promise<TestEvent>;
}

const PATH = '/webhooks/v1/registration';

export function createWebhookRegistrations(setup: {
  config: Pick<PartnerConfig, 'urls' | 'proxy'>;
  tokens: TokenSource;
  log: Log;
  metrics: Metrics;
  now?: () => number;
  limits?: Partial<Limits>;
}): WebhookRegistrations {
  const { config, tokens, log, metrics, now = Date.now } = setup;
  const limits = { ...defaultLimits, ...setup.limits };
  const baseUrl = config.urls.partnerCenter.replace(/\/+$/, '');
  const http = createHttp({ baseUrl, proxy: config.proxy, limits, log, metrics, now });
  const read = (below: string) =>
    http({ operation: 'webhookRegistration', method: 'GET', path: `${PATH}${below}`, tokens });
  // With a request id of its own a call is not repeated from within: once is what was asked for.
  const write = (method: 'POST' | 'PUT', { address, events }: WebhookRegistration) =>
    http({
      operation: 'registerWebhook',
      method,
      path: PATH,
      tokens,
      body: { WebhookUrl: address, WebhookEvents: events },
      requestId: randomUUID(),
    });

  return {
    async offered() {
      const { body, ids, status } = await read('/events');
      if (!Array.isArray(body)) throw errorOfBody(ids, status);
      return body.filter((name) => typeof name === 'string');
    },
    async current() {
      try {
        return registrationIn(await read(''));
      } catch (error) {
        if (error instanceof PartnerCenterError && error.kind === 'notFound') return undefined;
        throw error;
      }
    },
    create: async (wanted) => void (await write('POST', wanted)),
    replace: async (wanted) => void (await write('PUT', wanted)),
    async sendTest() {
      const call = { operation: 'testWebhook', method: 'POST', path: `${PATH}/validationEvents` } as const;
      const { body, ids, status } = await http({ ...call, tokens, requestId: randomUUID() });
      const id = textMember(body, 'correlationId');
      if (id === undefined || !/^[\w-]{1,64}$/.test(id)) throw errorOfBody(ids, status);
      return id;
    },
    async test(id) {
      const { body } = await read(`/validationEvents/${id}`);
      const results = member(body, 'results');
      return {
        done: textMember(body, 'status')?.toLowerCase() === 'completed',
        answers: (Array.isArray(results) ? results : []).map((one) => textMember(one, 'responseCode') ?? ''),
      };
    },
  };
}

/** An answer that names no address is one of a tenant that has nothing registered. */
function registrationIn({ body }: Reply): WebhookRegistration | undefined {
  const address = textMember(body, 'WebhookUrl');
  if (!address) return undefined;
  const events = member(body, 'WebhookEvents');
  return { address, events: (Array.isArray(events) ? events : []).filter((name) => typeof name === 'string') };
}
