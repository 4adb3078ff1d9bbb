import { redirect } from '@sveltejs/kit';

/** The address that the law's web form expects for the accessibility statement. */
export const GET = () => redirect(308, '/accessibility');
