import type { Answer } from '../../answer.js';
import type { FieldError } from '../../failure.js';
import type { CustomerRef } from '../../views.js';
import { callOptions, type Visit } from '../../context.js';
import type { Fields } from '../../partner/fields.js';
import { clouds } from '../../partner/clouds.js';
import { type PurchaseResource, purchaseResources } from '../../partner/partner-center.js';
import { z } from 'zod';
import { readerOf } from '../../reader.js';
import { propose, showAsked } from '../approval/propose.js';
import { ruleFor } from '../approval/rule.js';
import { type Change, differencesOf } from '../change.js';
import { ON, pathOf } from '../purchase.js';
import { reasonErrors } from '../reason.js';
import { showPermission } from './show.js';

/** Longest time for which a temporary permission is given, in days. */
const LONGEST_DAYS = 366;

const notesSchema = z.object({ reason: z.string(), until: z.string(), errors: z.array(z.custom<FieldError>()) });
type Notes = z.infer<typeof notesSchema>;

/** Opens the form that asks to give or remove a permission. */
export async function openPermissionDraft(
  visit: Visit,
  customer: CustomerRef,
  asked: { before: Fields; after: Fields; undoes?: string; predecessor?: string; reason?: string },
): Promise<Answer> {
  const change = await visit.changes.draft({
    kind: 'purchase',
    customer,
    before: asked.before,
    after: asked.after,
    notes: { reason: asked.reason ?? '', until: '', errors: [] } satisfies Notes,
    requester: visit.person,
    reader: readerOf(visit.turn),
    correlationId: visit.correlationId,
    ...(asked.undoes === undefined ? {} : { undoes: asked.undoes }),
    ...(asked.predecessor === undefined ? {} : { predecessor: asked.predecessor }),
  });
  return permissionForm(visit, change);
}

/** The form of a draft, with what was typed so far. */
export function permissionForm(visit: Visit, change: Change): Answer {
  const notes = notesSchema.parse(change.notes);
  const { resource, give } = whatIsAsked(change);
  return {
    type: 'permissionForm',
    change: { id: change.id, version: change.version },
    customer: change.customer,
    resource,
    give,
    reason: notes.reason,
    until: notes.until,
    errors: notes.errors,
    approvers: ruleFor(visit.policy.approvals, change)?.approvers ?? [],
    ...(change.undoes ? { undoes: change.undoes } : {}),
  };
}

function whatIsAsked(change: Change): { resource: PurchaseResource; give: boolean } {
  const resource = purchaseResources.find((one) => pathOf(one) in change.after) ?? 'AzureReservedInstances';
  return { resource, give: change.after[pathOf(resource)] === ON };
}

/** The form was filled: a reason, perhaps a last day. Then it is asked for. */
export async function submitPermission(
  visit: Visit,
  change: Change,
  typed: { reason: string; until: string; version: number | undefined },
): Promise<Answer> {
  const { give } = whatIsAsked(change);
  const reason = typed.reason.trim();
  const until = give ? typed.until.trim() : '';
  const errors = [...reasonErrors(reason, { required: true }), ...untilErrors(until, visit.now())];
  if (errors.length > 0) {
    const notes: Notes = { reason: typed.reason, until: typed.until, errors };
    const kept = (await visit.changes.revise(change, { notes })) ?? (await visit.changes.get(change.id)) ?? change;
    if (kept.state !== 'draft') return showAsked(visit, kept);
    // With the version that was submitted, so that errors stand in the view that is open.
    return permissionForm(visit, { ...kept, version: typed.version ?? kept.version });
  }
  const asked =
    (await propose(visit, change, { reason, ...(until === '' ? {} : { until }) })) ??
    (await visit.changes.get(change.id));
  if (!asked) return { type: 'stale', reason: 'gone' };
  // A draft still: it was edited at the same moment in another window, and stays as it is there.
  return asked.state === 'draft' ? permissionForm(visit, asked) : showAsked(visit, asked);
}

function untilErrors(until: string, now: number): FieldError[] {
  if (until === '') return [];
  const day = Date.parse(`${until}T00:00:00Z`);
  const real =
    /^\d{4}-\d{2}-\d{2}$/u.test(until) && !Number.isNaN(day) && new Date(day).toISOString().startsWith(until);
  const today = Date.parse(new Date(now).toISOString().slice(0, 10));
  const fits = real && day >= today && day <= today + LONGEST_DAYS * 24 * 3600_000;
  return fits ? [] : [{ path: 'until', rule: 'date', params: { days: LONGEST_DAYS } }];
}

/** The button of the permission card: `<customer>/<give or remove>/<resource>`. */
export async function askFor(visit: Visit, id: string): Promise<Answer> {
  const [, customerId, deed, name] = /^([0-9a-f-]{36})\/(give|remove)\/(\w+)$/u.exec(id) ?? [];
  const resource = purchaseResources.find((one) => one === name);
  if (customerId === undefined || resource === undefined) return { type: 'stale', reason: 'gone' };
  // No card of this cloud has the button: showing says that there is no such thing here.
  if (!clouds[visit.cloud].purchasePermission) return showPermission(visit, customerId);
  const path = pathOf(resource);
  const value = deed === 'give' ? ON : '';
  const [customer, { fields }, pending] = await Promise.all([
    visit.partner.customer(customerId, callOptions(visit)),
    visit.kinds.purchase.read(customerId, callOptions(visit)),
    visit.changes.pending(customerId, 'purchase'),
  ]);
  const underWay = pending.find((change) => path in change.after);
  if (underWay) return showAsked(visit, underWay);
  const after: Fields = { [path]: value };
  // Somebody was faster, here or in Partner Center: what holds now is shown.
  if (differencesOf(fields, after).length === 0) return showPermission(visit, customerId);
  const { name: customerName, domain } = customer;
  return openPermissionDraft(visit, { id: customerId, name: customerName, domain }, { before: fields, after });
}
