import { createCustomers } from '../../sandbox/customers/create-customers.js';
import { SECRET_MARK } from '../../sandbox/secrets.js';
import { characters } from '../../sandbox/stand-in.js';
import { CANARY } from '../attack/attack.js';

/** Something that the tests use and that no output may ever show. */
export interface Canary {
  /** What it is, as a finding names it. */
  name: string;
  /** It is looked for in every form that it may have. */
  text: string;
}

/** Something made anew each time, known by its form. */
export interface Pattern {
  name: string;
  pattern: RegExp;
}

/** So many customers of the sandbox: the hand-made ones, which tests work with, and some of the others. */
const CUSTOMERS = 40;
/** A shorter name or number turns up by chance. */
const LEAST_LENGTH = 7;

/** Every secret that tests and the sandbox make up begins with the mark. */
const secrets: Canary[] = [{ name: 'a secret', text: SECRET_MARK }];

/** What Partner Center keeps of the people at customers: in the stand-in's records in nearly every test. */
const customers: Canary[] = createCustomers(CUSTOMERS).flatMap(({ id, company, billing }) => {
  const { defaultAddress: address } = billing as { defaultAddress: Record<string, string> };
  const values = {
    email: billing['email'],
    companyEmail: company.email,
    lastName: billing['lastName'],
    street: address['addressLine1'],
    phone: address['phoneNumber'],
  };
  return Object.entries(values).flatMap(([what, text]) =>
    typeof text === 'string' ? [{ name: `${what} of customer ${id}`, text }] : [],
  );
});

const colleagues: Canary[] = characters.map(({ id, name }) => ({ name: `name of colleague ${id}`, text: name }));

const attackers: Canary[] = CANARY.split(' ').map((text) => ({ name: 'what an attacker writes', text }));

export const canaries: Canary[] = [...secrets, ...customers, ...colleagues, ...attackers].filter(
  ({ text }) => text.length >= LEAST_LENGTH,
);

/** Secrets that the stand-ins of the services make, in the form that those services give them. */
export const patterns: Pattern[] = [
  { name: 'a token of Entra ID or the Bot Framework', pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}/u },
  { name: 'a token of Slack', pattern: /\bxox[a-z](?:\.xox[a-z])?-[\w-]{8,}/u },
  { name: 'credentials of a request', pattern: /\b(?:Bearer|Basic) [\w.+/=-]{16,}/u },
  { name: 'a signature of Slack', pattern: /\bv0=[0-9a-f]{64}\b/u },
  { name: 'the address of a link', pattern: /\/link\/[\w-]{20,}/u },
];
