// Who changed which stores, told to every watcher in this tab and in the others.

type Heard = (stores: readonly string[]) => void;
interface Line {
  channel: BroadcastChannel | null;
  watchers: Set<Heard>;
}

const lines = new Map<string, Line>();

/** Calls back after each committed change of one of these stores; gives the way to stop. */
export function watch(
  database: string,
  stores: readonly string[],
  callback: () => void,
): () => void {
  const watchers = lineOf(database).watchers;
  const heard: Heard = (changed) => {
    if (changed.some((each) => stores.includes(each))) callback();
  };
  watchers.add(heard);
  return () => {
    watchers.delete(heard);
  };
}

export function announce(database: string, stores: readonly string[]): void {
  const line = lineOf(database);
  line.channel?.postMessage(stores);
  tell(line, stores);
}

/** Closes the line to other tabs; watchers of this tab stay until they stop. */
export function hush(database: string): void {
  const line = lines.get(database);
  line?.channel?.close();
  if (line) line.channel = null;
  if (line?.watchers.size === 0) lines.delete(database);
}

function lineOf(database: string): Line {
  const known = lines.get(database);
  if (known?.channel) return known;
  const line: Line = known ?? { channel: null, watchers: new Set() };
  // Safari got it in 15.4; without it other tabs see changes when they are shown again.
  if (typeof BroadcastChannel !== 'undefined') {
    line.channel = new BroadcastChannel(database);
    line.channel.onmessage = (event: MessageEvent<string[]>) => {
      tell(line, event.data);
    };
  }
  lines.set(database, line);
  return line;
}

function tell(line: Line, stores: readonly string[]): void {
  for (const heard of [...line.watchers]) heard(stores);
}
