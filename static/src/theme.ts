// Dark or light: what the system says until the person says otherwise.
import { redrawAll } from "./wave_canvas";

const KEY = "studio-theme";

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function applyTheme(): void {
  const dark = stored() ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  document.documentElement.dataset["theme"] = dark;
}

export function wireTheme(): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyTheme);
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.addEventListener("click", () => {
      const next = document.documentElement.dataset["theme"] === "dark" ? "light" : "dark";
      try {
        localStorage.setItem(KEY, next);
      } catch {
        /* Private windows may forbid it; the choice then lasts for the page. */
      }
      document.documentElement.dataset["theme"] = next;
      redrawAll();
    });
  }
}
