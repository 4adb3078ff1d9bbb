export { LiveHub, type LiveHubOptions } from './hub.ts';
export * from './types.ts';
export { type Delta, difference, type View } from './view.ts';
