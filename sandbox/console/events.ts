import type { ServerResponse } from 'node:http';

/** Changes within this many ms are told in one message. */
const DEBOUNCE = 40;
/** A comment now and then keeps the connection open, in ms. */
const HEARTBEAT = 20_000;

/** The pages that are looking, each with a function that makes its state. */
export interface Events {
  /** Keeps the response open and sends the state at once and after every change. */
  open(response: ServerResponse, state: () => unknown): void;
  changed(): void;
  close(): void;
}

export function createEvents(): Events {
  const listeners = new Map<ServerResponse, () => unknown>();
  let timer: NodeJS.Timeout | undefined;

  const heartbeat = setInterval(() => {
    for (const response of listeners.keys()) response.write(': still here\n\n');
  }, HEARTBEAT);
  heartbeat.unref();

  return {
    open(response, state) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
      listeners.set(response, state);
      response.on('close', () => listeners.delete(response));
      send(response, state);
    },
    changed() {
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const [response, state] of listeners) send(response, state);
      }, DEBOUNCE);
    },
    close() {
      clearTimeout(timer);
      clearInterval(heartbeat);
      for (const response of listeners.keys()) response.end();
    },
  };
}

function send(response: ServerResponse, state: () => unknown): void {
  response.write(`data: ${JSON.stringify(state())}\n\n`);
}
