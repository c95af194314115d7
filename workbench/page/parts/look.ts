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

export function restoreLook(): void {
  setTheme(theme());
  setProjector(projector());
}
