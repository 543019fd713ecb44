export { readTeamsData } from './adaptive-card/read.js';
export { readSlackAction, readSlackView } from './block-kit/read.js';
export type { Submitted } from './values.js';
