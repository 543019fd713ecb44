import type { Answer } from './answer.js';
import type { Turn } from './turn.js';

export interface Desk {
  /** Never rejects: whatever goes wrong becomes an answer. */
  handle(turn: Turn): Promise<Answer>;
}
