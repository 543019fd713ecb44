import type { JsonObject, JsonValue } from '../../core/partner/partner-center.js';

/** What a route says, before headers are added. */
export interface Reply {
  status: number;
  /** JSON, or a text for the bodies that are none; absent: an empty body. */
  body?: JsonValue;
  headers?: Record<string, string>;
  /** For the pane: what was read from the body, where the route looked at it. */
  html?: boolean;
}

/** The documented shape: `code` is text. */
export function fault(status: number, code: string, description: string, data?: string[]): Reply {
  return { status, body: { code, description, ...(data ? { data } : {}), source: 'PartnerApi' } };
}

/**
 * Invalid data, as it was once recorded: `code` is a number, and each complaint is two lines of `data`
 * (`property_name:  StateInvalid - Details`, `details:  …`).
 */
export function invalidData(complaints: { name: string; details?: string }[]): Reply {
  const data = complaints.flatMap(({ name, details }) => [
    `property_name:  ${name} - Details`,
    `details:  ${details ?? ''}\n`,
  ]);
  return { status: 400, body: { code: 27002, description: 'A property has invalid data.', data, source: 'PartnerFD' } };
}

/** The bare shape of requests that the service cannot read at all. */
export function unreadable(): Reply {
  return { status: 400, body: { message: 'The request is invalid.' } };
}

/** The gateway's shape. */
export function throttled(seconds: number): Reply {
  return {
    status: 429,
    body: { statusCode: 429, message: `Rate limit is exceeded. Try again in ${seconds} seconds.` },
    headers: { 'Retry-After': String(seconds) },
  };
}

/** What stands before the service when it is down: HTML, and nothing of the service's own. */
export function gatewayDown(status: number): Reply {
  return {
    status,
    html: true,
    body: `<html><head><title>${status}</title></head><body><h1>The service is unavailable.</h1></body></html>`,
  };
}

export function ok(body: JsonObject, status = 200): Reply {
  return { status, body };
}
