import type { Answer, AnswerOf } from '../../core/answer.js';
import { approvalSamples } from './approval-samples.js';
import { linkView } from './link-samples.js';
import { customer } from './sample-data.js';

const { toDecide, toReview, asked } = approvalSamples['many approvals'] as AnswerOf<'approvals'>;
const empty: AnswerOf<'home'> = {
  type: 'home',
  recent: [],
  mayUpdate: false,
  toDecide: [],
  toReview: [],
  asked: [],
  name: 'Tom Becker',
  roles: ['Sales agent'],
  links: [],
};

/** Somebody's own page, empty and full. */
export const homeSamples: Record<string, Answer> = {
  'home of somebody new': empty,
  home: {
    ...empty,
    recent: [customer],
    mayUpdate: true,
    toDecide: toDecide.slice(0, 1),
    asked: asked.slice(0, 2),
    links: [linkView()],
    chosen: 'en',
  },
  'home with everything': {
    ...empty,
    recent: Array.from({ length: 8 }, () => customer),
    mayUpdate: true,
    toDecide: toDecide.slice(0, 10),
    toReview: toReview.slice(0, 10),
    asked: asked.slice(0, 10),
    roles: ['Global admin', 'Admin agent', 'Sales agent'],
    links: Array.from({ length: 30 }, (_, index) => linkView({ id: `link-${index}` })),
  },
};

/** The same with a name of somebody who means no good. */
export const nastyHome = (name: string): Record<string, Answer> => ({
  [`home of ${name.slice(0, 20)}`]: {
    ...empty,
    name,
    recent: [{ ...customer, name }],
    links: [linkView({ userName: name })],
  },
});
