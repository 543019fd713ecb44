import { createServer } from 'node:http';
import {
  CardFactory,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  MessageFactory,
  type Response,
} from 'botbuilder';
import { ServiceClientCredentialsFactory, type ServiceClientCredentials } from 'botframework-connector';

/** Stock botbuilder on node:http: JWT authentication on, one card as the reply. No store, no roles, no data. */

const appId = process.env['MicrosoftAppId'] ?? '';
const login = process.env['TEAMS_LOGIN_URL'] ?? '';
const audience = 'https://api.botframework.com';

/** A token that is simply there: MSAL refuses http: addresses, and would only add to the peer's cost. */
class Credentials extends ServiceClientCredentialsFactory {
  readonly #credentials: ServiceClientCredentials = {
    signRequest(request) {
      request.headers.set('authorization', 'Bearer the-bot-s-token');
      return Promise.resolve(request);
    },
  };
  override isValidAppId = (id: string) => Promise.resolve(id === appId);
  override isAuthenticationDisabled = () => Promise.resolve(false);
  override createCredentials = () => Promise.resolve(this.#credentials);
}

const adapter = new CloudAdapter(
  new ConfigurationBotFrameworkAuthentication(
    {
      ValidateAuthority: 'true',
      ToChannelFromBotLoginUrl: login,
      ToChannelFromBotOAuthScope: audience,
      ToBotFromChannelTokenIssuer: audience,
      OAuthUrl: 'https://token.botframework.com',
      ToBotFromChannelOpenIdMetadataUrl: process.env['TEAMS_OPENID_METADATA_URL'] ?? '',
      ToBotFromEmulatorOpenIdMetadataUrl: `${login}/unused`,
      CallerId: 'urn:botframework:azure',
    },
    new Credentials(),
  ),
);

const card = {
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'TextBlock', text: 'Customers', weight: 'Bolder', size: 'Large' },
    { type: 'TextBlock', text: 'Contoso Ltd', wrap: true },
  ],
  actions: [{ type: 'Action.Execute', title: 'Account', verb: 'account', data: { id: '1' } }],
};

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (request.method !== 'POST') return void response.writeHead(404).end();
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
    let answer: unknown;
    const shim: Response = {
      socket: response.socket,
      header: (name, value) => response.setHeader(name, String(value)),
      status: (code) => (response.statusCode = code),
      send: (given) => (answer = given),
      end: () => response.end(answer === undefined ? '' : JSON.stringify(answer)),
    };
    void adapter.process({ body, headers: request.headers, method: request.method }, shim, async (context) => {
      await context.sendActivity(MessageFactory.attachment(CardFactory.adaptiveCard(card)));
    });
  });
}).listen(Number(process.env['PORT']), '127.0.0.1');
