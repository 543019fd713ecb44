import { expect } from '@jest/globals';
import type { Attack } from './attack.js';
import type { Target } from './target.js';

/** Waits until something is so: what is counted after the answer. */
export async function until(target: Target, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; !(await holds()); ) {
    if (Date.now() > end)
      throw new Error(`it was not counted: ${(await target.figures()).match(/.*(refused|turns).*/gu)?.join('\n')}`);
    await new Promise((soon) => setTimeout(soon, 10));
  }
}

/** How often Partner Center and the directory were asked for anything. */
async function asked(target: Target): Promise<number> {
  const calls = (service: string) => target.count({ name: 'partnerdesk_outward_calls_total', labels: { service } });
  return (await calls('partnerCenter')) + (await calls('graph')) + (await calls('login'));
}

/** Sends one attack, and sees that it is refused, counted, and leaves nothing. @returns what the attacker was told */
export async function expectRefused(target: Target, attack: Attack): Promise<string> {
  const { prepare, send, status, counted, colleague, spends } = attack;
  const prepared = (await prepare?.(target)) ?? '';
  const before = { rows: target.rows(), count: await target.count(counted), asked: await asked(target) };
  const reply = await send(target, prepared);
  expect(reply.status).toBe(status);
  await until(target, async () => (await target.count(counted)) === before.count + 1);
  const { installStates = 0 } = before.rows;
  expect(target.rows()).toEqual(spends ? { ...before.rows, installStates: installStates + 1 } : before.rows);
  if (!colleague) expect(await asked(target)).toBe(before.asked);
  return reply.body;
}
