// Builds the app for phones that are several years old, and for the server to serve as static files.
import vue from '@vitejs/plugin-vue';
import { VitePWA, type ManifestOptions } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';

const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: '安巡',
  short_name: '安巡',
  description: '学校安全检查：扫码、离线填写、整改到销号。',
  lang: 'zh-CN',
  dir: 'ltr',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  theme_color: '#073C4C',
  background_color: '#F4F3EE',
  icons: [
    { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: '/icon-maskable-192.png', sizes: '192x192', type: 'image/png', purpose: 'maskable' },
    { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
};

const pwa = VitePWA({
  strategies: 'injectManifest',
  srcDir: 'src/sw',
  filename: 'service-worker.ts',
  // Registered by src/sw/register.ts: an update must wait until no form is half filled.
  injectRegister: false,
  manifest,
  includeManifestIcons: false,
  injectManifest: {
    globPatterns: ['**/*.{js,css,html,wasm,svg,png,webmanifest}'],
    // The QR reader's wasm is 1.1 MB, and scanning must work offline.
    maximumFileSizeToCacheInBytes: 2_000_000,
  },
});

export default defineConfig({
  plugins: [vue(), pwa],
  build: {
    target: ['chrome87', 'safari15'],
    outDir: 'dist',
    manifest: true,
    // Data URLs would be fetched under the CSP's connect-src, so every asset stays a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: { '/api': { target: 'http://127.0.0.1:8000', ws: true } },
  },
  test: { environment: 'node', css: true, include: ['src/**/*.test.ts'] },
});
