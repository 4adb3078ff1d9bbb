/** Rejects when a statement is not answered within `milliseconds`: the driver forgets one with its connection now and then. */
export async function answered<T>(statement: PromiseLike<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The database has not answered.')), milliseconds);
  });
  try {
    return await Promise.race([statement, late]);
  } finally {
    clearTimeout(timer);
  }
}
