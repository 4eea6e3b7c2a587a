// The camera: one open stream, frames as small JPEGs with the watermark in them.
import type { Frame } from '../domain/frame';
import type { Capture } from '../wire/wire';
import { stamp } from './watermark';

const LONGEST_SIDE = 1600;
const SMALLER_SIDE = 1280;
const QUALITY = 0.72;
const MOST_BYTES = 2_000_000;

/** No camera here, or not allowed: offer the phone's own camera app through a file input. */
export class NoCamera extends Error {
  constructor(readonly code: 'camera.denied' | 'camera.absent' | 'camera.busy') {
    super(code);
  }
}

/** The picture could not be read, or this browser makes no JPEG of it. */
export class NoPicture extends Error {
  readonly code = 'camera.no_picture';
}

export interface Camera {
  grab(lines: readonly string[]): Promise<Frame>;
  readonly hasTorch: boolean;
  torch(on: boolean): Promise<void>;
  close(): void;
}

/** Open once per visit of a screen: iPhones ask again each time. */
export async function openCamera(video: HTMLVideoElement): Promise<Camera> {
  const stream = await openStream();
  video.srcObject = stream;
  video.muted = true;
  video.playsInline = true;
  await video.play();
  const track = stream.getVideoTracks()[0];
  return {
    grab: async (lines) =>
      await toFrame(video, video.videoWidth, video.videoHeight, lines, 'live', Date.now()),
    hasTorch: hasTorch(track),
    torch: async (on) => {
      await track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
    },
    close: () => {
      for (const each of stream.getTracks()) each.stop();
      video.srcObject = null;
    },
  };
}

/** From `<input type="file" accept="image/*" capture>` (`camera`) or without capture (`file`). */
export async function frameFromFile(
  file: Blob,
  lines: readonly string[],
  capture: Exclude<Capture, 'live'>,
): Promise<Frame> {
  // The file may vanish when iOS purges the tab: it is read at once and never kept.
  const { picture, width, height, release } = await decoded(file);
  try {
    const at_ms = file instanceof File && file.lastModified > 0 ? file.lastModified : Date.now();
    return await toFrame(picture, width, height, lines, capture, at_ms);
  } finally {
    release();
  }
}

export async function openStream(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } },
    });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'NotAllowedError' || name === 'SecurityError') throw new NoCamera('camera.denied');
    throw new NoCamera(name === 'NotReadableError' ? 'camera.busy' : 'camera.absent');
  }
}

export function hasTorch(track: MediaStreamTrack | undefined): boolean {
  // Not everywhere: Firefox has no getCapabilities.
  if (!track || typeof track.getCapabilities !== 'function') return false;
  return 'torch' in track.getCapabilities();
}

interface Decoded {
  picture: CanvasImageSource;
  width: number;
  height: number;
  release: () => void;
}

async function decoded(file: Blob): Promise<Decoded> {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const release = () => {
      bitmap.close();
    };
    return { picture: bitmap, width: bitmap.width, height: bitmap.height, release };
  } catch {
    return await decodedByElement(file);
  }
}

/** Some phones decode their own format (HEIC) only in an img element. */
async function decodedByElement(file: Blob): Promise<Decoded> {
  const url = URL.createObjectURL(file);
  const release = () => {
    URL.revokeObjectURL(url);
  };
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } catch {
    release();
    throw new NoPicture();
  }
  return { picture: image, width: image.naturalWidth, height: image.naturalHeight, release };
}

/** Drawing it anew leaves EXIF (place, phone) behind; the watermark goes in before anybody hashes. */
async function toFrame(
  picture: CanvasImageSource,
  width: number,
  height: number,
  lines: readonly string[],
  capture: Capture,
  taken_ms: number,
): Promise<Frame> {
  if (width === 0 || height === 0) throw new NoPicture();
  for (const longest of [LONGEST_SIDE, SMALLER_SIDE]) {
    const scale = Math.min(1, longest / Math.max(width, height));
    const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
    const bytes = await jpeg(picture, size.width, size.height, lines);
    if (bytes.byteLength <= MOST_BYTES) return { bytes, ...size, capture, taken_ms };
  }
  throw new NoPicture();
}

async function jpeg(
  picture: CanvasImageSource,
  width: number,
  height: number,
  lines: readonly string[],
): Promise<ArrayBuffer> {
  const blob =
    typeof OffscreenCanvas === 'undefined'
      ? await byElement(picture, width, height, lines)
      : await byOffscreen(picture, width, height, lines);
  // WebKit silently gives PNG for what it cannot write.
  if (blob?.type !== 'image/jpeg') throw new NoPicture();
  return await blob.arrayBuffer();
}

async function byOffscreen(
  picture: CanvasImageSource,
  width: number,
  height: number,
  lines: readonly string[],
): Promise<Blob | null> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) return await byElement(picture, width, height, lines);
  context.drawImage(picture, 0, 0, width, height);
  stamp(context, width, height, lines);
  return await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
}

async function byElement(
  picture: CanvasImageSource,
  width: number,
  height: number,
  lines: readonly string[],
): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.drawImage(picture, 0, 0, width, height);
  stamp(context, width, height, lines);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', QUALITY);
  });
  // iOS counts canvas memory until it is given back.
  canvas.width = 0;
  return blob;
}
