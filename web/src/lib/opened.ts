/**
 * The attributes of a `<details>` that stands open from the start if so. Without it nothing is said of `open`: it may
 * have been opened before the page came alive, and stays so.
 */
export const openedIf = (open: boolean): { open?: true } => (open ? { open } : {});
