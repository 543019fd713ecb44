import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { Role } from '../roles/role.js';
import type { Problem } from './error.js';
import { approvalKeys, approvalsOf, knownApprovalKeys } from './approvals-file.js';
import { knownLanguageKeys, languageKeys, languagesOf } from './languages-file.js';
import { defaultLinks, knownLinksKeys, linksKeys, linksOf } from './links-file.js';
import { nearest } from './nearest.js';
import { knownRetentionKeys, retentionKeys, retentionOf } from './retention-file.js';
import { policyActions, type Policy } from './shape.js';
import { knownSlackKeys, slackKeys, slackOf } from './slack-file.js';
import { person, roleList } from './values.js';
import { defaultWatch, knownWatchKeys, watchKeys, watchOf } from './watch-file.js';

/** What a policy file says; what it leaves out keeps its default. */
export interface PolicyFile {
  roles: Partial<Policy['roles']>;
  people: Policy['people'];
  approvals: Partial<Policy['approvals']>;
  links: Policy['links'];
  watch: Policy['watch'];
  workspaces?: Policy['workspaces'];
  languages: Partial<Policy['languages']>;
  limits?: Policy['limits'];
  retention?: Policy['retention'];
}

const slackUser = z
  .string()
  .regex(/^[TE][A-Z0-9]+\/[UW][A-Z0-9]+$/, { error: 'expected a workspace and a user, T…/U…' });
const teamsUser = z
  .string()
  .regex(/^[0-9a-f-]{36}\/[0-9a-f-]{36}$/i, { error: 'expected a tenant id and an object id, separated by /' });

const perMinute = z
  .int({ error: 'expected how many turns in a minute, a whole number from 1 to 100000' })
  .min(1, { error: 'expected at least 1' })
  .max(100_000, { error: 'expected at most 100000' });

const schema = z.strictObject({
  roles: z
    .strictObject(
      {
        'use the desk': roleList.optional(),
        'view customers': roleList.optional(),
        'update account': roleList.optional(),
        'ask permission': roleList.optional(),
        'manage links': roleList.optional(),
        'examine the desk': roleList.optional(),
      },
      { error: 'expected a role list for each action' },
    )
    .nullish(),
  people: z
    .array(
      z
        .strictObject(
          { slack: slackUser.optional(), teams: teamsUser.optional(), person },
          { error: 'expected slack or teams, and person' },
        )
        .refine((one) => (one.slack === undefined) !== (one.teams === undefined), {
          error: 'expected either slack or teams',
        }),
      { error: 'expected a list of people' },
    )
    .nullish(),
  limits: z.strictObject({ person: perMinute.optional(), place: perMinute.optional() }).nullish(),
  ...approvalKeys,
  ...linksKeys,
  ...slackKeys,
  ...watchKeys,
  ...languageKeys,
  ...retentionKeys,
});

/** Known keys by the path of their parent, for suggestions. `*` stands for an index. */
const knownKeys: Record<string, readonly string[]> = {
  '': [
    'roles',
    'people',
    'limits',
    ...Object.keys(approvalKeys),
    ...Object.keys(linksKeys),
    ...Object.keys(slackKeys),
    ...Object.keys(watchKeys),
    ...Object.keys(languageKeys),
    ...Object.keys(retentionKeys),
  ],
  ...knownApprovalKeys,
  ...knownLinksKeys,
  ...knownSlackKeys,
  ...knownWatchKeys,
  ...knownLanguageKeys,
  ...knownRetentionKeys,
  roles: policyActions,
  limits: ['person', 'place'],
  'people.*': ['slack', 'teams', 'person'],
};

/** What an absent file says. */
export const emptyPolicyFile: PolicyFile = {
  roles: {},
  people: [],
  approvals: {},
  links: defaultLinks,
  watch: defaultWatch,
  languages: {},
};

/** Reads a policy file. Problems name the path inside the file. */
export function parsePolicyFile(source: string): { file: PolicyFile; problems: Problem[] } {
  const document = parseDocument(source);
  const broken = document.errors[0];
  if (broken) {
    const line = broken.linePos?.[0].line;
    return {
      file: emptyPolicyFile,
      problems: [
        { name: 'PARTNERDESK_CONFIG', expected: `expected YAML; line ${line ?? '?'} is not (${broken.code})` },
      ],
    };
  }
  const parsed = schema.safeParse(plain(document) ?? {});
  if (!parsed.success) return { file: emptyPolicyFile, problems: parsed.error.issues.flatMap(describe) };
  const people = (parsed.data.people ?? []).map(chatPerson);
  return {
    file: {
      roles: withoutUndefined(parsed.data.roles ?? {}),
      people,
      approvals: approvalsOf(parsed.data),
      links: linksOf(parsed.data),
      ...slackOf(parsed.data),
      watch: watchOf(parsed.data),
      languages: languagesOf(parsed.data),
      ...limitsOf(parsed.data.limits ?? {}),
      retention: retentionOf(parsed.data),
    },
    problems: duplicates(people),
  };
}

function limitsOf({ person: own, place }: { person?: number | undefined; place?: number | undefined }) {
  if (own === undefined && place === undefined) return {};
  return { limits: { ...(own === undefined ? {} : { person: own }), ...(place === undefined ? {} : { place }) } };
}

/** As plain data. Aliases that multiply without end make the library throw: then the file is no policy. */
function plain(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS();
  } catch {
    return 'too many aliases';
  }
}

function describe(issue: z.core.$ZodIssue): Problem[] {
  const at = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return [{ name: label(at), expected: issue.message }];
  const siblings = knownKeys[at.map((part) => (/^\d+$/.test(part) ? '*' : part)).join('.')] ?? [];
  return issue.keys.map((key) => ({ name: label([...at, key]), expected: unknownKey(key, siblings) }));
}

function unknownKey(key: string, siblings: readonly string[]): string {
  const meant = nearest(key, siblings, 4);
  return `is unknown; ${meant ? `probably "${meant}" was meant` : `known here: ${siblings.join(', ')}`}`;
}

const label = (path: string[]) => ['PARTNERDESK_CONFIG', ...path].join(' › ');

function chatPerson(one: {
  slack?: string | undefined;
  teams?: string | undefined;
  person: string;
}): Policy['people'][number] {
  const [tenant = '', user = ''] = (one.slack ?? one.teams ?? '').split('/');
  if (one.slack !== undefined) return { platform: 'slack', tenant, user, person: one.person };
  return { platform: 'teams', tenant: tenant.toLowerCase(), user: user.toLowerCase(), person: one.person };
}

/** One chat user cannot be two people. */
function duplicates(people: Policy['people']): Problem[] {
  const seen = new Set<string>();
  return people.flatMap((one, index) => {
    const key = `${one.platform}:${one.tenant}/${one.user}`;
    const again = seen.has(key);
    seen.add(key);
    return again
      ? [{ name: label(['people', String(index)]), expected: 'this chat user stands in the list twice' }]
      : [];
  });
}

function withoutUndefined(given: { [action in keyof Policy['roles']]?: Role[] | undefined }): Partial<Policy['roles']> {
  const kept: Partial<Policy['roles']> = {};
  for (const action of policyActions) {
    const list = given[action];
    if (list) kept[action] = list;
  }
  return kept;
}
