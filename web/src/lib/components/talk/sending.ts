import type { Attachment } from 'svelte/attachments';
import { enhance, type SubmitFunction } from '$app/forms';

/** Sends a form as told; without being told, as the browser does. */
export function sending(submit: SubmitFunction | undefined): Attachment<HTMLFormElement> {
  return (form) => {
    if (!submit) return;
    const { destroy } = enhance(form, submit);
    return destroy;
  };
}
