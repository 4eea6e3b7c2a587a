// A picture as the camera gives it, before it has a hash.
import type { Capture } from '../wire/wire';

/** The server takes no more in one answer, one fix or one step of a hazard. */
export const MOST_PHOTOS = 9;

export interface Frame {
  /** JPEG with the watermark in it. */
  bytes: ArrayBuffer;
  width: number;
  height: number;
  capture: Capture;
  taken_ms: number;
}
