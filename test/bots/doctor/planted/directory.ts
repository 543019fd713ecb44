import { SERVICE_ACCOUNT } from '../../../../sandbox/entra/stand-in.js';
import type { Ward } from '../ward.js';
import { after, DAY_MS, env, everything, NOWHERE, type Fault } from './fault.js';

/** What the directory knows: the service account, secrets, permissions and groups. */
export function directoryFaults(): Fault[] {
  const until = (ms: number) => new Date(Date.now() + ms).toISOString();
  const credential = (ms: number, kind: 'passwordCredentials' | 'keyCredentials') => (ward: Ward) => {
    const { entra } = ward.world;
    const [id, none] = [ward.env['PARTNER_CLIENT_ID'] ?? '', { passwordCredentials: [], keyCredentials: [] }];
    entra.setCredentials(id, { ...none, [kind]: [{ endDateTime: until(ms) }] });
    return after(() => entra.setCredentials(id, none));
  };
  const agents =
    (...groups: 'SalesAgents'[]) =>
    ({ world: { entra } }: Ward) => {
      entra.setGroups(SERVICE_ACCOUNT, groups);
      return after(() => entra.setGroups(SERVICE_ACCOUNT, ['AdminAgents']));
    };
  const groups =
    (plant: (entra: Ward['world']['entra']) => void) =>
    ({ world: { entra } }: Ward) => {
      plant(entra);
      return after(() => {
        entra.removeGroup('HelpdeskAgents');
        entra.addGroup('HelpdeskAgents', true);
      });
    };
  return [
    {
      name: 'a service account without a role',
      check: 'serviceAccount',
      code: 'serviceAccountNoAgent',
      fix: /AdminAgents/,
      plant: agents(),
    },
    {
      name: 'a service account that is a Sales agent',
      check: 'serviceAccount',
      code: 'serviceAccountNotAdmin',
      facts: { have: 'Sales agent' },
      fix: /AdminAgents/,
      plant: agents('SalesAgents'),
    },
    {
      name: 'a service account that is switched off',
      check: 'serviceAccount',
      code: 'serviceAccountDisabled',
      fix: /Enable the account/,
      plant({ world: { entra } }) {
        entra.disable(SERVICE_ACCOUNT);
        return after(() => entra.disable(SERVICE_ACCOUNT, false));
      },
    },
    {
      name: 'a secret that ended yesterday',
      check: 'expiry',
      code: 'credentialExpired',
      facts: { credential: 'secret', app: 'PARTNER_CLIENT_ID' },
      fix: /make a new one/,
      plant: credential(-DAY_MS, 'passwordCredentials'),
    },
    {
      name: 'a secret that ends in three weeks',
      check: 'expiry',
      code: 'credentialEnds',
      facts: { credential: 'secret' },
      fix: /before then/,
      plant: credential(21 * DAY_MS, 'passwordCredentials'),
    },
    {
      name: 'a certificate that ends tomorrow',
      check: 'expiry',
      code: 'credentialEnds',
      facts: { credential: 'certificate' },
      fix: /before then/,
      plant: credential(DAY_MS, 'keyCredentials'),
    },
    {
      name: 'a permission for Graph that was not granted',
      check: 'graphPermissions',
      code: 'graphPermissionMissing',
      facts: { permission: 'RoleManagement.Read.Directory' },
      fix: /RoleManagement\.Read\.Directory, then Grant admin consent/,
      plant({ world: { entra } }) {
        entra.setPermissions(['User.Read.All', 'GroupMember.Read.All']);
        return after(() => entra.setPermissions(everything));
      },
    },
    {
      name: 'Graph that does not answer',
      check: 'agentGroups',
      code: 'graphUnreachable',
      fix: /GRAPH_URL/,
      plant: env({ GRAPH_URL: NOWHERE }),
    },
    {
      name: 'a group of agents that is gone',
      check: 'agentGroups',
      code: 'groupMissing',
      facts: { group: 'HelpdeskAgents' },
      fix: /Partner Center makes the group/,
      plant: groups((one) => one.removeGroup('HelpdeskAgents')),
    },
    {
      name: 'a second group that is no security group',
      check: 'agentGroups',
      code: 'groupDoubled',
      facts: { group: 'HelpdeskAgents', number: 2 },
      fix: /Delete or rename/,
      plant: groups((one) => one.addGroup('HelpdeskAgents')),
    },
    {
      name: 'two security groups of one name',
      check: 'agentGroups',
      code: 'groupAmbiguous',
      facts: { group: 'HelpdeskAgents', number: 2 },
      fix: /Delete or rename/,
      plant: groups((one) => one.addGroup('HelpdeskAgents', true)),
    },
  ];
}
