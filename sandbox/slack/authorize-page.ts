import type { Team } from './team.js';

/** A text for HTML, quotes included. */
function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

const style = `
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f8f8f8;font:16px/1.45 system-ui,sans-serif;color:#1d1c1d}
main{background:#fff;width:min(30rem,calc(100vw - 4rem));padding:2rem;border:1px solid #ddd;border-radius:12px}
h1{font-size:1.35rem;margin:0 0 1rem} p{margin:0 0 1rem;color:#616061} ul{margin:0 0 1.25rem;padding-left:1.2rem;color:#616061;font-size:.9rem}
label{display:block;margin:0 0 1rem;font-weight:600} select{display:block;width:100%;margin-top:.35rem;padding:.55rem;font:inherit}
.buttons{display:flex;gap:.75rem;justify-content:flex-end}
button{padding:.6rem 1.2rem;border:1px solid #bbb;border-radius:6px;background:#fff;font:600 1rem system-ui,sans-serif;cursor:pointer}
button.allow{background:#007a5a;border-color:#007a5a;color:#fff} button:focus-visible{outline:3px solid #1264a3}`;

const page = (title: string, body: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><title>${escapeHtml(title)}</title><style>${style}</style></head><body><main>${body}</main></body></html>`;

/** What can be chosen: a workspace, or the organisation that it is part of. */
export const homesOf = (teams: readonly Team[]): { id: string; name: string }[] => {
  const wholes = new Map(teams.flatMap(({ enterprise }) => (enterprise ? [[enterprise.id, enterprise] as const] : [])));
  return [...teams.map(({ id, name }) => ({ id, name })), ...wholes.values()];
};

/**
 * Slack's page that asks an administrator whether the app may come in.
 *
 * @param fields the request, handed on with the answer
 * @param first what is chosen to begin with
 */
export function authorizePage(fields: URLSearchParams, teams: readonly Team[], first: string | undefined): string {
  const hidden = ['client_id', 'scope', 'redirect_uri', 'state']
    .map((name) => `<input type="hidden" name="${name}" value="${escapeHtml(fields.get(name) ?? '')}">`)
    .join('');
  const options = homesOf(teams).map(
    ({ id, name }) =>
      `<option value="${escapeHtml(id)}"${id === first ? ' selected' : ''}>${escapeHtml(name)}</option>`,
  );
  const scopes = (fields.get('scope') ?? '').split(',').map((scope) => `<li>${escapeHtml(scope)}</li>`);
  return page(
    'Install partnerdesk (sandbox)',
    `<h1>partnerdesk asks to be let into Slack <small>(sandbox)</small></h1>
<form method="post">${hidden}<label>Workspace<select name="home">${options.join('')}</select></label>
<p>It will be able to use:</p><ul>${scopes.join('')}</ul>
<div class="buttons"><button name="answer" value="cancel">Cancel</button><button class="allow" name="answer" value="allow">Allow</button></div></form>`,
  );
}

export const authorizeError = (sentence: string): string =>
  page('Slack', `<h1>Something went wrong when authorizing this app.</h1><p>${escapeHtml(sentence)}</p>`);
