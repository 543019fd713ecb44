/**
 * Puts the app into a workspace or organisation as its administrator does in a browser: from the desk's page to Slack's, and
 * back with the answer.
 *
 * @param botUrl the desk, which has to be up
 * @throws when the desk or Slack does not play its part
 */
export async function installApp(botUrl: string, home: string): Promise<void> {
  const begun = await step(`${botUrl}/slack/install`, {});
  const asked = new URL(begun.location);
  const form = new URLSearchParams([...asked.searchParams, ['home', home], ['answer', 'allow']]);
  const answered = await step(asked.origin + asked.pathname, { method: 'POST', body: form });
  const done = await step(answered.location, { headers: { cookie: begun.cookie } });
  if (done.status !== 200) throw new Error(`the app could not be installed: ${done.status}`);
}

async function step(address: string, init: RequestInit) {
  const response = await fetch(address, { ...init, redirect: 'manual' });
  await response.body?.cancel();
  return {
    status: response.status,
    location: response.headers.get('location') ?? '',
    cookie: response.headers.get('set-cookie')?.split(';', 1)[0] ?? '',
  };
}
