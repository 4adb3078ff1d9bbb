/** Asks one trusted document from the page itself, under the reader's cookie; null when it was not answered. */
export async function askFromPage<Result>(
  documentId: string,
  variables: Record<string, unknown>,
): Promise<Result | null> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ documentId, variables }),
    });
    const answer = (await response.json()) as { data?: Result; errors?: unknown[] };
    return answer.errors ? null : (answer.data ?? null);
  } catch {
    return null;
  }
}
