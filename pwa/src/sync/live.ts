// The wake-up line: says that something changed, never what; a silent line counts as dead.
import { backoff } from './backoff';

const SILENT_MS = 45_000;

export interface Live {
  close(): void;
}

/** `onHint` also after each connect, because what happened before was not heard. */
export function openLive(onHint: () => void): Live {
  return new Line(onHint);
}

class Line implements Live {
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private isClosed = false;

  constructor(private readonly onHint: () => void) {
    this.connect();
  }

  close(): void {
    this.isClosed = true;
    this.drop();
  }

  private connect(): void {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/live`);
    this.socket = socket;
    this.listenOn();
    socket.onopen = () => {
      this.failures = 0;
      this.listenOn();
      this.onHint();
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      this.listenOn();
      if (isHint(data)) this.onHint();
    };
    socket.onclose = () => {
      this.drop();
    };
  }

  private listenOn(): void {
    this.after(SILENT_MS, () => {
      this.drop();
    });
  }

  private drop(): void {
    clearTimeout(this.timer);
    const { socket } = this;
    this.socket = null;
    if (socket) {
      // A dead socket may never say that it closed.
      socket.onclose = socket.onmessage = socket.onopen = null;
      socket.close();
    }
    if (this.isClosed) return;
    this.failures += 1;
    this.after(backoff(this.failures), () => {
      this.connect();
    });
  }

  private after(wait_ms: number, then: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(then, wait_ms);
  }
}

function isHint(data: unknown): boolean {
  return typeof data === 'string' && data.includes('"organisation"');
}
