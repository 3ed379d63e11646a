// Files let go anywhere on the page, or pasted into it.

export function wireDropping(receive: (files: File[]) => void, signal: AbortSignal): void {
  let depth = 0;
  const over = (on: boolean): void => void document.body.toggleAttribute("data-dropping", on);
  const carries = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
  const on = <Name extends keyof DocumentEventMap>(name: Name, deed: (event: DocumentEventMap[Name]) => void): void =>
    document.addEventListener(name, deed, { signal });
  on("dragenter", (event) => carries(event) && over(++depth > 0));
  on("dragleave", (event) => carries(event) && over((depth = Math.max(0, depth - 1)) > 0));
  on("dragover", (event) => carries(event) && event.preventDefault());
  on("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    over((depth = 0) > 0);
    receive([...(event.dataTransfer?.files ?? [])]);
  });
  on("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) receive(files);
  });
}
