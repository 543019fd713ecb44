import { randomBytes } from 'node:crypto';

/** What every made-up secret begins with: whoever meets one, in a log say, knows what it is and that it opens nothing real. */
export const SECRET_MARK = 'sandbox-secret-';

/** A new secret that nobody can guess. */
export const makeSecret = (): string => SECRET_MARK + randomBytes(24).toString('base64url');

/** A new ENCRYPTION_KEY: 32 bytes, of which 17 are random, in base64. */
export const makeKey = (): string => Buffer.concat([Buffer.from(SECRET_MARK), randomBytes(17)]).toString('base64');
