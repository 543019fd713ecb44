import type { Cloud } from '../../../core/config.js';

/** Customers of one cloud whom the stories are about. */
export interface Cast {
  /** What is typed to find them, and their name. */
  slack: { query: string; name: string };
  teams: { query: string; name: string };
  permission: { query: string; name: string };
  /** A first line of an address there. */
  line: (number: number) => string;
}

const american: Cast = {
  slack: { query: 'Fabrikam', name: 'Fabrikam, Inc.' },
  teams: { query: 'Contoso Retail', name: 'Contoso Retail' },
  permission: { query: 'Contoso Ltd', name: 'Contoso Ltd' },
  line: (number) => `${number} Elm Court`,
};

export const casts: Record<Cloud, Cast> = {
  global: american,
  'us-government': american,
  '21vianet': {
    slack: { query: '康托索', name: '康托索（上海）贸易有限公司' },
    teams: { query: '广州北风', name: '广州北风物流股份有限公司' },
    permission: { query: '深圳市法布里康', name: '深圳市法布里康电子有限公司' },
    line: (number) => `世纪大道${number}号`,
  },
};

export const clouds: readonly Cloud[] = ['global', 'us-government', '21vianet'];

/** The names of the catalogues. */
export const languages = ['en', 'fr', 'es', 'ru', 'zh-Hans'] as const;
