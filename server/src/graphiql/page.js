// What runs in GraphiQL's page: how it asks, over HTTP and over the socket.

const says = (message) => ({ errors: [{ message }] });
const needsToken = says(
  'Put a token after "Bearer" under Headers, then press "Re-fetch GraphQL schema" on the left. `pnpm planner token --as mette` prints one.',
);

const authorizationOf = (headers) =>
  Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';

function fetcher(ask, options) {
  const headers = options?.headers ?? {};
  if (!/^Bearer pl_/i.test(authorizationOf(headers))) return needsToken;
  // By its text: the tree that GraphiQL hands over lags behind what was just typed. A document has one operation.
  return /^\s*subscription\b/m.test(ask.query) ? follow(ask, headers) : post(ask, headers);
}

async function post(ask, headers) {
  // Without the session's cookie: a request that carries a cookie and a token is refused.
  const answer = await fetch('/graphql', {
    method: 'POST',
    credentials: 'omit',
    headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(ask),
  });
  return answer.json();
}

/** One subscription over a socket of its own, by graphql-transport-ws. */
function follow(ask, headers) {
  return {
    subscribe(observer) {
      const url = new URL('/graphql', location.href);
      url.protocol = url.protocol.replace('http', 'ws');
      const socket = new WebSocket(url, 'graphql-transport-ws');
      const send = (message) => socket.send(JSON.stringify(message));
      socket.onopen = () =>
        send({ type: 'connection_init', payload: { authorization: authorizationOf(headers) } });
      socket.onmessage = ({ data }) => {
        const message = JSON.parse(data);
        if (message.type === 'connection_ack') send({ id: '1', type: 'subscribe', payload: ask });
        if (message.type === 'ping') send({ type: 'pong' });
        if (message.type === 'next') observer.next(message.payload);
        if (message.type === 'error') observer.next({ errors: message.payload });
        if (message.type === 'error' || message.type === 'complete') observer.complete();
      };
      socket.onclose = ({ code, reason }) => {
        // A browser sends the session's cookie with every socket, and beside it no token is taken.
        if (code === 4400)
          observer.next(says('Sign out in this browser first, or open this page in a private window.'));
        else if (code !== 1000) observer.next(says(`The socket was closed: ${code} ${reason}`));
        observer.complete();
      };
      return { unsubscribe: () => socket.close(1000) };
    },
  };
}

const workers = { editorWorkerService: 'editor', json: 'json', graphql: 'graphql' };
self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) => `/graphql/${workers[label]}.worker.js`,
};

self.YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
  title: 'Planner',
  fetcher,
  defaultHeaders: '{\n  "authorization": "Bearer "\n}',
  shouldPersistHeaders: false,
  defaultQuery: `# Put a token after "Bearer" under Headers.
# This prints one, for a day:
#   pnpm planner token --as mette

query {
  viewer { name kind language }
  jobCentres { name }
}
`,
});
