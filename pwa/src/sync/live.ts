// The wake-up line: says that something changed, never what; a silent line counts as dead.
import { backoff } from './backoff';

const SILENT_MS = 45_000;

export interface Live {
  close(): void;
}

/** `onHint` also after each connect, because what happened before was not heard. */
export function openLive(onHint: () => void): Live {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isClosed = false;

  const later = () => {
    clearTimeout(timer);
    if (isClosed) return;
    failures += 1;
    timer = setTimeout(connect, backoff(failures));
  };
  const drop = () => {
    if (!socket) return;
    // A dead socket may never say that it closed.
    socket.onclose = socket.onmessage = socket.onopen = null;
    socket.close();
    socket = null;
    later();
  };
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(drop, SILENT_MS);
  };
  const connect = () => {
    socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/live`);
    heard();
    socket.onopen = () => {
      failures = 0;
      heard();
      onHint();
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      heard();
      if (isHint(data)) onHint();
    };
    socket.onclose = drop;
  };
  connect();
  return {
    close: () => {
      isClosed = true;
      drop();
      clearTimeout(timer);
    },
  };
}

function isHint(data: unknown): boolean {
  return typeof data === 'string' && data.includes('"organisation"');
}
