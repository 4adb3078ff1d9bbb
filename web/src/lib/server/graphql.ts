import { createHash } from 'node:crypto';
import { error, redirect } from '@sveltejs/kit';
import type { Document } from '#lib/documents/document.ts';
import { signInPath } from '#lib/session/sign-in-path.ts';
import { dev } from '$app/env';

export interface GraphqlRequest {
  documentId: string;
  variables: Record<string, unknown>;
  cookie: string;
}

export interface GraphqlAnswer {
  data?: unknown;
  errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
}

/** Answers one trusted document in the same process, under the rights of the cookie. */
export type GraphqlPort = (request: GraphqlRequest) => Promise<GraphqlAnswer>;

type Asker = {
  url: URL;
  request: Request;
  platform: Readonly<App.Platform> | undefined;
};

const ids = new WeakMap<object, string>();

/** The id under which the server knows a document: sha256 of its text, hex. */
export function documentId(document: { readonly text: string }): string {
  let id = ids.get(document);
  if (!id) {
    id = createHash('sha256').update(document.text).digest('hex');
    ids.set(document, id);
  }
  return id;
}

/**
 * Answers a document as the signed-in viewer. Redirects to sign-in when the session is gone; anything
 * unexpected becomes the error page with the id under which the server logged it. Refusals are not errors:
 * they are part of the result.
 */
export async function ask<Result, Variables extends object>(
  event: Asker,
  document: Document<Result, Variables>,
  ...[variables]: Variables extends Record<string, never> ? [variables?: Variables] : [variables: Variables]
): Promise<Result> {
  const request: GraphqlRequest = {
    documentId: documentId(document),
    variables: (variables ?? {}) as Record<string, unknown>,
    cookie: event.request.headers.get('cookie') ?? '',
  };
  const port = event.platform?.graphql ?? event.platform?.req?.graphql;
  const answer = port ? await port(request) : await overHttp(event, request, document.text);
  const problem = answer.errors?.[0];
  if (!problem) return answer.data as Result;
  const code = problem.extensions?.code;
  if (code === 'UNAUTHENTICATED') {
    redirect(303, signInPath(event.url));
  }
  if (code === 'FORBIDDEN') error(403, { message: problem.message });
  if (code === 'NOT_FOUND') error(404, { message: problem.message });
  const id = problem.extensions?.errorId ?? problem.extensions?.id;
  error(500, { message: problem.message, ...(typeof id === 'string' ? { id } : {}) });
}

/** Without the port (development): the public address, with the text so that nothing must be published first. */
async function overHttp(event: Asker, request: GraphqlRequest, text: string): Promise<GraphqlAnswer> {
  const { documentId, variables, cookie } = request;
  // Not event.fetch: for our own origin it answers from these pages' routes, and /graphql is the server's.
  const response = await fetch(new URL('/graphql', event.url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      origin: event.url.origin,
      cookie,
    },
    body: JSON.stringify(
      dev ? { query: text, variables, extensions: { documentId } } : { documentId, variables },
    ),
  });
  return (await response.json()) as GraphqlAnswer;
}
