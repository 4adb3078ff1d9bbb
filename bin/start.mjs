// `npm start`: from a fresh checkout to a running Planner in demo mode, on any Node.js from 18 on.
import { prepare } from './prepare.mjs';
import { findTools, follow } from './tools.mjs';

const { node, env } = findTools();
prepare(env);
console.log('Starting Planner…');
follow(node, ['server/src/main.ts', 'start', ...process.argv.slice(2)], { PLANNER_DEMO: '1', ...env });
