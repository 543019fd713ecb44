import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { SlackConfig } from '../../core/config.js';
import { type Check, Skipped } from '../../core/doctor/check.js';
import { type Found, found } from '../../core/doctor/codes.js';
import { knock, unsignedFindings } from '../../core/doctor/door.js';
import type { Patient } from '../../core/doctor/patient.js';
import { createOutbound, OutboundError } from '../../core/partner/outbound.js';
import { endpointsOf } from './clouds.js';
import { grantedEverywhere, installed } from './installations/doctor.js';
import { EVENTS_PATH } from './path.js';
import { slackScopes } from './scopes.js';

const TIMEOUT_MS = 8_000;

/** docs.slack.dev/reference/methods/auth.test */
const answerSchema = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  team_id: z.string().optional(),
  bot_id: z.string().optional(),
});

/** Whose token it is, and whether it lives. */
const slackToken: Check = {
  name: 'slackToken',
  async run(patient) {
    const config = slackOf(patient);
    if (config.botToken === undefined) return installed(patient);
    // Tokens of an app with rotation live for twelve hours (docs.slack.dev/authentication/using-token-rotation).
    if (config.botToken.startsWith('xoxe.')) return [found('slackTokenRotates')];
    const { answer, status } = await authTest(config);
    if (!answer) return [found('slackUnreachable', { reason: `HTTP ${status}` })];
    if (!answer.ok) return [found('slackTokenRefused', { error: word(answer.error) })];
    if (!answer.bot_id || !answer.team_id) return [found('slackNotBot')];
    return [found('ok', { team: answer.team_id })];
  },
};

/** What the token may do, against what the app asks for. */
const slackGrant: Check = {
  name: 'slackScopes',
  async run(patient) {
    const oauth = slackOf(patient).botToken === undefined;
    const scopes = oauth ? await grantedEverywhere(patient) : await grantedTo(slackOf(patient));
    const { all, optional } = slackScopes({ email: patient.config().policy.links.byEmail });
    const missing = all.filter((scope) => !scopes.includes(scope));
    const needless = scopes.filter((scope) => !all.some((asked) => asked === scope));
    return [
      ...missing.map((scope) =>
        found(optional.some((one) => one === scope) ? 'slackScopeOptional' : 'slackScopeMissing', { scope }),
      ),
      ...(needless.length > 0 ? [found('slackScopeNeedless', { scopes: needless.join(', ') })] : []),
    ];
  },
};

async function grantedTo(config: SlackConfig): Promise<readonly string[]> {
  const { scopes, answer } = await authTest(config).catch(() => {
    throw new Skipped('skippedUnreachable');
  });
  if (!answer?.ok || scopes === undefined) throw new Skipped('skippedToken', { token: 'slack' });
  return scopes;
}

/** Whether the desk refuses what Slack did not sign, and takes what is signed with this secret. */
const slackDoor: Check = {
  name: 'slackDoor',
  async run(patient) {
    const { signingSecret } = slackOf(patient);
    const challenge = randomBytes(12).toString('base64url');
    const body = JSON.stringify({ type: 'url_verification', challenge });
    const headers = { 'content-type': 'application/json' };
    const unsigned = await knock(patient.config(), EVENTS_PATH, { headers, body });
    const open = unsignedFindings('Slack', EVENTS_PATH, unsigned.status);
    if (open.length > 0) return open;
    const signed = await knock(patient.config(), EVENTS_PATH, {
      headers: { ...headers, ...signature(signingSecret, body, patient.now()) },
      body,
    });
    return signedFindings(signed, challenge);
  },
};

export const slackChecks: readonly Check[] = [slackToken, slackGrant, slackDoor];

function slackOf(patient: Patient): SlackConfig {
  const { slack } = patient.config();
  if (!slack) throw new Skipped('skippedPlatform', { platform: 'Slack' });
  return slack;
}

async function authTest(config: SlackConfig) {
  const { botToken, proxy } = config;
  const { api } = endpointsOf(config);
  const send = createOutbound({
    origin: new URL(api).origin,
    proxy,
    timeoutMs: TIMEOUT_MS,
    maxAnswerBytes: 256 * 1024,
  });
  const headers = { authorization: `Bearer ${botToken}`, 'content-type': 'application/x-www-form-urlencoded' };
  const {
    status,
    headers: answered,
    text,
  } = await send({ method: 'POST', url: `${api}auth.test`, headers, body: '' }).catch((error: unknown) => {
    if (error instanceof OutboundError) return { status: error.reason, headers: {}, text: '' };
    throw error;
  });
  const scopes = 'x-oauth-scopes' in answered ? answered['x-oauth-scopes'] : undefined;
  return {
    status,
    answer: parse(text),
    scopes: scopes?.split(',').map((scope) => scope.trim()),
  };
}

function parse(text: string): z.output<typeof answerSchema> | undefined {
  try {
    return answerSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Slack's errors are words of a fixed list; what is none is not repeated. */
const word = (error: string | undefined): string => (error && /^\w{1,60}$/u.test(error) ? error : '–');

function signature(secret: string, body: string, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const mac = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${mac}` };
}

function signedFindings({ status, text }: { status: number; text: string }, challenge: string): Found[] {
  if (status >= 200 && status < 300 && text.includes(challenge)) return [];
  if (status === 401) return [found('slackSecretDiffers')];
  return [found('doorNotReady', { platform: 'Slack', path: EVENTS_PATH, status })];
}
