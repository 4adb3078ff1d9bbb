import type { IncomingMessage } from 'node:http';

/** A form's body; null when it has more characters than that, and then the rest stays unread. */
export async function smallBody(req: IncomingMessage, maxChars: number): Promise<string | null> {
  let body = '';
  for await (const chunk of req.setEncoding('utf8')) {
    body += chunk;
    if (body.length > maxChars) return null;
  }
  return body;
}
