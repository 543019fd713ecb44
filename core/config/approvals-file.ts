import { z } from 'zod';
import { changePathNames } from '../partner/fields.js';
import { roles } from '../roles/role.js';
import { type ApprovalRule, type Approvals, defaultApprovals, defaultRule } from './approval-rules.js';
import { guid } from './values.js';

const MINUTE_MS = 60_000;
const units: Record<string, number> = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: 24 * 60 * MINUTE_MS };

/** `90m`, `12h`, `3d` → ms. */
const duration = z
  .string({ error: 'expected a time such as 90m, 12h or 3d' })
  .regex(/^[1-9]\d{0,4}[mhd]$/u, { error: 'expected a time such as 90m, 12h or 3d' })
  .transform((text) => Number(text.slice(0, -1)) * (units[text.slice(-1)] ?? 0));
const roleList = z
  .array(z.enum(roles, { error: `expected one of ${roles.join(', ')}` }))
  .min(1, { error: 'expected at least one role' });
const person = guid('the Entra object id of a colleague');
const place = z.string().regex(/^(slack:[TE][A-Z0-9]+\/[CG][A-Z0-9]+|teams:\S+)$/u, {
  error: 'expected slack:T…/C… or teams:<conversation id>',
});

const rule = {
  approvers: roleList.optional(),
  count: z.number().int().min(1).max(10).optional(),
  'expires after': duration.optional(),
  'remind after': duration.optional(),
  places: z.array(place).optional(),
  'on duty': z.array(person).optional(),
  silent: z.array(person).optional(),
};

/** The keys of PARTNERDESK_CONFIG that concern approvals. */
export const approvalKeys = {
  approvals: z
    .strictObject({
      purchase: z.strictObject(rule).nullish(),
      account: z.strictObject({ ...rule, fields: z.array(z.enum(changePathNames)).min(1) }).nullish(),
      'break glass': roleList.optional(),
    })
    .nullish(),
  delegations: z
    .array(z.strictObject({ from: person, to: person, until: z.iso.date({ error: 'expected a day, yyyy-mm-dd' }) }))
    .nullish(),
  undo: z.strictObject({ within: duration }).nullish(),
};

/** For suggestions, as in policy-file.ts. */
export const knownApprovalKeys: Record<string, readonly string[]> = {
  approvals: ['purchase', 'account', 'break glass'],
  'approvals.purchase': Object.keys(rule),
  'approvals.account': [...Object.keys(rule), 'fields'],
  'delegations.*': ['from', 'to', 'until'],
  undo: ['within'],
};

type Given = { [key in keyof typeof approvalKeys]?: z.output<(typeof approvalKeys)[key]> };
type GivenRule = { [key in keyof typeof rule]?: z.output<(typeof rule)[key]> };

/** What the file says of approvals; what it leaves out keeps its default. */
export function approvalsOf({ approvals, delegations, undo }: Given): Partial<Approvals> {
  return {
    purchase: ruleOf(approvals?.purchase ?? {}),
    account: approvals?.account
      ? { rule: ruleOf(approvals.account), fields: approvals.account.fields }
      : defaultApprovals.account,
    breakGlass: approvals?.['break glass'] ?? defaultApprovals.breakGlass,
    // The last day counts whole.
    delegations: (delegations ?? []).map(({ from, to, until }) => ({
      from,
      to,
      until: Date.parse(`${until}T24:00:00Z`),
    })),
    undoWithinMs: undo?.within ?? defaultApprovals.undoWithinMs,
  };
}

function ruleOf(given: GivenRule): ApprovalRule {
  return {
    approvers: given.approvers ?? defaultRule.approvers,
    count: given.count ?? defaultRule.count,
    expiresAfterMs: given['expires after'] ?? defaultRule.expiresAfterMs,
    remindAfterMs: given['remind after'] ?? defaultRule.remindAfterMs,
    places: given.places ?? [],
    silent: given.silent ?? [],
    ...(given['on duty'] ? { onDuty: given['on duty'] } : {}),
  };
}
