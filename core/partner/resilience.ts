import {
  ConsecutiveBreaker,
  ExponentialBackoff,
  bulkhead,
  circuitBreaker,
  handleWhen,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  isTaskCancelledError,
  retry,
} from 'cockatiel';
import type { IBackoff, IBackoffFactory, IRetryBackoffContext } from 'cockatiel';
import { errorOfSilence } from './errors.js';
import { PartnerCenterError } from './partner-center.js';
import type { Limits } from './limits.js';

export interface Resilience {
  /** One request: through the circuit breaker and the cap on concurrent requests. */
  once<T>(send: () => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
  /** A call whose repetition does no harm: `attempt` again after an unknown answer. */
  repeated<T>(attempt: () => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
}

/** Codes of errors that stem from here or from the caller: no sign of Partner Center being away, and not to be repeated. */
const ownCodes = new Set(['aborted', 'overloaded', 'circuitOpen', 'quota', 'tooLarge', 'notAllowed', 'unreadable']);

/** Whether an error says nothing of Partner Center. */
export const isOwnDoing = (error: PartnerCenterError): boolean => ownCodes.has(error.code ?? '');

const fromOutside = (error: unknown): error is PartnerCenterError =>
  error instanceof PartnerCenterError && !isOwnDoing(error);

/**
 * What stands between the desk and an unreliable service. The breaker counts only unavailability: a refusal, a conflict or a
 * throttled request is an answer of a service that lives.
 */
export function createResilience(limits: Limits, now: () => number): Resilience {
  const cap = bulkhead(limits.concurrency, limits.queue);
  const breaker = circuitBreaker(
    handleWhen((error) => fromOutside(error) && error.kind === 'unavailable'),
    {
      breaker: new ConsecutiveBreaker(limits.breakerFailures),
      halfOpenAfter: new ExponentialBackoff({ initialDelay: limits.breakerOpenMs, maxDelay: 30_000 }),
    },
  );
  return {
    once: (send, signal) =>
      abortable(
        breaker
          .execute(() => cap.execute(send, signal), signal)
          .catch((error: unknown) => {
            throw ownError(error);
          }),
        signal,
      ),
    repeated: (attempt, signal) => {
      const end = now() + limits.retryBudgetMs;
      const policy = retry(
        handleWhen((error) => isPassing(error, limits) && !signal?.aborted && now() < end),
        { maxAttempts: limits.attempts - 1, backoff: backoffOf(limits) },
      );
      return abortable(policy.execute(attempt, signal), signal);
    },
  };
}

/** Whether it is worth while to ask again soon. A wait longer than the bound is left to the caller. */
function isPassing(error: unknown, limits: Limits): boolean {
  if (!fromOutside(error) || (error.kind !== 'unavailable' && error.kind !== 'throttled')) return false;
  return (error.retryAfterSeconds ?? 0) * 1000 <= limits.maxRetryAfterMs;
}

/** Exponential with jitter, and never sooner than `Retry-After` says. */
export function backoffOf(limits: Pick<Limits, 'backoffMs'>): IBackoffFactory<IRetryBackoffContext<unknown>> {
  const exponential = new ExponentialBackoff({ initialDelay: limits.backoffMs, maxDelay: 8 * limits.backoffMs });
  const at = (
    backoff: IBackoff<unknown>,
    { result }: IRetryBackoffContext<unknown>,
  ): IBackoff<IRetryBackoffContext<unknown>> => {
    const error = 'error' in result ? result.error : undefined;
    const asked = error instanceof PartnerCenterError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
    return { duration: Math.max(backoff.duration, asked), next: (context) => at(backoff.next(context), context) };
  };
  return { next: (context) => at(exponential.next(), context) };
}

function ownError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (isBrokenCircuitError(error)) return errorOfSilence('circuitOpen', {}, false);
  if (isBulkheadRejectedError(error)) return errorOfSilence('overloaded', {}, false);
  return isTaskCancelledError(error) ? errorOfSilence('aborted', {}, false) : error;
}

/**
 * Gives up waiting as soon as the signal is aborted. The library's own waits end by themselves, after seconds, and their
 * outcome is then of no interest.
 *
 * @param sent whether something may have been sent already, which leaves its answer unknown
 */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined, sent = true): Promise<T> {
  if (!signal) return promise;
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(errorOfSilence('aborted', {}, sent));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
