import type { Duties } from '../jobs/duties.js';
import { type Loop, startLoop } from '../jobs/loop.js';
import type { Log } from '../log.js';
import type { Rotation } from './rotation.js';

/** Whoever walks says so with each page; one that died is followed soon. */
const DUTY_MS = 60_000;
/** While an older key is configured, a replica that was not restarted yet may still seal with it. */
const AGAIN_MS = 10 * 60_000;
const LOOK_AGAIN_MS = 5_000;
/** A replica that still seals with an older key makes work for ever: it is done without haste. */
const NEXT_WALK_MS = 200;

export const ROTATION_DUTY = 'keys';

/**
 * The desk takes what is sealed over to the newest key by itself, as soon as ENCRYPTION_KEY names several: on SQLite no other
 * process may, and on PostgreSQL one replica does it. Nobody has to stop anything, or to remember a command.
 */
export function startRotating({
  rotation,
  duties,
  log,
}: {
  rotation: Rotation;
  duties: Duties;
  log: Log;
}): Loop | undefined {
  if (rotation.state().state === 'off') return undefined;
  const loop = startLoop({
    name: 'keys',
    everyMs: AGAIN_MS,
    log,
    async run() {
      if (!(await duties.take(ROTATION_DUTY, DUTY_MS))) return LOOK_AGAIN_MS;
      const came = await rotation.step();
      if (came === 'page') return true;
      if (came === 'walked') return NEXT_WALK_MS;
      await duties.release(ROTATION_DUTY);
      return false;
    },
  });
  return {
    wake: () => loop.wake(),
    async stop() {
      await loop.stop();
      // Another replica goes on at once.
      await duties.release(ROTATION_DUTY);
    },
  };
}
