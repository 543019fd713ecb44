import type { Cloud, TeamsConfig } from '../config.js';

/** What a cloud may lack. */
export type Offer = 'purchasePermission' | 'auditRecords';

/** The endpoints of one cloud, without a slash at the end, and what else differs there. */
export interface CloudEndpoints extends Record<Offer, boolean> {
  partnerCenter: string;
  login: string;
  graph: string;
  /** Whom a federated credential's tokens are for (learn.microsoft.com/entra/workload-id/workload-identity-federation). */
  federatedAudience: string;
  /** The Teams of the same cloud, where TEAMS_CLOUD does not say. */
  teams: TeamsConfig['cloud'];
  /** Whether customers can be given permission to purchase for themselves. */
  purchasePermission: boolean;
  /** Whether Partner Center offers audit records. */
  auditRecords: boolean;
  /**
   * Where the certificates are that sign webhook events, as documented (…/developer/partner-center-webhooks). Their hosts, and
   * no others, are asked for such a certificate. Empty: none is documented, and PARTNER_WEBHOOK_CERT_ORIGINS has to say.
   */
  webhookCertificates: readonly string[];
}

const documentedCertificates = [
  'https://3psostorageacct.blob.core.windows.net/cert/pcnotifications-dispatch.microsoft.com.cer',
];

/**
 * Hosts from which the certificate of an issuer may be fetched, where a webhook's certificate comes without it: those of
 * Microsoft's own certificate authorities (microsoft.com/pkiops/docs/repository.htm) and of DigiCert, which signed some of
 * them. What comes from there is believed only as far as its signatures lead to a root, so that plain http is enough.
 */
export const issuerHosts: readonly string[] = ['www.microsoft.com', 'caissuers.microsoft.com', 'cacerts.digicert.com'];

/**
 * Hosts from which lists of revoked certificates may be fetched: where the same authorities publish them. They are signed too, and
 * published over plain http alone (RFC 5280, 8).
 */
export const revocationHosts: readonly string[] = [
  'www.microsoft.com',
  'crl.microsoft.com',
  'crl3.digicert.com',
  'crl4.digicert.com',
];

/**
 * The three clouds, as Microsoft documents them (learn.microsoft.com/partner-center/developer/partner-center-rest-urls and
 * developing-for-partner-center-for-microsoft-national-cloud). Tokens of one cloud are of no use in another.
 */
export const clouds: Record<Cloud, CloudEndpoints> = {
  global: {
    partnerCenter: 'https://api.partnercenter.microsoft.com',
    login: 'https://login.microsoftonline.com',
    graph: 'https://graph.microsoft.com',
    federatedAudience: 'api://AzureADTokenExchange',
    teams: 'public',
    purchasePermission: true,
    auditRecords: true,
    webhookCertificates: documentedCertificates,
  },
  'us-government': {
    partnerCenter: 'https://api.partnercenter.microsoft.com',
    login: 'https://login.microsoftonline.us',
    graph: 'https://graph.microsoft.us',
    federatedAudience: 'api://AzureADTokenExchangeUSGov',
    teams: 'gcch',
    purchasePermission: true,
    auditRecords: true,
    webhookCertificates: documentedCertificates,
  },
  '21vianet': {
    partnerCenter: 'https://partner.partnercenterapi.microsoftonline.cn',
    // Documents disagree (login.chinacloudapi.cn is the older one): LOGIN_URL overrides it.
    login: 'https://login.partner.microsoftonline.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    federatedAudience: 'api://AzureADTokenExchangeChina',
    teams: '21vianet',
    purchasePermission: false,
    auditRecords: false,
    webhookCertificates: [],
  },
};
