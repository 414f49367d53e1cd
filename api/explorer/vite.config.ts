import { defineConfig } from "vite";

// Paths are relative, so that the pages work under any path that a proxy shows them at.
export default defineConfig({
  base: "./",
  build: {
    outDir: "../static",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    // The licences of what is bundled go with it.
    license: { fileName: "licenses.md" },
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { explorer: "index.html", graphiql: "graphiql.html" },
      // Libraries mark modules for React's server; here they all run in the browser.
      checks: { moduleLevelDirective: false },
    },
  },
  worker: { format: "es" },
  server: { proxy: { "/graphql": { target: "http://127.0.0.1:8000", ws: true } } },
});
