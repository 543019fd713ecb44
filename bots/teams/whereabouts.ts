import type { TeamsConfig } from '../../core/config.js';
import type { Place } from '../../core/turn.js';

type TeamsPlace = Place & { platform: 'teams' };

/**
 * Where the connector is when nobody has written yet: the addresses that Microsoft's SDK begins conversations with. For
 * 21Vianet none is published.
 */
const wellKnown: Partial<Record<TeamsConfig['cloud'], string>> = {
  public: 'https://smba.trafficmanager.net/teams/',
  gcch: 'https://smba.infra.gov.teams.microsoft.us/teams/',
  dod: 'https://smba.infra.dod.teams.microsoft.us/teams/',
};

/** Remembers where the connector was last, for places that the configuration names by their conversation alone. */
export function createWhereabouts(config: TeamsConfig, partnerTenantId: string) {
  // A bot that signs in at a stand-in must not call the real service.
  let serviceUrl = config.loginUrl === undefined ? (wellKnown[config.cloud] ?? '') : '';
  return {
    /** @param url of an activity that was proven and comes from an allowed address */
    heard(url: string): void {
      serviceUrl = url;
    },
    /** The place, with the members that are empty filled in. */
    complete: (place: TeamsPlace): TeamsPlace => ({
      ...place,
      serviceUrl: place.serviceUrl || serviceUrl,
      bot: place.bot || `28:${config.appId}`,
      tenant: place.tenant || partnerTenantId,
    }),
  };
}
