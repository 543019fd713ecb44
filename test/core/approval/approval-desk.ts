import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { stringify } from 'yaml';
import type { Cloud } from '../../../core/config.js';
import { pathOf } from '../../../core/changes/purchase.js';
import type { Answer, AnswerOf } from '../../../core/answer.js';
import type { PurchaseResource } from '../../../core/partner/partner-center.js';
import { characters, SLACK_TEAM } from '../../../sandbox/stand-in.js';
import { noLimits } from '../../wire/world.js';
import { type Counter, expectAnswer, type Guest, openCounter } from '../desk/counter.js';

export const CONTOSO = 'c0000000-0000-4000-8000-000000000001';

export const idOf = (name: string): string => {
  const found = characters.find((one) => one.name.startsWith(name));
  if (!found) throw new Error(`nobody is called ${name}`);
  return found.id;
};

/** A counter whose policy file says this; everybody's Slack user is linked. */
export async function openApprovalDesk(policy: Record<string, unknown> = {}, cloud?: Cloud): Promise<Counter> {
  const file = join(mkdtempSync(join(tmpdir(), 'partnerdesk-policy-')), 'policy.yaml');
  const people = characters
    .filter(({ standing }) => standing === 'member')
    .map(({ slackUser, id }) => ({ slack: `${SLACK_TEAM}/${slackUser}`, person: id }));
  writeFileSync(file, stringify({ people, limits: noLimits, ...policy }));
  return openCounter({ PARTNERDESK_CONFIG: file }, cloud);
}

/** Asks for a permission: up to the approval that it becomes. */
export async function ask(
  who: Guest,
  resource: PurchaseResource,
  given: { deed?: 'give' | 'remove'; reason?: string; until?: string; customer?: string } = {},
): Promise<AnswerOf<'approval'>> {
  const { deed = 'give', reason = 'They asked for it', customer = CONTOSO } = given;
  const form = expectAnswer(await who.press(['ask', `${customer}/${deed}/${resource}`]), 'permissionForm');
  return expectAnswer(
    await who.press(['propose', form.change.id, form.change.version], { reason, until: given.until ?? '' }),
    'approval',
  );
}

/** Opens the form of a decision and gives the word. */
export async function word(
  who: Guest,
  verdict: 'approve' | 'decline' | 'breakGlass' | 'reviewed',
  id: string,
  reason = 'Because',
): Promise<Answer> {
  const opening = {
    approve: 'approving',
    decline: 'declining',
    breakGlass: 'breaking',
    reviewed: 'reviewing',
  } as const;
  const form = await who.press([opening[verdict], id]);
  if (form.type !== 'decisionForm') return form;
  return who.press([verdict, id, form.approval.revision], { reason });
}

/** Whether a customer may purchase it, as Partner Center holds it. */
export function isOn(counter: Counter, resource: PurchaseResource, customer = CONTOSO): boolean {
  return JSON.stringify(counter.world.partnerCenter.policy(customer) ?? {}).includes(
    pathOf(resource).slice('permission.'.length),
  );
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((soon) => setTimeout(soon, 20));
}
