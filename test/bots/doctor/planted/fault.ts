import type { CheckName, FindingCode } from '../../../../core/doctor/codes.js';
import type { Ward } from '../ward.js';

/** What is planted: settings that differ, and how to take the rest of it away again. */
export interface Planted {
  env?: Record<string, string | undefined>;
  undo?: () => unknown;
}

/** A fault: what it is called, what the doctor has to find of it, and a word of the fix that fits no other. */
export interface Fault {
  name: string;
  check: CheckName;
  code: FindingCode;
  facts?: Record<string, unknown>;
  fix: RegExp;
  plant: (ward: Ward) => Planted | Promise<Planted>;
}

/** Nobody listens there. */
export const NOWHERE = 'http://127.0.0.1:1';
export const DAY_MS = 24 * 3_600_000;

/** What the stand-in of Graph allows the app at first. */
export const everything = ['Directory.Read.All'];

export const env = (settings: Record<string, string | undefined>) => () => ({ env: settings });
export const after = (undo: () => unknown): Planted => ({ undo });
