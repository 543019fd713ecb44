import type { IncomingMessage, ServerResponse } from 'node:http';

/** What the page may load: its own files and nothing else; no inline script, no style attribute in markup. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Sets the headers that every answer of the console has. */
export function secure(response: ServerResponse): void {
  response.setHeader('Content-Security-Policy', policy);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Cache-Control', 'no-store');
}

/**
 * Why a request is refused, or nothing when it may pass. The console acts for every character without a password, so it
 * answers its own page alone: the Host must be the loopback address it listens on (a name that somebody's DNS points at
 * 127.0.0.1 is not), and whatever acts must come from that very origin and be JSON (which a foreign form cannot send).
 */
export function refusal(request: IncomingMessage): string | undefined {
  const host = request.headers.host ?? '';
  if (!isLoopback(host.replace(/:\d+$/, ''))) return 'unknown host';
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) return 'foreign origin';
  const site = request.headers['sec-fetch-site'];
  if (site === 'cross-site') return 'foreign site';
  if (request.method === 'GET') return undefined;
  if (request.method !== 'POST') return 'method';
  if (origin === undefined) return 'no origin';
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) return 'not JSON';
  return undefined;
}

/** @param host without its port */
export function isLoopback(host: string): boolean {
  return ['127.0.0.1', 'localhost', '::1', '[::1]'].includes(host);
}
