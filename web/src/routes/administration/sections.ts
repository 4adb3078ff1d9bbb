import { m } from '#lib/generated/paraglide/messages.js';

/** The pages of the administration, in the order in which a job centre is set up. */
export const sections: readonly { href: string; text: () => string }[] = [
  { href: '/administration', text: m.admin_home },
  { href: '/administration/teams', text: m.admin_teams },
  { href: '/administration/caseworkers', text: m.admin_caseworkers },
  { href: '/administration/offers', text: m.offer_list },
  { href: '/administration/users', text: m.admin_users },
  { href: '/administration/other-actors', text: m.admin_other_actors },
];
