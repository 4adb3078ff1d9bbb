import { type Message, MessageType, validateMessage } from 'graphql-ws';

/** Longer ids would be repeated in every frame. */
const ID_MAX_LENGTH = 256;

/**
 * A client's message, or null when it is none. Beyond the protocol's own rules: `query` may be left out where a
 * trusted document is named by `documentId` or extensions, and messages that only servers send are refused.
 */
export function readMessage(text: string): Message | null {
  try {
    const value = JSON.parse(text);
    const payload = value?.type === MessageType.Subscribe ? value.payload : null;
    if (payload && payload.query == null && (typeof payload.documentId === 'string' || payload.extensions)) {
      payload.query = '';
    }
    const message = validateMessage(value);
    if ('id' in message && message.id.length > ID_MAX_LENGTH) return null;
    return FROM_CLIENT.has(message.type) ? message : null;
  } catch {
    return null;
  }
}

const FROM_CLIENT = new Set<MessageType>([
  MessageType.ConnectionInit,
  MessageType.Ping,
  MessageType.Pong,
  MessageType.Subscribe,
  MessageType.Complete,
]);
