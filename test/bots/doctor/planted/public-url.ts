import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeLink } from '../../../../sandbox/partner-center/webhook-chain.js';
import type { Ward } from '../ward.js';
import { after, env, NOWHERE, type Fault, type Planted } from './fault.js';

/** What stands before the desk. */
export function publicUrlFaults(): Fault[] {
  const answering = (status: number) => (ward: Ward) => {
    ward.front((_request, response) => void response.writeHead(status).end('alive\n'));
    return after(() => ward.front(undefined));
  };
  return [
    {
      name: 'a PUBLIC_URL that reaches somebody else',
      check: 'publicUrl',
      code: 'publicUrlElsewhere',
      facts: { status: 200 },
      fix: /reverse proxy/,
      plant: answering(200),
    },
    {
      name: 'a PUBLIC_URL that reaches nobody',
      check: 'publicUrl',
      code: 'publicUrlUnreachable',
      facts: { reason: 'ECONNREFUSED' },
      fix: /firewall/,
      plant: env({ PUBLIC_URL: NOWHERE }),
    },
    {
      name: 'a certificate that nobody trusts',
      check: 'publicUrl',
      code: 'publicUrlCertificate',
      fix: /Renew the certificate/,
      plant: selfSigned,
    },
    {
      name: 'something that takes unsigned requests of Slack',
      check: 'slackDoor',
      code: 'doorOpen',
      fix: /remove whatever answers/,
      plant: answering(200),
    },
    {
      name: 'a proxy that does not pass requests on',
      check: 'slackDoor',
      code: 'doorMissing',
      facts: { status: 404 },
      fix: /proxy passes \/slack\/events on/,
      plant: answering(404),
    },
    {
      name: 'a proxy whose desk is down',
      check: 'teamsDoor',
      code: 'doorNotReady',
      facts: { status: 502 },
      fix: /log of the running desk/,
      plant: answering(502),
    },
  ];
}

async function selfSigned(): Promise<Planted> {
  const { pem, key } = await makeLink({ name: 'CN=localhost', authority: false });
  const server = createServer({ cert: pem, key: key.export({ type: 'pkcs8', format: 'pem' }) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    env: { PUBLIC_URL: `https://127.0.0.1:${(server.address() as AddressInfo).port}` },
    undo: () => new Promise((resolve) => server.close(resolve)),
  };
}
