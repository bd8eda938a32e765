import type { Verb } from '../../src/services/people/rights.ts';
import type { Who } from './people.ts';

const OVER_ALL: Who[] = ['administrator', 'association_coordinator'];
/** Everybody with a post in a city or at the association, of whatever city. */
const CONNECTED: Who[] = [
  'association_coordinator',
  'coordinator_here',
  'coordinator_there',
  'approver_here',
  'approver_there',
  'head_here',
  'head_beside',
  'head_there',
];
const OF_CITY: Who[] = [...OVER_ALL, 'coordinator_here'];

/**
 * Who may do what to the post `head_here`, or to the city *here*: written out once more, apart from the program's table.
 * Nobody who was cut off, nobody of another city and no stranger is in any row.
 */
export const MAY: Record<Verb, Who[]> = {
  add_city: OVER_ALL,
  edit_city: OF_CITY,
  add_department: OF_CITY,
  invite_administrator: ['administrator'],
  invite_association_coordinator: OVER_ALL,
  invite_city_coordinator: OF_CITY,
  invite_approver: OF_CITY,
  invite_head: OF_CITY,
  invite_assistant: [...OF_CITY, 'head_here'],
  invite_executor: [...OF_CITY, 'head_here'],
  invite_press_secretary: OF_CITY,
  import_staff: OF_CITY,
  set_acting: [...OF_CITY, 'head_here'],
  see_staff: OF_CITY,
  cut_off: OF_CITY,
  move_account: OF_CITY,
  edit_staff: OF_CITY,
  answer_access_request: OF_CITY,
  draft_campaign: ['association_coordinator'],
  edit_draft: ['association_coordinator'],
  discard_draft: ['association_coordinator'],
  open_campaign: ['association_coordinator'],
  edit_form: ['association_coordinator'],
  add_to_campaign: ['association_coordinator'],
  extend_campaign: ['association_coordinator'],
  close_campaign: ['association_coordinator'],
  reopen_campaign: ['association_coordinator'],
  see_campaign: ['association_coordinator'],
  name_respondent: ['association_coordinator', 'coordinator_here'],
  edit_branch: ['association_coordinator'],
  see_board: ['association_coordinator', 'coordinator_here'],
  remind: ['association_coordinator', 'coordinator_here'],
  clarify: ['association_coordinator'],
  accept: ['association_coordinator'],
  see_questionnaire: ['association_coordinator', 'coordinator_here', 'head_here'],
  answer: ['association_coordinator', 'coordinator_here', 'head_here'],
  hand_over: [],
  delegate: ['coordinator_here', 'head_here'],
  explain: ['association_coordinator', 'coordinator_here', 'head_here'],
  submit: ['association_coordinator', 'coordinator_here', 'head_here'],
  withdraw: ['association_coordinator', 'coordinator_here', 'head_here'],
  search_experience: ['administrator', ...CONNECTED],
  ask_city: CONNECTED,
  answer_city: ['association_coordinator', 'coordinator_here'],
  hide_answer: ['association_coordinator', 'coordinator_here', 'head_here'],
  edit_themes: ['association_coordinator'],
  see_volume: ['association_coordinator'],
  build_volume: ['association_coordinator'],
  close_volume: ['association_coordinator'],
  send_volume: ['association_coordinator'],
};
