// Hands the rescue file to the person, as a download.
import { exportRescue } from '../../actions/export-rescue';

const RELEASE_MS = 60_000;

export async function saveRescue(): Promise<void> {
  const { name, blob } = await exportRescue();
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers read the file only after the click has returned.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, RELEASE_MS);
}
