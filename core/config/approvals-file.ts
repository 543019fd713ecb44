import { z } from 'zod';
import { fieldPaths } from '../partner/fields.js';
import { type ApprovalRule, type Approvals, defaultApprovals, defaultRule } from './approval-rules.js';
import { person, place, roleList } from './values.js';

const MINUTE_MS = 60_000;
const units: Record<string, number> = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: 24 * 60 * MINUTE_MS };

const durationExpected = 'expected a time such as 90m, 12h or 3d';
/** `90m`, `12h`, `3d` → ms. */
export const duration = z
  .string({ error: durationExpected })
  .regex(/^[1-9]\d{0,4}[mhd]$/u, { error: durationExpected })
  .transform((text) => Number(text.slice(0, -1)) * (units[text.slice(-1)] ?? 0));

const people = z.array(person, { error: 'expected a list of people, by their Entra object ids' });
const countExpected = 'expected a number of people, 1 to 10';
const count = z.int({ error: countExpected }).min(1, { error: countExpected }).max(10, { error: countExpected });

const rule = {
  approvers: roleList.optional(),
  count: count.optional(),
  'expires after': duration.optional(),
  'remind after': duration.optional(),
  places: z.array(place, { error: 'expected a list of places' }).optional(),
  'on duty': people.optional(),
  silent: people.optional(),
};

const fields = z
  .array(z.enum(fieldPaths, { error: `expected one of ${fieldPaths.join(', ')}` }), {
    error: 'expected a list of fields; without one no update needs approval',
  })
  .min(1, { error: 'expected at least one field' });

/** Whether a reminder that was asked for comes before there is nothing left to decide. */
const remindsInTime = (given: GivenRule) =>
  given['remind after'] === undefined || given['remind after'] < (given['expires after'] ?? defaultRule.expiresAfterMs);
const tooLate = { error: 'expected less than "expires after"', path: ['remind after'] };

const delegation = z
  .strictObject(
    {
      from: person,
      to: person,
      until: z.iso.date({ error: 'expected a day, yyyy-mm-dd' }),
    },
    { error: 'expected from, to and until' },
  )
  .refine(({ from, to }) => from !== to, { error: 'expected two different people' });

/** The keys of PARTNERDESK_CONFIG that concern approvals. */
export const approvalKeys = {
  approvals: z
    .strictObject(
      {
        purchase: z.strictObject(rule, { error: 'expected a rule' }).refine(remindsInTime, tooLate).nullish(),
        account: z
          .strictObject({ ...rule, fields }, { error: 'expected a rule with fields' })
          .refine(remindsInTime, tooLate)
          .nullish(),
        'break glass': roleList.optional(),
      },
      { error: 'expected purchase, account or break glass' },
    )
    .nullish(),
  delegations: z.array(delegation, { error: 'expected a list of delegations' }).nullish(),
  undo: z.strictObject({ within: duration }, { error: 'expected within' }).nullish(),
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
