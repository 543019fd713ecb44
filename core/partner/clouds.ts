import type { Cloud } from '../config.js';

/** The endpoints of one cloud, without a slash at the end. */
export interface CloudEndpoints {
  partnerCenter: string;
  login: string;
  graph: string;
  /** Whether customers can be given permission to purchase for themselves. */
  purchasePermission: boolean;
  /** Whether Partner Center offers audit records. */
  auditRecords: boolean;
}

/**
 * The three clouds, as Microsoft documents them (learn.microsoft.com/partner-center/developer/partner-center-rest-urls and
 * developing-for-partner-center-for-microsoft-national-cloud). Tokens of one cloud are of no use in another.
 */
export const clouds: Record<Cloud, CloudEndpoints> = {
  global: {
    partnerCenter: 'https://api.partnercenter.microsoft.com',
    login: 'https://login.microsoftonline.com',
    graph: 'https://graph.microsoft.com',
    purchasePermission: true,
    auditRecords: true,
  },
  'us-government': {
    partnerCenter: 'https://api.partnercenter.microsoft.com',
    login: 'https://login.microsoftonline.us',
    graph: 'https://graph.microsoft.us',
    purchasePermission: true,
    auditRecords: true,
  },
  '21vianet': {
    partnerCenter: 'https://partner.partnercenterapi.microsoftonline.cn',
    // Documents disagree (login.chinacloudapi.cn is the older one): LOGIN_URL overrides it.
    login: 'https://login.partner.microsoftonline.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    purchasePermission: false,
    auditRecords: false,
  },
};
