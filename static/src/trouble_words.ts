// What did not work, in words a person can do something with; the page carries them in its language.

/** By the status of the answer; 0 is no answer at all. */
export function wordsFor(status: number): string {
  const { deadLine, wordsGone, wordsTrouble, wordsRefused } = document.body.dataset;
  if (status === 0) return deadLine ?? "";
  if (status === 404 || status === 410) return wordsGone ?? "";
  return (status >= 500 ? wordsTrouble : wordsRefused) ?? "";
}
