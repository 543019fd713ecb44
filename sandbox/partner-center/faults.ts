import type { JsonValue } from '../../core/partner/partner-center.js';
import { type Reply, gatewayDown, throttled } from './answers.js';
import type { PolicyPut } from './self-serve-routes.js';

/**
 * How a request can go wrong: an HTTP status (429 and the gateway's 5xx in their own shapes), no answer at all, a
 * reset connection – and the last two after the request has taken effect.
 */
export type Failure = number | 'hang' | 'reset' | 'apply, then hang' | 'apply, then reset';

/** Which requests a failure is for. */
export interface Aim {
  method?: string;
  /** Part of the path. */
  path?: string;
}

/** What tests and the page's visitor can do to Partner Center. */
export interface Faults {
  /** Every answer comes so many milliseconds late; 0 ends it. */
  delay(milliseconds: number): void;
  /** The next `count` requests (that `aim` names) fail. */
  failNext(count: number, failure: Failure, aim?: Aim): void;
  /** Everything is answered 429 for so many seconds. */
  throttle(seconds: number): void;
  /** Requests wait, without effect, until `resume`. */
  pause(): void;
  resume(): void;
  /** How a stale etag is answered: 400/2055 as documented, or one of the statuses that are listed besides. */
  staleStatus(status: 400 | 409 | 412): void;
  /** Which address takes the PUT of a self-serve policy, and what the other one answers (405 if not said); at first both do. */
  policyPut(form: PolicyPut['form'], missing?: PolicyPut['missing']): void;
  /** What is answered for the rules of a country, whatever it is; undefined: the stand-in's own again. */
  countryRules(iso2: string, answer: JsonValue | undefined): void;
  /** How many may call in a minute; 500 as documented. */
  quota(requestsPerMinute: number): void;
  /** Continuation tokens of the list of customers that were given before are not known any more. */
  forgetContinuations(): void;
  /** All as in the beginning. */
  clear(): void;
}

export interface FaultDesk extends Faults {
  readonly stale: 400 | 409 | 412;
  readonly put: PolicyPut;
  /** By country. */
  readonly rules: ReadonlyMap<string, JsonValue>;
  /** Of continuation tokens. */
  readonly generation: number;
  /** Waits as long as `delay` and `pause` say. */
  wait(): Promise<void>;
  /** Takes one from the failures that are due for this request. */
  take(method: string, path: string): Failure | undefined;
  /** The gateway's refusal, when the tenant has used up its minute. Counts the request. */
  overQuota(tenantId: string, path: string): Reply | undefined;
}

const QUOTA = 500;
const EITHER: PolicyPut = { form: 'either', missing: 405 };

export function createFaults(now: () => number): FaultDesk {
  let delayed = 0;
  let queue: { failure: Failure; aim: Aim }[] = [];
  let throttledUntil = 0;
  let gate: { opened: Promise<void>; open(): void } | undefined;
  let stale: 400 | 409 | 412 = 400;
  let put = EITHER;
  let quota = QUOTA;
  const rules = new Map<string, JsonValue>();
  let recent = new Map<string, number[]>();
  let generation = 0;

  const resume = () => {
    gate?.open();
    gate = undefined;
  };
  return {
    delay: (milliseconds) => {
      delayed = milliseconds;
    },
    failNext: (count, failure, aim = {}) => {
      for (let n = 0; n < count; n++) queue.push({ failure, aim });
    },
    throttle: (seconds) => {
      throttledUntil = now() + seconds * 1000;
    },
    pause: () => {
      if (gate) return;
      const { promise: opened, resolve: open } = withResolvers();
      gate = { opened, open };
    },
    resume,
    staleStatus: (status) => {
      stale = status;
    },
    policyPut: (form, missing = 405) => {
      put = { form, missing };
    },
    countryRules: (iso2, answer) => {
      if (answer === undefined) rules.delete(iso2);
      else rules.set(iso2, answer);
    },
    rules,
    quota: (requestsPerMinute) => {
      quota = requestsPerMinute;
    },
    forgetContinuations: () => {
      generation += 1;
    },
    clear: () => {
      delayed = 0;
      queue = [];
      throttledUntil = 0;
      stale = 400;
      put = EITHER;
      quota = QUOTA;
      rules.clear();
      recent = new Map();
      resume();
    },
    get stale() {
      return stale;
    },
    get put() {
      return put;
    },
    get generation() {
      return generation;
    },
    wait: async () => {
      if (delayed > 0) await new Promise((resolve) => setTimeout(resolve, delayed));
      await gate?.opened;
    },
    take: (method, path) => {
      const index = queue.findIndex(
        ({ aim }) => (!aim.method || aim.method === method) && (!aim.path || path.includes(aim.path)),
      );
      return index < 0 ? undefined : queue.splice(index, 1)[0]?.failure;
    },
    overQuota: (tenantId, path) => {
      const time = now();
      if (time < throttledUntil) return throttled(Math.ceil((throttledUntil - time) / 1000));
      if (!path.startsWith('/v1/customers')) return undefined;
      const calls = (recent.get(tenantId) ?? []).filter((call) => call > time - 60_000);
      recent.set(tenantId, calls);
      const oldest = calls[calls.length - quota];
      if (oldest !== undefined) return throttled(Math.max(1, Math.ceil((oldest + 60_000 - time) / 1000)));
      calls.push(time);
      return undefined;
    },
  };
}

const nothing = () => undefined as void;

/** `Promise.withResolvers`, which Node 20 lacks. */
function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = nothing;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** The answer of a failure that is a status. */
export function failureReply(status: number): Reply {
  return status === 429 ? throttled(7) : gatewayDown(status);
}
