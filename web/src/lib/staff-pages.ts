import { m } from './generated/paraglide/messages.js';

const serving = ['administrator', 'leader', 'caseworker', 'integrator', 'actor'];
const pages: readonly { href: string; text: () => string; roles: readonly string[] }[] = [
  { href: '/calendar', text: m.menu_calendar, roles: [...serving, 'coordinator'] },
  { href: '/today', text: m.menu_today, roles: serving },
  { href: '/reception', text: m.menu_reception, roles: ['reception'] },
  { href: '/citizens', text: m.menu_citizens, roles: serving },
  { href: '/absences', text: m.menu_absences, roles: [...serving, 'coordinator'] },
  { href: '/administration', text: m.menu_administration, roles: ['administrator'] },
  { href: '/installation', text: m.menu_installation, roles: ['operator'] },
  { href: '/audit', text: m.menu_audit, roles: ['administrator', 'auditor'] },
];

/** The pages that somebody with these roles has something on, in the menu's order. */
export const staffPages = (roles: readonly string[]) =>
  pages.filter((page) => page.roles.some((role) => roles.includes(role)));

type Staff = { roles: readonly { role: string }[]; operates: boolean };
export const rolesOf = ({ roles, operates }: Staff): string[] => [
  ...roles.map(({ role }) => role),
  ...(operates ? ['operator'] : []),
];

/** Where staff begin; who has no page of her own reads the guide. */
export const staffHome = (viewer: Staff): string => staffPages(rolesOf(viewer))[0]?.href ?? '/guide';
