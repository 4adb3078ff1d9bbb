import type { Handle } from '@planner/db';

/** Anything statements can be sent through: a viewer's handle, or the system's own connection. */
export type Reader = Pick<Handle, 'query'>;
