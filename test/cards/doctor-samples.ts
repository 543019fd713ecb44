import type { Answer } from '../../core/answer.js';
import { type CheckName, type Facts, type Finding, type FindingCode, severities } from '../../core/doctor/codes.js';

const at = Date.UTC(2026, 10, 20, 17, 5);

export const finding = (check: CheckName, code: FindingCode, facts: Facts = {}): Finding => ({
  check,
  severity: severities[code],
  code,
  facts,
});

const report = (findings: Finding[]): Answer => ({ type: 'doctor', report: { at, findings } });

/** Every code there is, worst first, with facts under every name. */
const everything = Object.keys(severities)
  .map((code) => finding('settings', code as FindingCode, allFacts('x'.repeat(60))))
  .sort((one, other) => rank(one) - rank(other));

function rank({ severity }: Finding): number {
  return ['problem', 'warning', 'skipped', 'ok'].indexOf(severity);
}

/** One of each name that a text has a hole for. */
export function allFacts(text: string): Facts {
  const names =
    'address,app,check,code,credential,error,expected,file,freeMib,group,have,ids,key,kind,missing,name,need,node,desk,' +
    'number,path,permission,place,platform,position,problem,queue,reason,rows,scope,scopes,seconds,secret,service,status,' +
    'tables,team,tenant,tenants,text,token,unknown,usual,want,wrong';
  return { ...Object.fromEntries(names.split(',').map((name) => [name, text])), at, since: at, until: at };
}

export const doctorSamples: Record<string, Answer> = {
  'doctor, well': report([finding('store', 'ok'), finding('slackToken', 'skippedPlatform', { platform: 'Slack' })]),
  'doctor, a problem': report([
    finding('expiry', 'credentialEnds', { app: 'PARTNER_CLIENT_ID', credential: 'secret', until: at }),
    finding('work', 'workStuck', { queue: 'inbox', since: at }),
  ]),
  'doctor, everything': report(everything),
};

export const nastyDoctor = (name: string): Record<string, Answer> => ({
  [`doctor ${name}`]: report([
    finding('settings', 'settingWrong', { name, expected: name }),
    finding('watches', 'watchBroken', { place: name, problem: name, since: at }),
  ]),
});
