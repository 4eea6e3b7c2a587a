// Reads QR codes from the camera with our own copy of the reader, so it works offline and behind the firewall.
import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { hasTorch, openStream } from './camera';

// The library's own address for the wasm is a CDN.
prepareZXingModule({ overrides: { locateFile: () => wasm } });

const FAST: ReaderOptions = {
  formats: ['QRCode'],
  maxNumberOfSymbols: 1,
  tryHarder: false,
  tryRotate: false,
  tryInvert: false,
};
const THOROUGH: ReaderOptions = { formats: ['QRCode'], maxNumberOfSymbols: 1 };
/** The thorough reading finds blurred and slanted labels, and takes twice as long. */
const THOROUGH_EVERY = 3;
const LONGEST_SIDE = 1280;
const PAUSE_MS = 60;

export interface Scanner {
  readonly hasTorch: boolean;
  torch(on: boolean): Promise<void>;
  close(): void;
}

/** Calls back with each new text, not again for the same label held in view. Throws `NoCamera`. */
export async function openScanner(
  video: HTMLVideoElement,
  onText: (text: string) => void,
): Promise<Scanner> {
  const stream = await openStream();
  video.srcObject = stream;
  video.muted = true;
  video.playsInline = true;
  await video.play();
  const track = stream.getVideoTracks()[0];
  const stop = look(video, onText);
  return {
    hasTorch: hasTorch(track),
    torch: async (on) => {
      await track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
    },
    close: () => {
      stop();
      for (const each of stream.getTracks()) each.stop();
      video.srcObject = null;
    },
  };
}

/** From a picture, where there is no camera. */
export async function textIn(picture: ImageData | Blob): Promise<string | null> {
  const [found] = await readBarcodes(picture, THOROUGH);
  return found?.isValid ? found.text : null;
}

function look(video: HTMLVideoElement, onText: (text: string) => void): () => void {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const closing = new AbortController();
  const isOpen = () => !closing.signal.aborted;
  let last = '';
  const frames = async () => {
    for (let frame = 1; isOpen(); frame += 1) {
      const picture = context && pictureOf(video, canvas, context);
      const options = frame % THOROUGH_EVERY === 0 ? THOROUGH : FAST;
      const [found] = picture ? await readBarcodes(picture, options) : [];
      if (isOpen() && found?.isValid && found.text !== last) {
        last = found.text;
        onText(found.text);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    canvas.width = 0;
  };
  void frames();
  return () => {
    closing.abort();
  };
}

function pictureOf(
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
): ImageData | null {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight));
  const width = Math.round(video.videoWidth * scale);
  const height = Math.round(video.videoHeight * scale);
  if (!width || !height) return null;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.drawImage(video, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
