// A picture as the camera gives it, before it has a hash.
import type { Capture } from '../wire/wire';

export interface Frame {
  /** JPEG with the watermark in it. */
  bytes: ArrayBuffer;
  width: number;
  height: number;
  capture: Capture;
  taken_ms: number;
}
