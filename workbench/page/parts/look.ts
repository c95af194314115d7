/** How the page looks to this reader: kept in the browser, no part of what is shared. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const read = (name: string): string | null => {
  try {
    return localStorage.getItem(`mutandis.${name}`);
  } catch {
    return null;
  }
};
const write = (name: string, value: string): void => {
  try {
    localStorage.setItem(`mutandis.${name}`, value);
  } catch {
    // Not allowed to keep anything: it holds until the page is left.
  }
};

export const theme = (): Theme => themes.find((t) => t === read('theme')) ?? 'system';
export function setTheme(t: Theme): void {
  write('theme', t);
  if (t === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = t;
}

export const projector = (): boolean => read('projector') === 'on';
export function setProjector(on: boolean): void {
  write('projector', on ? 'on' : 'off');
  document.documentElement.toggleAttribute('data-projector', on);
}

/** Whether single keys step through the run. */
export const singleKeys = (): boolean => read('keys') !== 'off';
export const setSingleKeys = (on: boolean): void => write('keys', on ? 'on' : 'off');

/** How much of the width the left of two panes has, in percent. */
export const paneShare = (): number => {
  const kept = Number(read('share'));
  return kept >= 20 && kept <= 75 ? kept : 42;
};
export const setPaneShare = (percent: number): void => write('share', String(percent));

/** Whether the reader has put something away, by its name: the sentence that greets, the sources. */
export const putAway = (what: string): boolean => read(`away.${what}`) === 'on';
export const setPutAway = (what: string, on: boolean): void => write(`away.${what}`, on ? 'on' : 'off');

/** The part of the seminar that the reader is at; null outside of it. */
export const seminarPart = (): number | null => {
  const kept = parseInt(read('seminar') ?? '', 10);
  return Number.isSafeInteger(kept) && kept >= 0 ? kept : null;
};
export const setSeminarPart = (part: number | null): void => write('seminar', part === null ? '' : String(part));

export function restoreLook(): void {
  setTheme(theme());
  setProjector(projector());
}
