/** Whether a key is meant for what has the focus: a text being edited, or a list to choose from. */
export const editing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('textarea, select, input:not([type=range], [type=checkbox], [type=radio])'));
