import type { Answer } from '../../answer.js';
import type { PermissionView } from '../../views.js';
import { callOptions, type Visit } from '../../context.js';
import { rememberRecent } from '../../customers/recents.js';
import { clouds } from '../../partner/clouds.js';
import { PartnerCenterError, type PurchaseResource, purchaseResources } from '../../partner/partner-center.js';
import { may } from '../../roles/policy.js';
import { decisionsOn } from '../approval/decisions.js';
import { foundSo } from '../approval/view.js';
import type { Change } from '../change.js';
import { ON, pathOf } from '../purchase.js';

/**
 * What a customer may purchase for itself, since when, and who gave it.
 *
 * @param id the customer's Microsoft ID
 */
export async function showPermission(visit: Visit, id: string): Promise<Answer> {
  const { name, domain } = await visit.partner.customer(id, callOptions(visit));
  const customer = { id, name, domain };
  await rememberRecent(visit.store.db, visit.person.id, customer, visit.now());
  const off = (why: 'cloud' | 'appOnly'): Answer => ({
    type: 'permission',
    customer,
    permissions: [],
    mayAsk: false,
    off: why,
  });
  if (!clouds[visit.cloud].purchasePermission) return off('cloud');
  try {
    const { fields } = await visit.kinds.purchase.read(id, callOptions(visit));
    const [pending, applied] = await Promise.all([
      visit.changes.pending(id, 'purchase'),
      visit.changes.applied(id, 'purchase'),
    ]);
    const permissions = await Promise.all(
      purchaseResources.map((resource) => view(visit, resource, fields[pathOf(resource)] === ON, { pending, applied })),
    );
    return { type: 'permission', customer, permissions, mayAsk: may(visit.policy, 'ask permission', visit.roles) };
  } catch (error) {
    if (error instanceof PartnerCenterError && error.code === 'appOnly') return off('appOnly');
    throw error;
  }
}

async function view(
  visit: Visit,
  resource: PurchaseResource,
  on: boolean,
  { pending, applied }: { pending: Change[]; applied: Change[] },
): Promise<PermissionView> {
  const path = pathOf(resource);
  const underWay = pending.find((change) => path in change.after && !change.scheduled);
  // The latest change of it that was made here: it tells who gave it, if that is how it stands.
  const last = applied.find((change) => path in change.after);
  const decisions = last ? await decisionsOn(visit.store.db, last.id) : [];
  // What was found so already was given elsewhere, without the end that was asked for.
  const given = on && last && last.after[path] === ON && !foundSo(last, decisions) ? last : undefined;
  const approvers = given ? decisions.filter(({ verdict }) => verdict === 'approve' || verdict === 'breakGlass') : [];
  return {
    resource,
    on,
    ...(given ? { since: given.appliedAt ?? given.updatedAt, askedBy: given.requesterName } : {}),
    ...(approvers.length > 0 ? { approvedBy: approvers.map(({ personName }) => personName) } : {}),
    ...(given?.until ? { until: given.until } : {}),
    ...(underWay ? { pending: underWay.id } : {}),
  };
}
