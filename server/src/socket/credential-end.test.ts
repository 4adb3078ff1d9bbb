import { describe, expect, it } from 'vitest';
import { TestClient } from './test-client.ts';
import { asUser, by, ORIGIN, slowSignIn, startTestServer } from './test-server.ts';

const soon = { ...by('anna', 'cookie'), lastsMs: 1 };

describe('a socket, when the session or token behind it ends,', () => {
  it('is closed when its time has come, and a prolonged one goes on', async () => {
    const asked: string[] = [];
    const answers = [1, 1, 0];
    const { url } = await startTestServer(
      {},
      {
        authenticate: async () => soon,
        lastsMs: async ({ credentialId }) => {
          asked.push(credentialId ?? '');
          return answers.shift() ?? 0;
        },
      },
    );
    const client = await TestClient.open(url, asUser('anna'));
    expect((await client.closed).code).toBe(4403);
    expect(asked).toEqual(Array(3).fill('credential of anna'));
  });

  it('stays open when that is not to be found out just now', async () => {
    const asked = Promise.withResolvers<void>();
    const { url, logged } = await startTestServer(
      {},
      {
        authenticate: async () => soon,
        lastsMs: async () => {
          asked.resolve();
          throw new Error('The database is away.');
        },
      },
    );
    const client = await TestClient.ready(url, asUser('anna'));
    await asked.promise;
    expect(await client.settled()).toEqual([]);
    expect(logged).toHaveLength(1);
  });

  it('counts for a token that came with connection_init, too', async () => {
    const { url } = await startTestServer(
      {},
      {
        authenticateInit: async () => ({ ...by('anna', 'bearer'), lastsMs: 1 }),
        lastsMs: async () => 0,
      },
    );
    const client = await TestClient.open(url);
    client.send({ type: 'connection_init', payload: { authorization: 'Bearer anna' } });
    expect((await client.closed).code).toBe(4403);
  });

  it('is closed at once by its id, and the user’s other sockets go on', async () => {
    const { url, sockets } = await startTestServer();
    const cookie = await TestClient.ready(url, asUser('anna'));
    const other = await TestClient.ready(url, asUser('bo'));
    sockets.closeCredential('credential of anna', 4403);
    expect((await cookie.closed).code).toBe(4403);
    expect(await other.settled()).toEqual([]);
  });

  it('is not opened when that happens while it signs in', async () => {
    const { entered, viewer, authenticate } = slowSignIn();
    const { url, sockets } = await startTestServer({}, { authenticate });
    const opening = TestClient.open(url, { headers: { origin: ORIGIN } });
    await entered;
    sockets.closeCredential('credential of anna', 4403);
    viewer.resolve(by('anna', 'cookie'));
    await expect(opening).rejects.toThrow('HTTP 401');
  });
});
