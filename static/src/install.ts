// The installed app: a service worker for the shell, and a button that only shows where installing is possible.

interface InstallPrompt extends Event {
  prompt(): Promise<void>;
  userChoice: Promise<{ outcome: "accepted" | "dismissed" }>;
}

function show(yes: boolean): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-install]")) button.hidden = !yes;
}

export function wireInstall(): void {
  if ("serviceWorker" in navigator) void navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  let offer: InstallPrompt | null = null;
  addEventListener("beforeinstallprompt", (event) => {
    // Nobody is asked: the button in the menu and in the settings appears, and that is all.
    event.preventDefault();
    offer = event as InstallPrompt;
    show(true);
  });
  addEventListener("appinstalled", () => show(false));
  document.addEventListener("click", (event) => {
    if (!offer || !(event.target as HTMLElement).closest("[data-install]")) return;
    const asked = offer;
    offer = null;
    show(false);
    void asked.prompt();
  });
}
