import type { AnswerOf } from '../../core/answer.js';
import type { Finding } from '../../core/doctor/codes.js';
import { tally } from '../../core/doctor/examine.js';
import type { Card, Element } from '../card.js';
import type { Voice } from '../voice.js';
import { said } from './doctor-words.js';
import { cloudName } from './parts.js';

/** Findings that are told whole: with what, why and how some 700 bytes each, of the 25,000 that a card of Teams may have. */
const MOST_WHOLE = 12;
/** The rest in a line each. */
const MOST_LINES = 12;

/** How the desk is: problems first, each with why it matters and how to fix it. */
export function doctorScreen({ report }: AnswerOf<'doctor'>, voice: Voice): Card {
  const { t } = voice;
  const { problem: problems, warning: warnings, skipped, ok } = tally(report);
  const troubles = report.findings.filter(({ severity }) => severity === 'problem' || severity === 'warning');
  const whole = troubles.slice(0, MOST_WHOLE);
  const others = troubles.slice(MOST_WHOLE);
  const notSeen = report.findings.filter(({ severity }) => severity === 'skipped');
  return {
    title: t('doctor.title'),
    shortTitle: t('doctor.short'),
    subtitle: [cloudName(voice), voice.dateTime(report.at)].join(' · '),
    tone: problems > 0 ? 'attention' : warnings > 0 ? 'warning' : 'good',
    body: [
      ...(problems === 0 ? [{ type: 'notice', tone: 'good', text: t('doctor.well') } as const] : []),
      { type: 'text', text: t('doctor.counts', { problems, warnings, skipped, ok }) },
      ...whole.map((finding) => troubleElement(finding, voice)),
      ...linesElement(t('doctor.others'), others, voice),
      ...linesElement(t('doctor.skippedTitle'), notSeen, voice),
      { type: 'text', text: t('doctor.rest'), style: 'subtle' },
    ],
    buttons: [],
    summary: t('doctor.summary', { problems, warnings }),
  };
}

function troubleElement(finding: Finding, voice: Voice): Element {
  const { t } = voice;
  const { check, what, why = '', fix = '' } = said(finding, voice);
  return {
    type: 'list',
    title: t('doctor.heading', { severity: t(`doctor.severities.${finding.severity}`), check }),
    lines: [what, t('doctor.why', { text: why }), t('doctor.fix', { text: fix })],
  };
}

function linesElement(title: string, findings: readonly Finding[], voice: Voice): Element[] {
  if (findings.length === 0) return [];
  const { t } = voice;
  const lines = findings.slice(0, MOST_LINES).map((finding) => {
    const { check, what } = said(finding, voice);
    return t('doctor.line', { check, text: what });
  });
  const left = findings.length - lines.length;
  return [{ type: 'list', title, lines: left > 0 ? [...lines, t('more', { count: left })] : lines }];
}
