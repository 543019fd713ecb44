import type { Answer } from '../answer.js';
import type { Cloud, Policy, PolicyAction } from '../config.js';
import type { Visit } from '../context.js';
import { clouds, type Offer } from '../partner/clouds.js';
import { may } from '../roles/policy.js';
import type { Role } from '../roles/role.js';
import type { CommandName } from '../turn.js';

/** One command: its name, who may, what it does. Help, manifests and role checks are made from these. */
export interface Command {
  name: CommandName;
  /** What a person must be allowed to do; absent: anyone of the organisation may. */
  needs?: PolicyAction;
  /** What the cloud must offer. Where it does not, help and menus leave the command out, and it says so itself. */
  offer?: Offer;
  /** What stands behind the command's name. */
  argument?: 'customer' | 'text' | 'code' | 'language';
  run(visit: Visit, argument: string): Promise<Answer>;
}

/** The commands that somebody with these roles may run, in the order of the table. */
export function runnable(
  commands: readonly Command[],
  { policy, cloud }: { policy: Policy; cloud: Cloud },
  roles: Role[],
): CommandName[] {
  return offered(commands, cloud)
    .filter(({ needs }) => needs === undefined || may(policy, needs, roles))
    .map(({ name }) => name);
}

/** The commands that there is anything for in a cloud. */
export const offered = (commands: readonly Command[], cloud: Cloud): Command[] =>
  commands.filter(({ offer }) => offer === undefined || clouds[cloud][offer]);
