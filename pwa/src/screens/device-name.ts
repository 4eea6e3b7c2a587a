// What this device and its browser are called, for people to read.
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
