import { CLIENT_ID } from './many-bench.js';

/** A page, or a way on. */
export interface Visited {
  status: number;
  location: string;
  text: string;
}

/** A browser as far as installs need one: cookies for each origin, and redirects one by one. */
export function createBrowser() {
  const jar = new Map<string, Map<string, string>>();

  async function visit(address: string, form?: URLSearchParams): Promise<Visited> {
    const { origin } = new URL(address);
    const cookies = jar.get(origin) ?? new Map<string, string>();
    jar.set(origin, cookies);
    const response = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { method: 'POST', body: form } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split(/=(.*)/su);
      cookies.set(name, value);
    }
    return { status: response.status, location: response.headers.get('location') ?? '', text: await response.text() };
  }

  return {
    visit,
    /** Goes as far as the address that leads back to the desk. @param home a workspace or organisation */
    async authorize(botUrl: string, home: string, answer: 'allow' | 'cancel' = 'allow'): Promise<string> {
      const { location } = await visit(`${botUrl}/slack/install`);
      const asked = new URL(location);
      if (asked.searchParams.get('client_id') !== CLIENT_ID) throw new Error('another app is installed');
      const form = new URLSearchParams([...asked.searchParams, ['home', home], ['answer', answer]]);
      return (await visit(asked.origin + asked.pathname, form)).location;
    },
    /** The whole install, to the page that ends it. */
    async install(botUrl: string, home: string): Promise<Visited> {
      return visit(await this.authorize(botUrl, home));
    },
  };
}
