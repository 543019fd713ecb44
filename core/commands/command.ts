import type { Answer } from '../answer.js';
import type { Policy, PolicyAction } from '../config.js';
import type { Visit } from '../context.js';
import { may } from '../roles/policy.js';
import type { Role } from '../roles/role.js';
import type { CommandName } from '../turn.js';

/** One command: its name, who may, what it does. Help, manifests and role checks are made from these. */
export interface Command {
  name: CommandName;
  /** What a person must be allowed to do; absent: anyone of the organisation may. */
  needs?: PolicyAction;
  /** What stands behind the command's name. */
  argument?: 'customer' | 'text' | 'code' | 'language';
  run(visit: Visit, argument: string): Promise<Answer>;
}

/** The commands that somebody with these roles may run, in the order of the table. */
export function runnable(commands: readonly Command[], policy: Policy, roles: Role[]): CommandName[] {
  return commands.filter(({ needs }) => needs === undefined || may(policy, needs, roles)).map(({ name }) => name);
}
