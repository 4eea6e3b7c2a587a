// The row that was just added, so that its name can be typed at once; not one of a draft that is opened again.
export const rowAdded = { key: '' };
