import { createHash } from 'node:crypto';
import { type Character, mailOf } from '../stand-in.js';

/** The tenant of everybody who is not of the organisation. */
export const STRANGER_TENANT = '9e1b7a52-3c44-4f0e-8f1d-6b7c5d4e3f20';

export interface DirectoryUser {
  id: string;
  name: string;
  mail: string;
  enabled: boolean;
  userType: 'Member' | 'Guest';
  /** Whose tenant issues this user's tokens. */
  tenantId: string;
}

export interface DirectoryObject {
  '@odata.type': '#microsoft.graph.group' | '#microsoft.graph.directoryRole';
  id: string;
  displayName: string;
  roleTemplateId?: string;
  securityEnabled?: boolean;
}

/** The groups that Partner Center knows agents by. */
export type AgentGroup = Character['groups'][number];

/** Who there is and who belongs where, with the calls that change it while the sandbox runs. */
export interface Directory {
  /** Users of the partner tenant: strangers are not in it. */
  user: (id: string) => DirectoryUser | undefined;
  /** All users of the partner tenant. */
  users: () => DirectoryUser[];
  /** Anybody who can sign in, strangers included. */
  character: (id: string) => { character: Character; user: DirectoryUser } | undefined;
  groups: () => DirectoryObject[];
  /** What a user belongs to, directly. */
  memberOf: (id: string) => DirectoryObject[];
  /** The same through nested groups too. */
  transitiveMemberOf: (id: string) => DirectoryObject[];
  setGroups: (characterId: string, groups: AgentGroup[]) => void;
  setDirectoryRoles: (characterId: string, templates: string[]) => void;
  /** Blocks a user from signing in, or lets them again. */
  disable: (characterId: string, disabled?: boolean) => void;
  /** Another group of any name, as anybody in a tenant may make one; no security group, unless said. Gives its id. */
  addGroup: (displayName: string, securityEnabled?: boolean) => string;
  /** Deletes every group of that name. */
  removeGroup: (displayName: string) => void;
}

/** Always the same id for a name, as ids of one tenant stay. */
function idOf(tenantId: string, name: string): string {
  const hex = createHash('sha256').update(`${tenantId}/${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Directory roles have legacy names here: whoever compares names instead of template ids is wrong. */
const legacyNames: Record<string, string> = {
  '62e90394-69f5-4237-9190-012177145e10': 'Company Administrator',
  'b0f54661-2d74-4c50-afa3-1ec803f12efe': 'Billing Administrator',
  'fe930be7-5e62-47db-91af-98c3a49a38b1': 'User Account Administrator',
  '88d8e3e3-8f55-4a1e-953a-9b9898b8876b': 'Directory Readers',
};
const DIRECTORY_READERS = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b';

/** Everybody belongs to these, which are nothing but noise, one of them with a name much like an agent group's. */
const everybody = ['All Employees', 'SalesAgents Newsletter'];
/** Groups that are members of an agent group. */
const nested: Record<string, AgentGroup> = { 'Sales EMEA': 'SalesAgents' };
const agentGroups: AgentGroup[] = ['AdminAgents', 'SalesAgents', 'HelpdeskAgents'];

// Tom's only way into SalesAgents leads through Sales EMEA; everybody else is a direct member of theirs.
const isNested = (character: Character) => character.slackUser === 'U0TOM';

export function createDirectory(tenantId: string, characters: readonly Character[]): Directory {
  const group = (displayName: string): DirectoryObject => ({
    '@odata.type': '#microsoft.graph.group',
    id: idOf(tenantId, displayName),
    displayName,
    securityEnabled: true,
  });
  const role = (template: string): DirectoryObject => ({
    '@odata.type': '#microsoft.graph.directoryRole',
    id: idOf(tenantId, template),
    displayName: legacyNames[template] ?? template,
    roleTemplateId: template,
  });
  let groups = [...everybody, ...Object.keys(nested), ...agentGroups].map(group);
  const people = new Map(
    characters.map((character) => [
      character.id,
      {
        character,
        user: toUser(character, tenantId),
        groups: [...character.groups] as AgentGroup[],
        roles: character.directoryRoleTemplates,
      },
    ]),
  );
  const find = (id: string) => {
    const person = people.get(id);
    if (!person) throw new Error(`no character ${id}`);
    return person;
  };
  const insider = (id: string) => {
    const person = people.get(id);
    return person && person.character.standing !== 'stranger' ? person : undefined;
  };
  const direct = (id: string): DirectoryObject[] => {
    const person = insider(id);
    if (!person) return [];
    const own = person.groups.map((name) =>
      name === 'SalesAgents' && isNested(person.character) ? group('Sales EMEA') : group(name),
    );
    const noise = person.user.userType === 'Member' ? [...everybody.map(group), role(DIRECTORY_READERS)] : [];
    return [...noise, ...own, ...person.roles.map(role)];
  };
  return {
    user: (id) => insider(id)?.user,
    users: () => [...people.keys()].flatMap((id) => insider(id)?.user ?? []),
    character: (id) => people.get(id),
    groups: () => [...groups],
    memberOf: direct,
    transitiveMemberOf: (id) =>
      direct(id).flatMap((object) => {
        const parent = nested[object.displayName];
        return parent ? [object, group(parent)] : [object];
      }),
    setGroups: (id, names) => {
      find(id).groups = [...names];
    },
    setDirectoryRoles: (id, templates) => {
      find(id).roles = [...templates];
    },
    disable: (id, disabled = true) => {
      find(id).user.enabled = !disabled;
    },
    addGroup: (displayName, securityEnabled = false) => {
      const id = idOf(tenantId, `${displayName}#${groups.length}`);
      groups.push({ ...group(displayName), id, securityEnabled });
      return id;
    },
    removeGroup: (displayName) => {
      groups = groups.filter((one) => one.displayName !== displayName);
    },
  };
}

function toUser(character: Character, tenantId: string): DirectoryUser {
  const stranger = character.standing === 'stranger';
  return {
    id: character.id,
    name: character.name,
    mail: mailOf(character),
    enabled: true,
    userType: character.standing === 'guest' ? 'Guest' : 'Member',
    tenantId: stranger ? STRANGER_TENANT : tenantId,
  };
}
