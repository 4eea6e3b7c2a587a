// Opens the camera of a step by itself: whoever pressed 拍照, perhaps in gloves, is not asked to press it again.
import { watch, type Ref } from 'vue';
import type { MoveOption } from '../../domain/hazard';

interface Step {
  option: Readonly<Ref<MoveOption | null>>;
  isReady: Readonly<Ref<boolean>>;
  form: { photos: readonly unknown[] };
  open: (name: 'camera') => Promise<void>;
}

export function cameraAtOnce({ option, isReady, form, open }: Step): void {
  const { stop } = watch([option, isReady], ([found, ready]) => {
    if (!found || !ready) return;
    stop();
    if (found.blocked === null && form.photos.length === 0) void open('camera');
  });
}
