import { defineConfig } from "vitest/config";

// Apart from Vite's own configuration, since building needs no test runner.
export default defineConfig({ test: { environment: "happy-dom", include: ["test/**/*.test.ts"] } });
