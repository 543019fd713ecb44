import type { Delivery } from '../../core/delivery.js';
import type { Handler } from '../server.js';
import type { Address } from './address.js';
import type { AccessPayload, RemovalPayload } from './payloads.js';
import type { Workspace } from './workspace.js';

/** The workspaces that the desk serves: one by its token (one-workspace.ts), or all that installed the app (installations/). */
export interface Workspaces {
  /** Says everything that is not said inline, each with the token of the workspace that it concerns. */
  delivery: Delivery;
  /** Pages of its own, by `METHOD /path`. */
  pages: Record<string, Handler>;
  /** False: nobody can be let in yet. */
  ready(): boolean;
  /** The workspace that a payload is for; undefined: none of ours. Rejects when that cannot be found out now. */
  whose(address: Address): Workspace | undefined | Promise<Workspace | undefined>;
  /** Slack says that somebody changed. */
  forgetUser(user: string): void;
  /** The app was taken out of a workspace, or its tokens were revoked. Rejects when that cannot be written down now. */
  removed(payload: RemovalPayload): Promise<void>;
  /** An organisation let the app into workspaces, or out of them. Rejects when that cannot be acted upon now. */
  accessChanged(payload: AccessPayload): Promise<void>;
  start(): Promise<void>;
  /** Nothing is begun any more. */
  stop(): void;
}
