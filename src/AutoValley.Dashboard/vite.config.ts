import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { compress } from './build/compress.ts'

// `npm run dev` shows the page of a server that runs already.
const server = process.env['AUTOVALLEY_SERVER'] ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [svelte(), compress()],
  // Names of Svelte's browser build, which tests of components need too.
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
  build: { target: 'es2023', sourcemap: false, chunkSizeWarningLimit: 1_500 },
  server: { proxy: { '^/(autovalley\\.v1\\.|health|metrics)': { target: server, changeOrigin: true, headers: { origin: server } } } },
  test: { environment: 'jsdom', include: ['tests/**/*.test.ts'], setupFiles: ['tests/setup.ts'] },
})
