import type { Character } from '../stand-in.js';

/** A text for HTML, quotes included. */
function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

const style = `
body{margin:0;min-height:100vh;display:grid;place-items:center;background:linear-gradient(135deg,#eef3fb,#dfe8f5);
  font:16px/1.4 "Segoe UI",system-ui,sans-serif;color:#1b1b1b}
main{background:#fff;width:min(26rem,calc(100vw - 6rem));padding:2.5rem;border-radius:4px;
  box-shadow:0 4px 16px rgba(0,0,0,.14)}
h1{font-size:1.5rem;font-weight:600;margin:.5rem 0 .25rem} p{margin:0 0 1.25rem;color:#555}
.logo{display:grid;grid-template-columns:1rem 1rem;gap:2px} .logo i{height:1rem}
button{display:flex;gap:.9rem;align-items:center;width:100%;padding:.7rem .6rem;border:0;border-top:1px solid #eee;
  background:none;font:inherit;text-align:left;cursor:pointer}
button:hover,button:focus-visible{background:#f2f6fc} small{display:block;color:#666}
.face{width:2.4rem;height:2.4rem;border-radius:50%;background:#0f6cbd;color:#fff;display:grid;place-items:center;
  font-weight:600;flex:none}
.quiet{justify-content:center;color:#0f6cbd}`;

const page = (title: string, body: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><main><div class="logo" aria-hidden="true"><i style="background:#f25022"></i><i style="background:#7fba00"></i>
<i style="background:#00a4ef"></i><i style="background:#ffb900"></i></div>${body}</main></body></html>`;

const initials = (name: string) =>
  name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 2);

/** The page on which one chooses whom to sign in as. `fields` are the authorize request, handed on with the choice. */
export function signInPage(action: string, fields: URLSearchParams, characters: readonly Character[]): string {
  const hidden = [...fields]
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
  const buttons = characters
    .map(
      (one) =>
        `<button name="character" value="${escapeHtml(one.id)}"><span class="face" aria-hidden="true">${escapeHtml(
          initials(one.name),
        )}</span><span>${escapeHtml(one.name)}<small>${escapeHtml(one.title)}</small></span></button>`,
    )
    .join('');
  return page(
    'Sign in with Microsoft (sandbox)',
    `<h1>Sign in with Microsoft <small>(sandbox)</small></h1><p>Pick an account. No password: nobody here is real.</p>
<form method="post" action="${escapeHtml(action)}">${hidden}${buttons}
<button class="quiet" name="character" value="">Cancel</button></form>`,
  );
}

/** What is shown instead of going back to the app. */
export function signInError(code: number, sentence: string): string {
  return page(
    'Sign in',
    `<h1>Sorry, but we’re having trouble signing you in.</h1><p>AADSTS${code}: ${escapeHtml(sentence)}</p>`,
  );
}

/** `response_mode=form_post`: the browser carries the answer to the app in a form. */
export function formPost(redirectUri: string, fields: URLSearchParams): string {
  const hidden = [...fields]
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
  return page(
    'Signing in',
    `<form method="post" action="${escapeHtml(redirectUri)}">${hidden}<button>Continue</button></form>`,
  );
}
