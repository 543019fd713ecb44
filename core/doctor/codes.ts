/** How bad a finding is. `skipped`: what the check needs is missing, and `code` says what. */
export type Severity = 'problem' | 'warning' | 'skipped' | 'ok';

/** What is examined, in the order in which it is shown. */
export const checkNames = [
  'version',
  'settings',
  'dataDir',
  'store',
  'work',
  'keys',
  'journal',
  'watches',
  'customerIndex',
  'appToken',
  'userToken',
  'serviceAccount',
  'expiry',
  'partnerCenter',
  'auditRecords',
  'purchasePermission',
  'webhook',
  'graphPermissions',
  'agentGroups',
  'publicUrl',
  'clocks',
  'slackToken',
  'slackScopes',
  'slackDoor',
  'teamsToken',
  'teamsKeys',
  'teamsSettings',
  'teamsManifest',
  'teamsDoor',
] as const;
export type CheckName = (typeof checkNames)[number];

/** Everything that can be found, and how bad it is. A code once given keeps its meaning: machines read it. */
export const severities = {
  ok: 'ok',

  skippedSettings: 'skipped',
  skippedStore: 'skipped',
  skippedPlatform: 'skipped',
  skippedAppOnly: 'skipped',
  skippedCloud: 'skipped',
  skippedPermission: 'skipped',
  skippedToken: 'skipped',
  skippedNoCustomer: 'skipped',
  skippedUnreachable: 'skipped',
  skippedElsewhere: 'skipped',
  checkFailed: 'warning',
  checkSlow: 'warning',

  nodeTooOld: 'problem',
  settingWrong: 'problem',
  settingWarning: 'warning',
  dataDirUnwritable: 'problem',
  dataDirNetwork: 'problem',
  dataDirFull: 'problem',
  dataDirLow: 'warning',

  storeUnreachable: 'problem',
  storeBehind: 'problem',
  storeAhead: 'problem',
  workWaits: 'warning',
  workStuck: 'problem',
  messagesParked: 'warning',
  keyMissing: 'problem',
  keyOldInUse: 'warning',
  journalTampered: 'problem',
  journalTruncated: 'problem',
  journalAnchorWrong: 'problem',
  journalNoAnchor: 'warning',
  journalUnsealed: 'warning',
  journalKeyMissing: 'problem',
  watchBroken: 'warning',
  indexOld: 'warning',
  indexFailing: 'warning',

  loginUnreachable: 'problem',
  tenantUnknown: 'problem',
  appUnknown: 'problem',
  secretWrong: 'problem',
  secretExpired: 'problem',
  consentMissing: 'problem',
  tokenRefused: 'problem',
  mfaRequired: 'problem',
  refreshTokenEnded: 'problem',
  serviceAccountDisabled: 'problem',
  mfaMissing: 'problem',
  mfaUnknown: 'warning',
  audienceWrong: 'problem',
  tenantWrong: 'problem',
  serviceAccountNoAgent: 'problem',
  serviceAccountNotAdmin: 'warning',
  credentialExpired: 'problem',
  credentialEnds: 'warning',

  partnerUnreachable: 'problem',
  partnerRefused: 'problem',
  partnerThrottled: 'warning',
  auditRefused: 'problem',
  purchaseRefused: 'problem',
  webhookNone: 'warning',
  webhookOther: 'warning',
  webhookEventsMissing: 'warning',
  webhookUntested: 'warning',
  webhookRefused: 'problem',

  graphPermissionMissing: 'problem',
  graphUnreachable: 'problem',
  groupMissing: 'problem',
  groupAmbiguous: 'problem',
  groupDoubled: 'warning',
  publicUrlLocal: 'warning',
  publicUrlUnreachable: 'problem',
  publicUrlCertificate: 'problem',
  publicUrlElsewhere: 'problem',
  clockOff: 'warning',
  clockWrong: 'problem',

  slackUnreachable: 'problem',
  slackTokenRefused: 'problem',
  slackNotBot: 'problem',
  slackTokenRotates: 'problem',
  slackNotInstalled: 'warning',
  slackInstallationRefused: 'problem',
  slackInstallationUnlisted: 'warning',
  slackAnyWorkspace: 'warning',
  slackScopeMissing: 'problem',
  slackScopeOptional: 'warning',
  slackScopePublic: 'warning',
  slackScopeEmail: 'warning',
  slackScopeNeedless: 'warning',
  slackSecretDiffers: 'problem',
  doorMissing: 'problem',
  doorOpen: 'problem',
  doorNotReady: 'problem',

  teamsKeysUnreachable: 'problem',
  teamsKeysUnendorsed: 'problem',
  teamsOpen: 'warning',
  teamsTenantMissing: 'warning',
  teamsTenantsForeign: 'warning',
  teamsCloudDiffers: 'warning',
  teamsManifestMissing: 'warning',
  teamsManifestOld: 'warning',
} as const satisfies Record<string, Severity>;

export type FindingCode = keyof typeof severities;

/** One thing that was found: a code and what it is about, without any sentence. Never a secret, never a person's name. */
export interface Finding {
  check: CheckName;
  severity: Severity;
  code: FindingCode;
  /** Those named `at`, `since` and `until` are ms since the epoch. */
  facts: Facts;
}
export type Facts = Record<string, string | number>;

/** A finding before it is known which check made it. */
export type Found = Pick<Finding, 'code' | 'facts'>;

export const found = (code: FindingCode, facts: Facts = {}): Found => ({ code, facts });
