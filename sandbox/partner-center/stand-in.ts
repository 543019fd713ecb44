import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cloud } from '../../core/config.js';
import { clouds } from '../../core/partner/clouds.js';
import type { JsonObject, JsonValue } from '../../core/partner/partner-center.js';
import type { SandboxCustomer } from '../customers/create-customers.js';
import type { StandIn } from '../stand-in.js';
import { fault, type Reply } from './answers.js';
import { type Audited, type AuditLog, createAuditLog } from './audit-log.js';
import type { Memory } from './billing-routes.js';
import { createFaults, failureReply, type Faults } from './faults.js';
import { type AppliedWrite, createRecords } from './records.js';
import { createRequestLog, type PartnerCenterPane } from './request-log.js';
import { route, who } from './routes.js';
import { createPolicies, type PolicyWrite, type Purchases } from './self-serve-policies.js';
import type { TokenFacts, VerifyToken } from './token.js';
import { readBody } from '../body.js';
import { header, parseJson, writeReply } from './wire.js';
import { createWebhookRoutes } from './webhook-routes.js';
import { CERTIFICATE_PATH, createWebhookSigner } from './webhook-signer.js';
import { createWebhooks, type WebhookHooks } from './webhooks.js';

export type { Failure, Faults } from './faults.js';
export type { AppliedWrite } from './records.js';
export type { PartnerCenterPane } from './request-log.js';
export type { PolicyWrite, Purchases } from './self-serve-policies.js';
export type { TokenFacts, VerifyToken } from './token.js';
export type { WebhookDelivery } from './webhook-delivery.js';

const PREFIX = '/partner-center';

/** Whom access tokens must be for: the API itself. */
const AUDIENCES: Record<Cloud, string> = {
  global: 'https://api.partnercenter.microsoft.com',
  'us-government': 'https://api.partnercenter.microsoft.com',
  '21vianet': 'https://partner.partnercenterapi.microsoftonline.cn',
};

export interface PartnerCenterStandIn extends StandIn {
  /** What the page shows. */
  pane(): PartnerCenterPane;
  faults: Faults;
  /** A customer's billing profile as it is now, links and attributes included. */
  record(id: string): JsonObject | undefined;
  /**
   * Typed directly into Partner Center: members by path, null removes one. The etag moves on.
   *
   * @param user whom the audit record names
   */
  change(id: string, fields: Record<string, JsonValue>, user?: string): void;
  /** Somebody became a customer, or is none any more, by what was done directly in Partner Center. */
  add(customer: SandboxCustomer, user?: string): void;
  remove(id: string, user?: string): void;
  /** Every write of a billing profile that took effect, oldest first. */
  putLog: readonly AppliedWrite[];
  /** A customer's self-serve policy as it is now; undefined when it may purchase nothing. */
  policy(customerId: string): JsonObject | undefined;
  /** What a customer may purchase, typed directly into Partner Center. Nothing removes the policy; else its etag moves on. */
  changePolicy(customerId: string, resources: readonly string[], user?: string): void;
  /** By resource. */
  purchases(customerId: string): Purchases;
  /** Every write of a policy that took effect, oldest first. */
  policyWrites: readonly PolicyWrite[];
  /** A record of everything that was written; kept in every cloud, to be read in those that offer it. */
  audit: AuditLog;
  webhooks: WebhookHooks;
}

/**
 * Partner Center's REST API on `{baseUrl}/partner-center`, holding these customers. `now` gives milliseconds. `cloud`, the
 * global one when absent, decides whom tokens must be for, and what is not there at all: audit records, SelfServePolicy.
 */
export function createPartnerCenterStandIn(options: {
  baseUrl: string;
  customers: readonly SandboxCustomer[];
  verifyToken: VerifyToken;
  now?: () => number;
  cloud?: Cloud;
  /** Where the root of the certificates that sign webhooks is written, once there is one. */
  authorityFile?: string;
  /** Between two attempts to deliver an event, in ms. */
  webhookPauseMs?: number;
}): PartnerCenterStandIn {
  const now = options.now ?? Date.now;
  const audit = createAuditLog(now);
  const told = (audited: Audited) => void audit.add(audited);
  const records = createRecords(options.customers, now, told);
  const policies = createPolicies(options.customers, now, { nameOf: (id) => records.listedName(id), told });
  const cloud = options.cloud ?? 'global';
  const offered = clouds[cloud].auditRecords ? audit : undefined;
  const offersPermissions = clouds[cloud].purchasePermission;
  const faults = createFaults(now);
  const log = createRequestLog(now);
  const memory: Memory = new Map();
  const listeners: (() => void)[] = [];
  const address = options.baseUrl + PREFIX;
  const signer = createWebhookSigner({
    certificateUrl: address + CERTIFICATE_PATH,
    authorityFile: options.authorityFile,
  });
  const webhooks = createWebhooks({ signer, address, pauseMs: options.webhookPauseMs ?? 1_000, now });
  const webhookRoutes = createWebhookRoutes(webhooks, now);
  let answers = 0;
  const tell = () => {
    for (const listener of listeners) listener();
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', options.baseUrl);
    const path = url.pathname.slice(PREFIX.length);
    if (method === 'GET' && path === CERTIFICATE_PATH) return void response.writeHead(200).end(await signer.file());
    const line = log.begin(method, path + url.search, header(request, 'ms-requestid'));
    const locale = header(request, 'x-locale');
    if (locale) line.locale = locale;
    tell();
    const finish = (reply: Reply) => {
      line.status = reply.status;
      answers += 1;
      // Every fourth answer begins with a byte order mark.
      writeReply(request, response, reply, answers % 4 === 3);
      tell();
    };
    const text = await readBody(request);
    if (text === undefined) return finish({ status: 413 });
    const body = text === '' ? undefined : parseJson(text);
    if (body !== undefined) line.body = body;
    const failure = faults.take(method, path);
    await faults.wait();
    if (typeof failure === 'number') return finish(failureReply(failure));
    if (failure === 'hang') return;
    if (failure === 'reset') return void request.socket.destroy();

    const gate = await admit(request, path);
    if (gate.token) line.who = who(gate.token);
    const reply = gate.token
      ? (faults.overQuota(gate.token.tenantId, path) ??
        (path.startsWith('/webhooks/')
          ? webhookRoutes({ method, path, body, tenantId: gate.token.tenantId })
          : route(
              {
                records,
                policies,
                memory,
                stale: faults.stale,
                put: faults.put,
                rules: faults.rules,
                generation: faults.generation,
                audit: offered,
                offersPermissions,
                now,
              },
              {
                method,
                path,
                query: url.searchParams,
                header: (name) => header(request, name),
                body,
                token: gate.token,
              },
            )))
      : gate.refused;
    tell();
    if (failure === 'apply, then hang') return;
    if (failure === 'apply, then reset') return void request.socket.destroy();
    finish(reply);
  }

  async function admit(
    request: IncomingMessage,
    path: string,
  ): Promise<{ token: TokenFacts } | { token?: undefined; refused: Reply }> {
    const [scheme, bearer] = (header(request, 'authorization') ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !bearer)
      return { refused: fault(401, '800001', 'The partner token is missing.') };
    const token = await options.verifyToken(bearer);
    if (!token) return { refused: fault(401, '400', 'Access denied.') };
    if (token.audience !== AUDIENCES[cloud])
      return { refused: fault(401, '900420', `The token audience is not supported: ${path}`) };
    // Since 2026 an app that acts for a user must have that user's second factor.
    if (token.user && !token.mfa) return { refused: fault(401, '900421', 'MFA is required for this request.') };
    return { token };
  }

  return {
    prefix: PREFIX,
    handle,
    onChange: (listener) => listeners.push(listener),
    pane: () => log.pane(records, policies),
    faults,
    record: (id) => records.billing(id),
    change: (id, fields, user) => {
      records.change(id, fields, user);
      tell();
    },
    add: (customer, user) => {
      records.add(customer, user);
      tell();
    },
    remove: (id, user) => {
      records.remove(id, user);
      tell();
    },
    putLog: records.writes,
    policy: (customerId) => policies.find(customerId),
    changePolicy: (customerId, resources, user) => {
      policies.change(customerId, resources, user);
      tell();
    },
    purchases: (customerId) => policies.purchases(customerId),
    policyWrites: policies.writes,
    audit,
    webhooks,
  };
}
