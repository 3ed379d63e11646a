// The page for when the studio can not be reached: it stands in the place of the one that was wanted, and gives way to it
// as soon as there is an answer.

const LOOK_MS = 5_000;

export async function isThere(url = location.href): Promise<boolean> {
  const answer = await fetch(url, { method: "HEAD", cache: "no-store", credentials: "same-origin" }).catch(() => null);
  return answer !== null && answer.status < 500;
}

export function waitForTheStudio(reload = (): void => location.reload()): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async (): Promise<void> => {
    clearTimeout(timer);
    if (navigator.onLine && (await isThere())) return reload();
    timer = setTimeout(() => void look(), LOOK_MS);
  };
  addEventListener("online", () => void look());
  timer = setTimeout(() => void look(), LOOK_MS);
}

waitForTheStudio();
