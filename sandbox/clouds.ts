import type { Cloud, SlackConfig } from '../core/config.js';

/** One cloud as the sandbox stands in for it. */
export interface SandboxCloud {
  /** As people say it. */
  name: string;
  slack: SlackConfig['cloud'];
  /** What the domains of new customers end with. */
  domain: string;
  /** Where its customers are; absent: all over the world. */
  countries?: readonly string[];
}

/** The three clouds, in the order in which the page offers them. */
export const sandboxClouds: Record<Cloud, SandboxCloud> = {
  global: { name: 'Global cloud', slack: 'commercial', domain: 'onmicrosoft.com' },
  'us-government': { name: 'US Government', slack: 'gov', domain: 'onmicrosoft.us', countries: ['US'] },
  '21vianet': { name: '21Vianet', slack: 'commercial', domain: 'partner.onmschina.cn', countries: ['CN'] },
};

/** The cloud that somebody typed into an address; undefined when there is no such. */
export const cloudNamed = (text: string | null): Cloud | undefined =>
  cloudNames.find((name) => name === text?.toLowerCase());

export const cloudNames: readonly Cloud[] = ['global', 'us-government', '21vianet'];
