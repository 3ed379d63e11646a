// Bundles what the browser loads into static/dist. `--watch` rebuilds on every save.
import { cp, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const options = {
  entryPoints: ["studio.ts", "new_song.ts", "home.ts", "offline.ts", "capture_worklet.ts", "css/studio.css"].map((name) => join(here, "src", name)),
  entryNames: "[name]",
  outdir: join(here, "dist"),
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome110", "firefox115", "safari16.4"],
  legalComments: "linked",
  logLevel: "warning",
};

await mkdir(join(here, "dist"), { recursive: true });
await cp(join(here, "src", "sw.js"), join(here, "dist", "sw.js"));
await cp(join(here, "src", "img"), join(here, "dist"), { recursive: true });
if (process.argv.includes("--watch")) await (await context(options)).watch();
else await build(options);
