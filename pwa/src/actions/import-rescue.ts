// Sends what another phone put into a rescue file; the file is only read, and nothing of it stays here.
import { readRescue } from '../domain/rescue';
import { bring, type Brought } from '../sync/bring';

export type Imported = Brought & { isWhole: boolean };

/** Null = it is no rescue file, or nothing in it can be read. Safe to call again with the same one. */
export async function importRescue(
  file: Blob,
  told: (done: number, all: number) => void,
): Promise<Imported | null> {
  const read = readRescue(await file.text());
  return read && { ...(await bring(read, told)), isWhole: read.isWhole };
}
