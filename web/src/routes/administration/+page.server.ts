import { m } from '#lib/generated/paraglide/messages.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = () => ({ title: m.admin_home() });
