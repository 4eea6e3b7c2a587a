// Hands the rescue file to the person, as a download.
const RELEASE_MS = 60_000;

/** Gives how many records and photos are damaged, and not in it. */
export async function saveRescue(): Promise<number> {
  const { exportRescue } = await import('../../actions/export-rescue');
  const { name, blob, unreadable } = await exportRescue();
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers read the file only after the click has returned.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, RELEASE_MS);
  return unreadable;
}
