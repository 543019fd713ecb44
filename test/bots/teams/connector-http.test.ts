import { afterEach, describe, expect, it } from '@jest/globals';
import { ConnectorClient } from 'botframework-connector';
import { guideConnector } from '../../../bots/teams/connector-http.js';
import { createTokenCheck } from '../../../bots/teams/token-check.js';
import { createAgents } from '../../../core/partner/agents.js';
import { type Said, type Service, startService } from '../../core/partner/wire.js';

const services: Service[] = [];
const start = async (say: (path: string) => Said) => {
  const service = await startService(({ path }) => say(path));
  services.push(service);
  return service;
};
const agents = createAgents(undefined);
afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.close()));
});

function clientOf(url: string, isAllowed = (address: string) => address.startsWith(url)) {
  const credentials = {
    async signRequest(request: { headers: { set(name: string, value: string): void } }) {
      request.headers.set('Authorization', 'Bearer secret');
      return request;
    },
  };
  // botbuilder's type of a request is not exported.
  const given = credentials as unknown as ConstructorParameters<typeof ConnectorClient>[0];
  const client = new ConnectorClient(given, { baseUri: url });
  guideConnector(client, agents, isAllowed);
  return client;
}

describe('the way to the Bot Connector', () => {
  it.each([301, 302, 303, 307, 308])('follows no redirect (%i), not even to itself', async (status) => {
    const elsewhere = await start(() => ({ json: { id: 'caught' } }));
    const { url, seen } = await start((path) =>
      path.startsWith('/v3') ? { status, headers: { location: `${elsewhere.url}/v3/` } } : { json: {} },
    );
    await clientOf(url)
      .conversations.sendToConversation('c', { type: 'message' })
      .catch(() => undefined);
    expect(seen).toHaveLength(1);
    expect(elsewhere.seen).toHaveLength(0);
  });

  it('calls no address that is not allowed', async () => {
    const { url, seen } = await start(() => ({ json: { id: 'x' } }));
    const sent = clientOf(url, () => false).conversations.sendToConversation('c', { type: 'message' });
    await expect(sent).rejects.toThrow();
    expect(seen).toHaveLength(0);
  });

  it('gives up when its time is over', async () => {
    const { url } = await start(() => 'silence');
    const sent = clientOf(url).conversations.sendToConversation('c', { type: 'message' }, { timeout: 50 });
    await expect(sent).rejects.toThrow();
  });
});

describe('the keys of the Bot Connector', () => {
  const check = (url: string) =>
    createTokenCheck({
      metadataUrl: `${url}/metadata`,
      issuer: 'https://api.botframework.com',
      appId: 'app',
      isAllowed: () => false,
      agents,
    }).check(`Bearer e30.e30.e30`, { channelId: 'msteams', serviceUrl: 'https://smba.trafficmanager.net/teams/' });

  it('are not looked for where a redirect of their metadata leads', async () => {
    const elsewhere = await start(() => ({ json: { jwks_uri: 'https://evil.example/keys' } }));
    const { url } = await start(() => ({ status: 302, headers: { location: `${elsewhere.url}/metadata` } }));
    await expect(check(url)).rejects.toThrow('cannot be read');
    expect(elsewhere.seen).toHaveLength(0);
  });

  it('are not taken from a host that is not of the cloud', async () => {
    const elsewhere = await start(() => ({ json: { keys: [] } }));
    const { url } = await start(() => ({ json: { jwks_uri: `${elsewhere.url}/keys` } }));
    await expect(check(url)).rejects.toThrow('another host');
    expect(elsewhere.seen).toHaveLength(0);
  });
});
