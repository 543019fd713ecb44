import type { Core } from '../../core/core.js';

/** What a browser does with a link, as far as the desk sees it: the button, the choice of an account, the way back. */
export async function codeFor(core: Core, link: string, person: string): Promise<string> {
  const outcome = await outcomeFor(core, link, person);
  if (outcome.type !== 'confirmed') throw new Error(`no code: ${outcome.reason}`);
  return outcome.code;
}

export async function outcomeFor({ linking }: Core, link: string, person: string) {
  const begun = await linking.begin(link.split('/').at(-1) ?? '');
  if (!begun) throw new Error('the link is not open');
  const url = new URL(begun.url);
  const form = new URLSearchParams(url.search);
  form.set('character', person);
  const answer = await fetch(url.origin + url.pathname, { method: 'POST', body: form, redirect: 'manual' });
  const callback = new URL(answer.headers.get('location') ?? 'about:blank');
  return linking.callback(callback.searchParams, begun.browserSecret);
}
