/** What the rest of the desk uses of the Partner Center client. */
export { fieldsOf, withFields } from './addressing.js';
export { clouds } from './clouds.js';
export { createPartnerCenter } from './create-partner-center.js';
export type { PartnerCenterSetup } from './create-partner-center.js';
export { defaultLimits } from './limits.js';
export type { Limits } from './limits.js';
export { customerPages } from './paging.js';
export { createPartnerTokens } from './partner-tokens.js';
export type { PartnerTokens } from './partner-tokens.js';
export { compilePattern } from './patterns.js';
export { createRefreshTokenVault } from './refresh-token-vault.js';
export type { RefreshTokenVault } from './refresh-token-vault.js';
export { policyExists, policyMissing } from './self-serve-errors.js';
export { writeNeeded } from './self-serve-permissions.js';
export { TokenError } from './token-error.js';
export { createTokenSource } from './tokens.js';
export type { TokenSource, TokenSourceOptions } from './tokens.js';
