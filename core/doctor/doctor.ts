import type { Config } from '../config.js';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import type { Db } from '../store/tables.js';
import type { Check } from './check.js';
import { deskChecks } from './checks/index.js';
import { deskVersion } from './desk-version.js';
import { examine, type Report } from './examine.js';
import { createPatient } from './patient.js';

/**
 * The doctor inside a running desk. Those who ask at the same time get the same report.
 *
 * @param parts.checks those of the platforms; given late, because bots start after the core is made
 */
export function createDoctor(parts: {
  config: Config;
  db: Db;
  checks: () => readonly Check[];
  log: Log;
  metrics: Metrics;
  now: () => number;
}): () => Promise<Report> {
  const { config, db, checks, ...tools } = parts;
  let underWay: Promise<Report> | undefined;

  async function look(): Promise<Report> {
    const { version } = deskVersion();
    const patient = createPatient({ settings: { config }, store: { db }, version, ...tools });
    return examine([...deskChecks, ...checks()], patient);
  }

  return () => {
    underWay ??= look().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}
