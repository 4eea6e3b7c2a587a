// What a principal took out of the batch: it stays out until it is ticked again.
import { accountIds } from '../account-ids';

const left = accountIds();

export const isLeft = left.has;

export function turn(id: string, isOn: boolean): void {
  left.put(id, !isOn);
}
