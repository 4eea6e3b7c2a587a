// Taking photos for an item: the draft is on the disk before the camera opens, and after each picture.
import { computed, shallowRef, type Ref } from 'vue';
import {
  answerOf,
  atCamera,
  fixed,
  oneMore,
  withoutPhoto,
  withPhoto,
  type Draft,
} from '../../domain/inspection';
import type { Asked } from '../../domain/rows';
import { t } from '../../i18n';
import { current } from '../../store/account';
import type { Photo } from '../../wire/wire';
import { stampTime } from '../words';
import type { Form } from './draft';

export type PhotoKind = 'photos' | 'fixed';

interface Around {
  draft: Ref<Draft | null>;
  form: Ref<Form | null>;
  items: Ref<readonly Asked[]>;
  change: (next: Draft) => Promise<void>;
  open: (sheet: 'camera') => Promise<void>;
}

export function usePhotos({ draft, form, items, change, open }: Around) {
  const at = shallowRef<{ item: string; kind: PhotoKind }>({ item: '', kind: 'photos' });
  const kept = computed(() => {
    if (!draft.value) return 0;
    const { photos, fixed: how } = answerOf(draft.value, at.value.item);
    return (at.value.kind === 'fixed' ? (how?.photos ?? []) : photos).length;
  });
  const title = computed(() => {
    const n = items.value.find(({ key }) => key === at.value.item)?.item.number ?? '';
    return t(at.value.kind === 'fixed' ? 'item.cameraFixed' : 'item.cameraPlain', { n });
  });

  async function shoot(item: string, kind: PhotoKind) {
    if (!draft.value) return;
    at.value = { item, kind };
    await change(atCamera(draft.value, item));
    await open('camera');
  }

  async function took(photo: Photo) {
    if (!draft.value) return;
    const { item, kind } = at.value;
    await change(
      kind === 'fixed' ? withAfter(draft.value, item, photo) : withPhoto(draft.value, item, photo),
    );
  }

  async function drop(item: string, kind: PhotoKind, sha256: string) {
    if (!draft.value) return;
    const without = kind === 'fixed' ? withoutAfter : withoutPhoto;
    await change(without(draft.value, item, sha256));
  }

  /** A later relaunch must not come back to it. */
  async function done() {
    if (draft.value?.at_camera) await change(atCamera(draft.value, null));
  }

  return { shoot, took, drop, done, title, kept, lines: () => stampLines(form.value, title.value) };
}

function withAfter(draft: Draft, item: string, photo: Photo): Draft {
  const before = answerOf(draft, item).fixed ?? { photos: [], note: '' };
  return fixed(draft, item, { ...before, photos: oneMore(before.photos, photo) });
}

function withoutAfter(draft: Draft, item: string, sha256: string): Draft {
  const before = answerOf(draft, item).fixed;
  if (!before) return draft;
  const photos = before.photos.filter((photo) => photo.sha256 !== sha256);
  return fixed(draft, item, { ...before, photos });
}

/** School and point, item, time and name: what the picture must prove by itself. */
function stampLines(form: Form | null, title: string): string[] {
  const { organisation, name } = current();
  return [
    [organisation.name, form?.point?.name].filter(Boolean).join(' · '),
    [title, stampTime(Date.now()), name].join(' · '),
  ];
}
