// The wake-up line: says that something changed, never what; a silent line counts as dead.
import { backoff } from './backoff';

const SILENT_MS = 45_000;
/** Without it the phone looks every minute by itself. */
const LONGEST_WAIT_MS = 300_000;

export interface Live {
  /** Connects now instead of after the waiting time: the network came back. */
  hurry(): void;
  close(): void;
}

/** `onHint` also after each connect, because what happened before was not heard; `onLost` once a line that was open is gone. */
export function openLive(onHint: () => void, onLost: () => void): Live {
  return new Line(onHint, onLost);
}

class Line implements Live {
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private wasOpen = false;
  private isClosed = false;

  constructor(
    private readonly onHint: () => void,
    private readonly onLost: () => void,
  ) {
    this.connect();
  }

  hurry(): void {
    if (!this.socket && !this.isClosed) this.connect();
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
      this.wasOpen = true;
      this.listenOn();
      this.onHint();
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      // Not already at the opening: a line that opens and dies, over and over, must be tried more slowly too.
      this.failures = 0;
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
    this.after(backoff(this.failures, LONGEST_WAIT_MS), () => {
      this.connect();
    });
    if (!this.wasOpen) return;
    this.wasOpen = false;
    this.onLost();
  }

  private after(wait_ms: number, then: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(then, wait_ms);
  }
}

function isHint(data: unknown): boolean {
  return typeof data === 'string' && data.includes('"organisation"');
}
