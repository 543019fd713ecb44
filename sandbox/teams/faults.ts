/** What the bot can ask of the stand-in. */
export type Operation =
  | 'metadata'
  | 'keys'
  | 'token'
  | 'create'
  | 'send'
  | 'reply'
  | 'update'
  | 'delete'
  | 'members'
  | 'unknown';

/** A misfortune of the next calls. */
export interface Fault {
  operation: Operation;
  /** How many calls it befalls; default 1. */
  times?: number;
  status?: number;
  code?: string;
  retryAfterSeconds?: number;
  /** Answers late, in ms; without a status the call succeeds then. */
  delayMs?: number;
  /** Carries the call out and then drops the connection: the caller cannot know. */
  dropAfter?: boolean;
}

/** One call of the bot, for tests and for the page. */
export interface Call {
  at: number;
  operation: Operation;
  method: string;
  path: string;
  status: number;
  body?: unknown;
}

/** The faults that wait to happen. */
export function createFaults() {
  const waiting: { fault: Fault; left: number }[] = [];
  return {
    add(fault: Fault): void {
      waiting.push({ fault, left: fault.times ?? 1 });
    },
    /** The fault that befalls this call, if any. */
    take(operation: Operation): Fault | undefined {
      const found = waiting.find((each) => each.left > 0 && each.fault.operation === operation);
      if (found) found.left -= 1;
      return found?.fault;
    },
    clear(): void {
      waiting.length = 0;
    },
  };
}

export type Faults = ReturnType<typeof createFaults>;
