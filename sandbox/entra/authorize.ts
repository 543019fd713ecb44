import type { ServerResponse } from 'node:http';
import type { Cloud } from '../../core/config.js';
import type { Character } from '../stand-in.js';
import type { Directory } from './directory.js';
import type { Grants } from './grants.js';
import { readScope } from './resources.js';
import { formPost, signInError, signInPage } from './sign-in-page.js';

export interface AuthorizeDesk {
  baseUrl: string;
  tenantId: string;
  clientId: string;
  cloud: Cloud;
  characters: readonly Character[];
  directory: Directory;
  grants: Grants;
}

/** The redirect addresses of the sandbox's app: any on loopback, as Entra allows for local development. */
function isLoopback(uri: string): boolean {
  return URL.canParse(uri) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(uri).hostname);
}

function show(response: ServerResponse, status: number, html: string, formAction = "'self'"): void {
  response
    .writeHead(status, {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': `default-src 'none'; style-src 'unsafe-inline'; form-action ${formAction}`,
    })
    .end(html);
}

/**
 * The authorize endpoint: without a choice (`chosen` undefined) it shows the page, with one it goes back to the app
 * with a code; an empty choice is "Cancel". A bad client or redirect address is told here, never to that address.
 */
export function authorize(
  desk: AuthorizeDesk,
  tenant: string,
  query: URLSearchParams,
  chosen: string | undefined,
  response: ServerResponse,
): void {
  const refuse = (code: number, sentence: string) => show(response, 400, signInError(code, sentence));
  const redirectUri = query.get('redirect_uri') ?? '';
  if (query.get('client_id') !== desk.clientId)
    return refuse(700016, 'The application was not found in the directory.');
  if (!isLoopback(redirectUri)) return refuse(50011, 'The redirect URI does not match those of the application.');
  const state = query.get('state');
  const back = (fields: Record<string, string>) => {
    const answer = new URLSearchParams({ ...fields, ...(state === null ? {} : { state }) });
    const origin = new URL(redirectUri).origin;
    if (query.get('response_mode') === 'form_post') return show(response, 200, formPost(redirectUri, answer), origin);
    const target = new URL(redirectUri);
    for (const [name, value] of answer) target.searchParams.set(name, value);
    response.writeHead(302, { Location: target.href, 'Cache-Control': 'no-store' }).end();
  };
  const scope = query.get('scope') ?? '';
  const asked = readScope(scope, desk.cloud);
  if (query.get('response_type') !== 'code') return back(problem('unsupported_response_type', 700054, 'Use code.'));
  if (typeof asked === 'string') return back(problem('invalid_scope', 70011, asked));
  const challenge = query.get('code_challenge');
  if (challenge !== null && query.get('code_challenge_method') !== 'S256')
    return back(problem('invalid_request', 501491, 'The code challenge method is not supported.'));
  if (chosen === undefined) {
    const action = `${desk.baseUrl}/login/${tenant}/oauth2/v2.0/authorize`;
    // Browsers check the address that a form is redirected to as well.
    return show(response, 200, signInPage(action, query, desk.characters), `'self' ${new URL(redirectUri).origin}`);
  }
  if (chosen === '') return back(problem('access_denied', 65004, 'User declined to consent to access the app.'));
  const user = desk.directory.character(chosen)?.user;
  if (!user) return refuse(50034, 'The user account does not exist.');
  if (!user.enabled) return refuse(50057, 'The user account is disabled.');
  const nonce = query.get('nonce');
  const code = desk.grants.addCode({
    clientId: desk.clientId,
    redirectUri,
    scope,
    ...(nonce === null ? {} : { nonce }),
    ...(challenge === null ? {} : { challenge }),
    user,
    authority: tenant,
  });
  back({ code, session_state: desk.tenantId });
}

function problem(error: string, code: number, sentence: string): Record<string, string> {
  return { error, error_description: `AADSTS${code}: ${sentence}` };
}
