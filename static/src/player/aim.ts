/** A person starts to write: the comment is about what plays, at this moment. */
export function aim(text: HTMLTextAreaElement, playing: string, atS: number): void {
  const { form } = text;
  if (!form || text.value) return;
  const asset = form.elements.namedItem("asset");
  const at = form.elements.namedItem("at_s");
  if (!(at instanceof HTMLInputElement)) return;
  if (asset instanceof HTMLSelectElement) {
    if (![...asset.options].some((option) => option.value === playing)) return;
    asset.value = playing;
  } else if (asset instanceof HTMLInputElement && asset.value !== playing) return;
  at.value = atS.toFixed(1);
}
