import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  build: { outDir: "../../../build/explorer-bench", emptyOutDir: true, target: "es2022" },
});
