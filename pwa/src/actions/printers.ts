// The printers of this computer, each put right once: kept here, for the printer stands here.
import { writeSettings, type Printer } from '../store/accounts';
import { settings } from './settings';

/** The one used last first. */
export async function printers(): Promise<Printer[]> {
  return (await settings()).printers ?? [];
}

/** Kept anew under its name, and the first from now on. */
export async function usePrinter(printer: Printer): Promise<Printer[]> {
  const others = (await printers()).filter(({ name }) => name !== printer.name);
  const now = [{ ...printer }, ...others];
  await writeSettings({ ...(await settings()), printers: now });
  return now;
}
