// What this browser is and can do, by its features; its name is only for people to read.

/** Without a service worker the app cannot open offline: some in-app browsers, WeChat on iPhones. */
export const isWeakBrowser = (): boolean => !('serviceWorker' in navigator);

const SYSTEMS: [RegExp, string][] = [
  [/OpenHarmony|HarmonyOS/, 'HarmonyOS'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android[^;)]*;\s*([^;)]+?)(?:\s+Build|[;)])/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh/, 'Mac'],
  [/Linux/, 'Linux'],
];
const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger/, '微信'],
  [/Edg\//, 'Edge'],
  [/Firefox/, 'Firefox'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
];

/** iPhone · 微信: how the safety office tells a person's devices apart. */
export function deviceName(agent = navigator.userAgent): string {
  const system = SYSTEMS.map(([pattern, name]) => {
    const found = pattern.exec(agent);
    return found && (found[1] ?? name);
  }).find((name) => name);
  const browser = BROWSERS.find(([pattern]) => pattern.test(agent))?.[1];
  return [system, browser].filter(Boolean).join(' · ') || '浏览器';
}
