// Where letters are written, a key is a letter and no command.
export const TYPING = "input, textarea, select, [contenteditable], dialog[open] *";
