// Runs a command under the Node.js and pnpm that Planner is written for:
//   node bin/with-node.mjs <command> [arguments…]
import { findTools, follow } from './tools.mjs';

const [command, ...args] = process.argv.slice(2);
if (!command) {
  console.error('Say which command to run: node bin/with-node.mjs <command> [arguments…]');
  process.exit(2);
}
const { node, env } = findTools();
follow(command === 'node' ? node : command, args, env);
