import { decodeJwt } from 'jose';
import { z } from 'zod';

/** What an access token of Entra says, as far as it says anything. For whom it is made they are opaque; the doctor looks all the same. */
const schema = z.object({
  aud: z.string().optional(),
  tid: z.string().optional(),
  oid: z.string().optional(),
  amr: z.array(z.string()).optional(),
  roles: z.array(z.string()).optional(),
});
export type Claims = z.output<typeof schema>;

/** @returns undefined for a token that nobody but its API can read */
export function claimsOf(token: string): Claims | undefined {
  try {
    return schema.safeParse(decodeJwt(token)).data;
  } catch {
    return undefined;
  }
}
