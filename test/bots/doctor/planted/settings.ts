import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, type Fault } from './fault.js';

/** Settings, the policy file and the data folder. */
export function settingsFaults(): Fault[] {
  const common = { check: 'settings', code: 'settingWrong' } as const;
  return [
    {
      ...common,
      name: 'a setting that is missing',
      facts: { name: 'PARTNER_CLIENT_SECRET' },
      fix: /Set PARTNER_CLIENT_SECRET/,
      plant: env({ PARTNER_CLIENT_SECRET: undefined }),
    },
    {
      ...common,
      name: 'half a platform',
      facts: { name: 'SLACK_BOT_TOKEN' },
      fix: /Set SLACK_BOT_TOKEN/,
      plant: env({ SLACK_BOT_TOKEN: undefined }),
    },
    {
      ...common,
      name: 'a policy file with an unknown key',
      facts: { name: 'PARTNERDESK_CONFIG › rolez' },
      fix: /PARTNERDESK_CONFIG/,
      plant: ({ world }) => ({ env: { PARTNERDESK_CONFIG: policy(world.dataDir, 'rolez: {}') } }),
    },
    {
      name: 'a role that may approve but not use the desk',
      check: 'settings',
      code: 'settingWarning',
      fix: /says what is meant/,
      plant: ({ world }) => ({
        env: { PARTNERDESK_CONFIG: policy(world.dataDir, 'roles: { use the desk: [Sales agent] }') },
      }),
    },
    {
      name: 'a data folder that cannot be written to',
      check: 'dataDir',
      code: 'dataDirUnwritable',
      facts: { reason: 'ENOTDIR' },
      fix: /right to write to/,
      plant: ({ world }) => ({ env: { DATA_DIR: join(policy(world.dataDir, ''), 'data') } }),
    },
  ];
}

let policies = 0;
function policy(folder: string, text: string): string {
  const path = join(folder, `planted-${(policies += 1)}.yaml`);
  writeFileSync(path, text);
  return path;
}
