export type DirectoryErrorKind = 'throttled' | 'unavailable' | 'forbidden' | 'notFound';

/**
 * The directory could not tell. Never to be taken for "has no role". It holds no token, no header and no URL.
 * `forbidden`: the app lacks a Graph permission (`User.Read.All` and `GroupMember.Read.All`, `RoleManagement.Read.Directory`);
 * `notFound`: the tenant has no such user.
 */
export class DirectoryError extends Error {
  override readonly name = 'DirectoryError';
  readonly kind: DirectoryErrorKind;
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: DirectoryErrorKind, facts: { operation: string; status?: number; retryAfterSeconds?: number }) {
    super(`Graph, ${facts.operation}: ${kind}${facts.status === undefined ? '' : ` (HTTP ${facts.status})`}`);
    this.kind = kind;
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }
}
