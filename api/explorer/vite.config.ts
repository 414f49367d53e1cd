import { defineConfig } from "vitest/config";

// Paths are relative, so that the pages work under any path that a proxy shows them at.
export default defineConfig({
  base: "./",
  build: {
    outDir: "../static",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: "es" },
  server: { proxy: { "/graphql": { target: "http://127.0.0.1:8000", ws: true } } },
  test: { environment: "happy-dom", include: ["test/**/*.test.ts"] },
});
