import type { Finding, Severity } from '../core/doctor/codes.js';
import { type Report, tally } from '../core/doctor/examine.js';
import type { Context } from './context.js';
import { said } from './screens/doctor-words.js';
import { visible } from './visible.js';
import { type Voice, voiceFor } from './voice.js';

const signs: Record<Severity, string> = { problem: '✗', warning: '!', skipped: '–', ok: '✓' };

/** The whole report as text, for the command line. What is to be done stands under what was found. */
export function doctorText(report: Report, context: Context): string {
  const voice = voiceFor(context);
  const { problem: problems, warning: warnings, skipped, ok } = tally(report);
  const counts = voice.t('doctor.counts', { problems, warnings, skipped, ok });
  return [...report.findings.flatMap((finding) => linesOf(finding, voice)), '', counts, ''].join('\n');
}

function linesOf(finding: Finding, voice: Voice): string[] {
  const { t } = voice;
  const { check, what, why, fix } = said(finding, voice);
  const head = `${signs[finding.severity]} ${t('doctor.line', { check, text: what })}`;
  return [
    head,
    ...(why === undefined ? [] : [`    ${t('doctor.why', { text: why })}`]),
    ...(fix === undefined ? [] : [`    ${t('doctor.fix', { text: fix })}`]),
  ].map(visibleLine);
}

/** Keeps the spaces at its beginning. */
const visibleLine = (line: string): string => line.replace(/\S.*$/su, visible);

/** The same for machines: codes and facts as they are (times in ms since the epoch), and what a person would read. */
export function doctorJson(report: Report, context: Context): string {
  const voice = voiceFor(context);
  const findings = report.findings.map((finding) => {
    const { what, why, fix } = said(finding, voice);
    return { ...finding, what, ...(why === undefined ? {} : { why }), ...(fix === undefined ? {} : { fix }) };
  });
  return `${JSON.stringify({ at: report.at, counts: tally(report), findings }, undefined, 2)}\n`;
}
