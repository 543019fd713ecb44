import type { JsonObject, JsonValue } from '../../core/partner/partner-center.js';
import { fault, ok, type Reply, throttled, unreadable } from './answers.js';
import { isObject, normalize, textAt } from './json.js';
import { offeredEvents, type WebhookRegistration, type Webhooks } from './webhooks.js';

const MINUTE_MS = 60_000;
/** As documented for test events. */
const TESTS_A_MINUTE = 2;

interface WebhookCall {
  method: string;
  /** Without the prefix, with `/webhooks`. */
  path: string;
  body: JsonValue | undefined;
  tenantId: string;
}

/** `/webhooks/v1/registration`: an API beside `/v1`, whose answers have PascalCase names. */
export function createWebhookRoutes(webhooks: Webhooks, now: () => number) {
  let tests: number[] = [];

  function test(): Reply {
    tests = tests.filter((at) => at > now() - MINUTE_MS);
    const [oldest] = tests;
    if (oldest !== undefined && tests.length >= TESTS_A_MINUTE)
      return throttled(Math.max(1, Math.ceil((oldest + MINUTE_MS - now()) / 1000)));
    if (!webhooks.registration()?.events.includes('test-created'))
      return fault(400, '2001', 'There is no registration for test events.');
    tests.push(now());
    return ok({ correlationId: webhooks.test() });
  }

  function write(method: string, body: JsonValue | undefined): Reply {
    const held = webhooks.registration();
    if (method === 'POST' && held) return fault(409, '2002', 'The tenant has a registration already.');
    if (method === 'PUT' && !held) return fault(404, '2003', 'The tenant has no registration.');
    const asked = body === undefined ? undefined : normalize(body);
    const wanted = isObject(asked) ? registrationIn(asked) : undefined;
    if (!wanted) return unreadable();
    const { subscriberId } = held ?? webhooks.register(wanted.url, wanted.events);
    webhooks.update({ subscriberId, ...wanted });
    return ok({ SubscriberId: subscriberId, ...shown(wanted) });
  }

  return ({ method, path, body, tenantId }: WebhookCall): Reply => {
    const [, , version, resource, part = '', id, ...rest] = path.split('/');
    if (version !== 'v1' || resource?.toLowerCase() !== 'registration' || rest.length > 0) return { status: 404 };
    const asked = `${method} ${part.toLowerCase()}${id === undefined ? '' : '/id'}`;
    if (asked === 'GET events') return { status: 200, body: [...offeredEvents] };
    if (asked === 'POST validationevents') return test();
    if (asked === 'GET validationevents/id') {
      const result = webhooks.testResult(id ?? '');
      return result ? ok({ ...result, partnerId: tenantId }) : fault(404, '2004', 'There is no such event.');
    }
    if (part !== '') return { status: 404 };
    if (method === 'POST' || method === 'PUT') return write(method, body);
    if (method !== 'GET') return { status: 405 };
    const held = webhooks.registration();
    return held ? ok(shown(held)) : fault(404, '2003', 'The tenant has no registration.');
  };
}

const shown = ({ url, events }: Pick<WebhookRegistration, 'url' | 'events'>): JsonObject => ({
  WebhookUrl: url,
  WebhookEvents: [...events],
});

/** Undefined for what cannot be registered: no address, no event, or one that nobody offers. */
function registrationIn(asked: JsonObject): Omit<WebhookRegistration, 'subscriberId'> | undefined {
  const url = textAt(asked, 'webhookUrl');
  const { webhookEvents: events, signatureTokenToMsSignatureHeader: alternate } = asked;
  if (!url || !/^https?:\/\//u.test(url) || !URL.canParse(url) || !Array.isArray(events)) return undefined;
  const names = events.filter((name) => typeof name === 'string' && offeredEvents.includes(name)).map(String);
  if (names.length === 0 || names.length < events.length) return undefined;
  return { url, events: names, alternate: alternate === true };
}
