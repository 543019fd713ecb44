import { randomUUID } from 'node:crypto';
import type { DecisionView } from '../../views.js';
import type { Role } from '../../roles/role.js';
import type { Db } from '../../store/tables.js';
import type { Change } from '../change.js';

/** One person's word on a change, as it was recorded. */
export interface Decision {
  person: string;
  personName: string;
  onBehalfOf: string | null;
  verdict: DecisionView['verdict'];
  digest: string;
  reason: string | null;
  roles: Role[];
  at: number;
}

export async function decisionsOn(db: Db, change: string): Promise<Decision[]> {
  const rows = await db
    .selectFrom('decisions')
    .selectAll()
    .where('change', '=', change)
    .orderBy('decidedAt')
    .orderBy('id')
    .execute();
  return rows.map(({ rolesJson, decidedAt, person, personName, onBehalfOf, verdict, digest, reason }) => ({
    person,
    personName,
    onBehalfOf,
    verdict,
    digest,
    reason,
    roles: JSON.parse(rolesJson) as Role[],
    at: decidedAt,
  }));
}

export async function recordDecision(tx: Db, change: string, decision: Decision): Promise<void> {
  const { roles, at, ...row } = decision;
  await tx
    .insertInto('decisions')
    .values({ id: randomUUID(), change, batch: null, ...row, rolesJson: JSON.stringify(roles), decidedAt: at })
    .execute();
}

/** What a word signs: the digest; that of break-glass and of its review say so, since they may follow an approval. */
export function signedBy(verdict: Decision['verdict'], change: Pick<Change, 'digest'>): string {
  const digest = change.digest ?? '';
  return verdict === 'approve' || verdict === 'decline' ? digest : `${verdict}:${digest}`;
}

/** Who broke the glass: neither they nor their delegates review that. */
export function breakersOf(decisions: readonly Decision[]): string[] {
  return decisions.filter(({ verdict }) => verdict === 'breakGlass').map(({ person }) => person);
}

/** The approvals that count: of what is asked for now, one a person. */
export function approvalsOf(decisions: readonly Decision[], digest: string | null): Decision[] {
  return decisions.filter((decision) => decision.verdict === 'approve' && decision.digest === digest);
}

export function decisionView(decision: Decision): DecisionView {
  return {
    person: decision.personName || decision.person,
    verdict: decision.verdict,
    at: decision.at,
    ...(decision.reason ? { reason: decision.reason } : {}),
    ...(decision.onBehalfOf ? { onBehalfOf: decision.onBehalfOf } : {}),
  };
}
