import type { JsonObject } from '../../core/partner/partner-center.js';

/** One customer of the sandbox, as Partner Center would hold it before anybody has touched it. */
export interface SandboxCustomer {
  /** The "Microsoft ID": the customer's tenant. */
  id: string;
  commerceId: string;
  /** The default domain: ASCII. */
  domain: string;
  customDomains: string[];
  relationshipToPartner: string;
  /** Without delegated rights the service keeps back company address, company e-mail and custom domains. */
  allowDelegatedAccess: boolean;
  /** What the customer's own directory says; read-only for a partner. */
  company: {
    companyName: string;
    email: string;
    address: JsonObject;
    organizationRegistrationNumber?: string;
  };
  /** The billing profile without `links` and `attributes`, which the service adds. */
  billing: JsonObject;
}
