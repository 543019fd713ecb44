import { writeSync } from 'node:fs';
import { createInbox } from '../../../core/jobs/inbox.js';
import { createOutbox } from '../../../core/jobs/outbox.js';
import { startSender } from '../../../core/jobs/sender.js';
import { createLog } from '../../../core/log.js';
import { openStore } from '../../../core/store/open.js';
import { createSealer } from '../../../core/store/sealer.js';
import { sampleTurn } from '../jobs/samples.js';

// A process that is killed in the middle of its work. It says what it has done at once, without a buffer.
const say = (line: string) => writeSync(1, `${line}\n`);
const finish = () => Promise.resolve();
const setting = (name: string) => process.env[name] ?? '';

const log = createLog('silent');
const store = await openStore({ databaseUrl: setting('VICTIM_DATABASE'), dataDir: setting('VICTIM_DIR'), log });
const sealer = createSealer([Buffer.from(setting('VICTIM_KEY'), 'base64')]);
const options = { store, sealer, owner: `victim ${process.pid}`, now: Date.now };

if (setting('VICTIM_TASK') === 'accept') {
  const inbox = createInbox(options);
  for (let n = 0; ; n += 1) {
    const deliveries = [`${n}a`, `${n}b`, `${n}c`].map((part) => `${setting('VICTIM_NAME')}-${part}`);
    await Promise.all(
      deliveries.map(async (delivery) => {
        await inbox.accept({ turn: sampleTurn(delivery), replyTo: { delivery }, signature: delivery });
        say(delivery);
      }),
    );
  }
}

if (setting('VICTIM_TASK') === 'send') {
  const outbox = createOutbox(options);
  // The platform has taken a message before its row says so: dying in between is the case in question.
  const tell = (answer: unknown) => {
    say(JSON.stringify(answer));
    return Promise.resolve();
  };
  const never = () => Promise.reject(new Error('there are no copies here'));
  const ends = { posted: never, revised: never, replied: never, gone: never, failed: never, parked: never };
  const copies = { readers: never, look: never, ...ends };
  startSender({
    outbox,
    copies,
    log,
    now: Date.now,
    deliveries: [
      { platform: 'slack', tell, finish, post: never, revise: never, reply: never, find: never, survey: never },
    ],
  });
  setInterval(() => undefined, 1_000);
}
