// Ids born on the phone: UUIDv7, rising even when the phone's clock goes back.

let last_ms = 0;
let counter = 0;

export function uuid7(now_ms: number): string {
  const random = crypto.getRandomValues(new Uint8Array(10));
  const [high = 0, low = 0] = random;
  if (now_ms > last_ms) {
    last_ms = now_ms;
    // The top bit stays free, so that a thousand ids fit into the same millisecond.
    counter = ((high & 0x07) << 8) | low;
  } else {
    counter += 1;
    if (counter > 0xfff) {
      last_ms += 1;
      counter = 0;
    }
  }
  const time = last_ms.toString(16).padStart(12, '0');
  const tail = [...random.subarray(2)];
  tail[0] = ((tail[0] ?? 0) & 0x3f) | 0x80;
  const rest = tail.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const middle = counter.toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${middle}-${rest.slice(0, 4)}-${rest.slice(4)}`;
}
