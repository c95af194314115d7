/** The name of the calculus that is meant where none is named: for whoever cannot afford to load them all. */
export const defaultName = 'proteus';
