// Tables of people: their accounts, their conversations, what they looked at. core/store/tables.ts says how columns are written.

/** The language in which somebody wants to be spoken with, whatever their chats are set to. */
export interface LanguagesTable {
  /** `person:<Entra object id>`, or `slack:<tenant>/<user>`, `teams:<tenant>/<user>` of somebody whom no link makes a Person. */
  owner: string;
  /** BCP 47 */
  language: string;
  chosenAt: number;
}

export interface LinksTable {
  /** Of this very link: whoever links again gets another one. */
  id: string;
  platform: string;
  tenant: string;
  chatUser: string;
  person: string;
  personName: string;
  /** As the chat named them then. */
  chatUserName: string | null;
  via: 'signIn' | 'email';
  /** Both names and the user's id, folded: what an admin's search looks into. */
  searched: string;
  linkedAt: number;
}

/** Chat users whose link was removed: they are linked again by signing in, never by their e-mail address. */
export interface UnlinkedTable {
  platform: string;
  tenant: string;
  chatUser: string;
  at: number;
}

/** A link being made: asked for in chat, confirmed in the browser, completed in chat. */
export interface LinkRequestsTable {
  /** SHA-256 of the token in the URL. */
  tokenHash: string;
  platform: string;
  tenant: string;
  chatUser: string;
  chatUserName: string;
  state: 'asked' | 'signingIn' | 'confirmed' | 'linked' | 'void';
  /** The sign-in under way: OpenID Connect state, nonce and PKCE verifier. */
  signInSealed: string | null;
  stateHash: string | null;
  person: string | null;
  personName: string | null;
  codeHash: string | null;
  triesLeft: number;
  /** The turn to answer once linked. */
  turnSealed: string;
  createdAt: number;
  expiresAt: number;
}

/** The 1:1 conversation with each chat user, refreshed whenever they write there. */
export interface PlacesTable {
  platform: string;
  tenant: string;
  chatUser: string;
  placeJson: string;
  updatedAt: number;
}

/** A list being paged through: its query and its continuation stay here, only the id travels. */
export interface ListingsTable {
  id: string;
  person: string;
  listingSealed: string;
  createdAt: number;
}

export interface RecentsTable {
  person: string;
  customer: string;
  customerJson: string;
  usedAt: number;
}
