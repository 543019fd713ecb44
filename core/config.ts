/** Every setting of the desk: what it looks like once parsed, and the parser. The table of settings is in the README. */
export { certificateExpiries } from './config/credentials.js';
export { ConfigError, type Problem } from './config/error.js';
export { parseConfig, parseStoreConfig, type StoreConfig } from './config/parse.js';
export type { Proxy } from './config/proxy.js';
export { isSandbox } from './config/sandbox.js';
export {
  policyActions,
  type ClientCredential,
  type Cloud,
  type Config,
  type ManagedIdentity,
  type PartnerConfig,
  type Policy,
  type PolicyAction,
  type SlackConfig,
  type SlackOAuthConfig,
  type TeamsConfig,
  type WebhookConfig,
} from './config/shape.js';
