import { PartnerCenterError } from './partner-center.js';

/**
 * The path of a customer. An id is a tenant id; anything that could not be one is `notFound` without asking, because it
 * would change the path.
 *
 * @param below what follows the id, beginning with a slash
 */
export function customerPath(id: string, below = ''): string {
  if (!/^[\w-]{1,64}$/.test(id)) {
    throw new PartnerCenterError({ kind: 'notFound', answerUnknown: false, code: 'customerId' });
  }
  return `/v1/customers/${id}${below}`;
}
