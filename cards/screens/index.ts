import type { Answer, AnswerOf } from '../../core/answer.js';
import type { Card } from '../card.js';
import { unreachable } from '../unreachable.js';
import type { Voice } from '../voice.js';
import { accountScreen } from './account.js';
import { sharedCustomerScreen } from './shared-customer.js';
import { accountFormScreen } from './account-form.js';
import { addressChoiceScreen } from './address-choice.js';
import { approvalScreen } from './approval.js';
import { approvalsScreen } from './approvals.js';
import { changeScreen, toldScreen } from './change.js';
import { countryFormScreen } from './country-form.js';
import { customerMissingScreen, customersScreen, nothingFoundScreen } from './customers.js';
import { decisionFormScreen } from './decision-form.js';
import { findFormScreen } from './find-form.js';
import { historyScreen } from './history.js';
import { homeScreen } from './home.js';
import { failedScreen, helpScreen, staleScreen, unclearScreen, welcomeScreen, workingScreen } from './desk.js';
import { languageScreen } from './language.js';
import { linkAnnouncedScreen } from './link-news.js';
import { linksScreen, ownLinksScreen, unlinkedScreen, unlinkingScreen } from './links.js';
import { notNowScreen } from './not-now.js';
import { isForm, openerScreen } from './opener.js';
import {
  linkedScreen,
  linkNeededScreen,
  linkRefusedScreen,
  refusedScreen,
  tooManyScreen,
  whoamiScreen,
} from './people.js';
import { permissionScreen } from './permission.js';
import { permissionFormScreen } from './permission-form.js';
import { doctorScreen } from './doctor.js';
import { discardedScreen, reviewScreen, unchangedScreen } from './review.js';
import { watchScreens } from './watch-screens.js';

type ApprovalsAnswer = AnswerOf<
  | 'permission'
  | 'permissionForm'
  | 'approval'
  | 'decisionForm'
  | 'approvals'
  | 'home'
  | 'history'
  | 'notNow'
  | 'linkAnnounced'
  | 'doctor'
>;

/** What a person sees of an Answer, in their language. Every kind of answer has its screen: a new one does not compile without. */
export function screen(answer: Answer, voice: Voice): Card {
  switch (answer.type) {
    case 'working':
      return workingScreen(voice);
    case 'language':
      return languageScreen(answer, voice);
    case 'customers':
      return customersScreen(answer, voice);
    case 'findForm':
      return findFormScreen(answer, voice);
    case 'nothingFound':
      return nothingFoundScreen(answer, voice);
    case 'customerMissing':
      return customerMissingScreen(answer, voice);
    case 'sharedCustomer':
      return sharedCustomerScreen(answer, voice);
    case 'account':
      return accountScreen(answer, voice);
    case 'accountForm':
      return accountFormScreen(answer, voice);
    case 'countryForm':
      return countryFormScreen(answer, voice);
    case 'addressChoice':
      return addressChoiceScreen(answer, voice);
    case 'review':
      return reviewScreen(answer, voice);
    case 'unchanged':
      return unchangedScreen(answer, voice);
    case 'discarded':
      return discardedScreen(answer, voice);
    case 'change':
      return answer.told
        ? toldScreen(answer.change, voice)
        : changeScreen(answer.change, { goOn: answer.mayGoOn, undo: answer.mayUndo }, voice);
    case 'refused':
      return refusedScreen(answer, voice);
    case 'linkNeeded':
      return linkNeededScreen(answer, voice);
    case 'linked':
      return linkedScreen(answer.name, answer.answer && screen(answer.answer, voice), voice);
    case 'linkRefused':
      return linkRefusedScreen(answer, voice);
    case 'ownLinks':
      return ownLinksScreen(answer, voice);
    case 'unlinking':
      return unlinkingScreen(answer, voice);
    case 'unlinked':
      return unlinkedScreen(answer, voice);
    case 'links':
      return linksScreen(answer, voice);
    case 'whoami':
      return whoamiScreen(answer, voice);
    case 'help':
      return helpScreen(answer, voice);
    case 'welcome':
      return welcomeScreen(answer, voice);
    case 'unclear':
      return unclearScreen(answer, voice);
    case 'stale':
      return staleScreen(answer, voice);
    case 'failed':
      return failedScreen(answer, voice);
    case 'tooMany':
      return tooManyScreen(answer, voice);
    case 'watch':
    case 'watchForm':
    case 'watches':
    case 'unwatched':
    case 'watchRefused':
    case 'deliveryReport':
    case 'notice':
    case 'followUp':
    case 'digest':
    case 'watchTest':
    case 'watchTrouble':
      return watchScreens(answer, voice);
    default:
      return approvalsScreens(answer, voice);
  }
}

/** Everything about permissions, and about asking and deciding. */
function approvalsScreens(answer: ApprovalsAnswer, voice: Voice): Card {
  switch (answer.type) {
    case 'permission':
      return permissionScreen(answer, voice);
    case 'permissionForm':
      return permissionFormScreen(answer, voice);
    case 'approval':
      return approvalScreen(answer, voice);
    case 'decisionForm':
      return decisionFormScreen(answer, voice);
    case 'home':
      return homeScreen(answer, voice);
    case 'approvals':
      return approvalsScreen(answer, voice);
    case 'history':
      return historyScreen(answer, voice);
    case 'notNow':
      return notNowScreen(answer, voice);
    case 'doctor':
      return doctorScreen(answer, voice);
    case 'linkAnnounced':
      return linkAnnouncedScreen(answer, voice);
    default:
      return unreachable(answer);
  }
}

/** The same for a surface without inputs: a form becomes the button that opens it. */
export function messageScreen(answer: Answer, voice: Voice): Card {
  if (isForm(answer)) return openerScreen(answer, voice);
  if (answer.type !== 'linked') return screen(answer, voice);
  return linkedScreen(answer.name, answer.answer && messageScreen(answer.answer, voice), voice);
}
