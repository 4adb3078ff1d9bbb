/** Up to this size a frame is copied into one buffer; above it, one write for head and one for the shared body. */
const COPY_MAX_BYTES = 16 * 1024;
const TEXT_FRAME = 0x81;

let lastPayload: string | null = null;
let lastBody: Buffer = Buffer.alloc(0);

/**
 * A payload's bytes with the message's closing brace. Those who share a payload are sent to in one go, so
 * remembering the last one is enough to encode each only once.
 */
export function bodyOf(payload: string): Buffer {
  if (payload !== lastPayload) {
    lastBody = Buffer.from(`${payload}}`);
    lastPayload = payload;
  }
  return lastBody;
}

/** The beginning of every `next` message of one operation. */
export function prefixOf(id: string): Buffer {
  return Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
}

/**
 * One WebSocket text frame around prefix and body, as the buffers to write in order (RFC 6455 § 5.2; a server
 * doesn't mask). ws would encode and copy the whole payload anew for every socket.
 */
export function textFrame(prefix: Buffer, body: Buffer): Buffer[] {
  const length = prefix.length + body.length;
  const headLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const copied = length <= COPY_MAX_BYTES;
  const frame = Buffer.allocUnsafe(headLength + (copied ? length : prefix.length));
  frame[0] = TEXT_FRAME;
  if (headLength === 2) {
    frame[1] = length;
  } else if (headLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeUInt32BE(Math.floor(length / 2 ** 32), 2);
    frame.writeUInt32BE(length % 2 ** 32, 6);
  }
  prefix.copy(frame, headLength);
  if (!copied) return [frame, body];
  body.copy(frame, headLength + prefix.length);
  return [frame];
}
