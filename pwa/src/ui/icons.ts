// The signs of the app on a 24 grid, each one path; one sign has one meaning everywhere.
import type { laterIcons } from './later-icons';

// Those of the way from a label to a filled form; the others come with `allIcons`.
const nearIcons = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6 6l12 12M18 6L6 18',
  minus: 'M5 12h14',
  plus: 'M12 5v14M5 12h14',
  larger: 'M12 5l8 14H4z',
  general: 'M12 5.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13z',
  major: 'M8.4 3.5h7.2l4.9 4.9v7.2l-4.9 4.9H8.4l-4.9-4.9V8.4zM12 7.8v4.7M12 16h.01',
  alert: 'M12 4.5l9 15.5H3zM12 10.5v4M12 17.2h.01',
  info: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17zM12 11v5.5M12 7.8h.01',
  phone: 'M8.5 3h7a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2',
  received:
    'M7 19a4.3 4.3 0 0 1-.7-8.5A6 6 0 0 1 17.9 9.9a4.6 4.6 0 0 1-.4 9.1zM9 13.6l2.2 2.2 3.8-3.9',
  offline:
    'M4 4l16 16M9.3 5.7a6 6 0 0 1 8.6 4.2a4.6 4.6 0 0 1 2.6 7.2M6.3 8.5a6 6 0 0 0-.2 2A4.3 4.3 0 0 0 7 19h9.8',
  sync: 'M4.2 10.5a8 8 0 0 1 14.6-2.7M19.8 13.5a8 8 0 0 1-14.6 2.7M19 3.8v4.2h-4.2M5 20.2V16h4.2',
  seal: 'M4.5 4.5h15v15h-15zM9.3 9.3h5.4v5.4H9.3z',
  camera:
    'M4.5 7.5h3L9 5h6l1.5 2.5h3a1 1 0 0 1 1 1V18a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1V8.5a1 1 0 0 1 1-1zM12 9.8a3.2 3.2 0 1 0 0 6.4a3.2 3.2 0 1 0 0-6.4z',
  pencil: 'M4.5 19.5l1-4.5L16 4.5l3.5 3.5L9 18.5zM13.5 7l3.5 3.5',
  undo: 'M8 4.5l-4 4 4 4M4 8.5h10.5a5 5 0 0 1 0 10H9',
  trash: 'M5 7h14M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10.5 11v5M13.5 11v5',
  torch: 'M8 3.5h8v3l-2 3.5v10.5h-4V10L8 6.5zM8 6.5h8M12 13v2',
  back: 'M15 5l-7 7 7 7',
  forward: 'M9 5l7 7-7 7',
  down: 'M5 9l7 7 7-7',
  list: 'M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01',
} as const;

export type IconName = keyof typeof nearIcons | keyof typeof laterIcons;

export const icons: Partial<Record<IconName, string>> = { ...nearIcons };

export async function allIcons(): Promise<void> {
  Object.assign(icons, (await import('./later-icons')).laterIcons);
}
