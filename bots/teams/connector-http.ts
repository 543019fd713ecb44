import type { ConnectorClient } from 'botframework-connector';
import type { Agents } from '../../core/partner/agents.js';

interface Request {
  url: string;
  agent?: unknown;
}

/** As much of the pipeline of botbuilder's client as is changed here. */
interface Pipeline {
  removePolicy(policy: { name: string }): unknown;
  addPolicy(policy: {
    name: string;
    sendRequest<T>(request: Request, next: (request: Request) => Promise<T>): Promise<T>;
  }): void;
}

/**
 * Has botbuilder's connector client leave by our way: through the proxy that the settings name and no other, and with no
 * redirect followed. Left to itself it looks for a proxy in the environment and tells it, with its password, to whoever sets
 * DEBUG; and it follows up to twenty redirects, with the bot's token.
 *
 * @param isAllowed whether a request, which carries the token, may go to this address
 */
export function guideConnector(client: ConnectorClient, agents: Agents, isAllowed: (url: string) => boolean): void {
  // Private in its types, and there is no cheaper way: test/bots/teams/connector-http.test.ts fails when this is no longer so.
  const { pipeline } = Reflect.get(client, 'client') as { pipeline: Pipeline };
  pipeline.removePolicy({ name: 'proxyPolicy' });
  pipeline.removePolicy({ name: 'redirectPolicy' });
  pipeline.addPolicy({
    name: 'partnerdeskWayOut',
    async sendRequest(request, next) {
      if (!isAllowed(request.url)) throw new Error('not an address of the Bot Connector');
      request.agent = agents.for(new URL(request.url));
      return next(request);
    },
  });
}
