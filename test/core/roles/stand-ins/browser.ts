/** As much of a browser as linking needs: cookies by host, and where it was sent. */
export interface Browser {
  get(url: string, headers?: Record<string, string>): Promise<Page>;
  /** Presses the button of a page; stops where the browser is sent to. */
  press(url: string, headers?: Record<string, string>): Promise<Page>;
}

export interface Page {
  status: number;
  text: string;
  headers: Headers;
  /** Where the browser is sent. */
  location: string | undefined;
}

export function openBrowser(): Browser {
  const cookies = new Map<string, Map<string, string>>();

  async function visit(method: 'GET' | 'POST', url: string, headers: Record<string, string>): Promise<Page> {
    const { host } = new URL(url);
    const jar = cookies.get(host) ?? new Map<string, string>();
    cookies.set(host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { ...headers, ...(cookie ? { cookie } : {}) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    const location = response.headers.get('location') ?? undefined;
    return { status: response.status, text: await response.text(), headers: response.headers, location };
  }

  return {
    get: (url, headers = {}) => visit('GET', url, headers),
    press: (url, headers = {}) => visit('POST', url, { 'sec-fetch-site': 'same-origin', ...headers }),
  };
}

/** Opens a link, presses the button, signs in, and comes back. */
export async function signIn(browser: Browser, link: string): Promise<Page> {
  const returned = await signInUntilCallback(browser, link);
  return browser.get(returned);
}

/** The same, up to the address with which the login service sends the browser back. */
export async function signInUntilCallback(browser: Browser, link: string): Promise<string> {
  await browser.get(link);
  const begun = await browser.press(link);
  const returned = await browser.get(begun.location ?? 'about:blank');
  return returned.location ?? 'about:blank';
}

/** The code that a page shows. */
export function codeOn(page: Page): string {
  const code = /link (\d{6})</.exec(page.text)?.[1];
  if (code === undefined) throw new Error(`no code on the page (HTTP ${page.status})`);
  return code;
}
