// Where letters are written, a key is a letter and no command. A box that is ticked takes no letters.
const TICKED = "[type=checkbox], [type=radio], [type=range], [type=button], [type=submit], [type=file]";

export const TYPING = `input:not(${TICKED}), textarea, select, [contenteditable], dialog[open] *`;
