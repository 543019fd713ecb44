import { z } from 'zod';

const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

/** Somebody in a roster, as far as the desk reads it. */
const memberSchema = z.object({
  /** The Teams user id, `29:…`. */
  id: optional(z.string()),
  aadObjectId: optional(z.string()),
  /** An older name of the same. */
  objectId: optional(z.string()),
  tenantId: optional(z.string()),
  userRole: optional(z.string()),
});

export interface Member {
  id?: string | undefined;
  /** Entra object id, in lower case. Absent: anonymous. */
  user?: string | undefined;
  tenantId?: string | undefined;
  userRole?: string | undefined;
}

/** An entry of a roster. A strange member counts as missing. */
export function readMember(found: unknown): Member {
  const parsed = memberSchema.safeParse(found);
  if (!parsed.success) return {};
  const { id, aadObjectId, objectId, tenantId, userRole } = parsed.data;
  return { id, user: (aadObjectId ?? objectId)?.toLowerCase(), tenantId: tenantId?.toLowerCase(), userRole };
}

/** Whether somebody is of another organisation, a guest, or nobody. */
export function isOutsider(member: Member, tenant: string): boolean {
  if (member.user === undefined || member.userRole === 'guest' || member.userRole === 'anonymous') return true;
  return member.tenantId !== undefined && member.tenantId !== tenant.toLowerCase();
}
