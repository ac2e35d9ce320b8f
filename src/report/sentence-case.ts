/** With a capital at its beginning, as a sentence has it; a path stays as it is. */
export const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
