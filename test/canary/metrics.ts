import { createMetrics as createRealMetrics, type Metrics } from '../../core/metrics.js';
import { keepAtTheEnd } from './output.js';

/** Figures as core/metrics.ts makes them, whose page is kept at the end of the file of tests. */
export function createMetrics(): Metrics {
  const metrics = createRealMetrics();
  keepAtTheEnd(() => metrics.registry.metrics());
  return metrics;
}
