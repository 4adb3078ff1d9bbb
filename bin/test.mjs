// `npm test`: installs and builds what is needed, then runs the tests; arguments go to vitest.
import { join } from 'node:path';
import { prepare } from './prepare.mjs';
import { findTools, follow, root } from './tools.mjs';

const { node, env } = findTools();
prepare(env);
follow(node, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)], env);
