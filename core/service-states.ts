/** What the desk calls. `login` gives it its own tokens, `entra` signs people in, `certificates` are those of webhooks. */
export type Service = 'partnerCenter' | 'graph' | 'login' | 'entra' | 'slack' | 'teams' | 'certificates';

/** How a service was when it was called last. `since`: the first call of that kind in a row, ms since the epoch. */
export interface ServiceState {
  state: 'ok' | 'failing';
  since: number;
}

/** Remembers of every service how the last call to it ended. Nothing is asked for this: what was never called is absent. */
export function createServiceStates() {
  const states = new Map<Service, ServiceState>();
  return {
    note(service: Service, state: ServiceState['state'], now: number): void {
      if (states.get(service)?.state !== state) states.set(service, { state, since: now });
    },
    all: (): Partial<Record<Service, ServiceState>> => Object.fromEntries(states),
  };
}
