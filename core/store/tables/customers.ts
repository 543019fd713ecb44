/**
 * The partner's customers, as far as the list of all and readings of single ones have told. Companies, and no people: what the
 * search index of every process is filled with (core/customers/sync/).
 */
export interface CustomersTable {
  /** The Microsoft ID, in lower case. */
  id: string;
  /** The company name of the billing profile. */
  name: string;
  /** That of the company profile, where it differs. */
  otherName: string | null;
  /** The primary domain name. */
  domain: string;
  /** Custom domains, a JSON list; null: not known. */
  domainsJson: string | null;
  /** ISO 3166-1, two letters; null: not known. */
  country: string | null;
  /** When the desk read or wrote this very customer last; 0: never. A list may say less than that for a while. */
  readAt: number;
  /** When it last looked for the other name, the custom domains and the country; 0: never. */
  detailsAt: number;
  /** Since when it is no customer any more; then nothing but the id is left. */
  removedAt: number | null;
  /** The number of the table (`sequences`) when it was last known to be a customer. */
  seen: number;
  /** The number of the last change of this row: what is higher than somebody has read is news to them. */
  seq: number;
}

/** Numbers that rise with every change of a table, in the order of the commits. */
export interface SequencesTable {
  name: string;
  value: number;
}
