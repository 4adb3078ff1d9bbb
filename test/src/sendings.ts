import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** The driver writes one sending in several parts; they are on their way together. */
const distanceMs = 5;

/**
 * Stands between a client and its database, at a distance, and counts sendings: each costs a way there and back, however
 * many statements it has.
 */
export async function countSendings(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const open = new Set<Socket>();
  let count = 0;
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    let waiting: Buffer[] = [];
    for (const socket of [client, database]) {
      open.add(socket.setNoDelay());
      socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
    }
    const passOn = () => {
      database.write(Buffer.concat(waiting));
      waiting = [];
    };
    client.on('data', (part) => {
      if (waiting.push(part) > 1) return;
      count++;
      // Once more around, to read what has come while the process was busy.
      setTimeout(() => setImmediate(passOn), distanceMs);
    });
    client.on('end', () => database.end());
    database.pipe(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${(server.address() as { port: number }).port}`;
  return {
    url: url.href,
    /** How many there were while `work` ran. */
    async during(work: () => Promise<unknown>): Promise<number> {
      const before = count;
      await work();
      return count - before;
    },
    [Symbol.dispose]() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
