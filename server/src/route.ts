import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers the request and says true, or leaves it untouched and says false. */
export type Route = (req: IncomingMessage, res: ServerResponse) => Promise<boolean>;
