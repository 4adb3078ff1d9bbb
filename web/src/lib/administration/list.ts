/** How a list is shown: all of it is in the address, so that "back" and a saved link lead to the same rows. */
export interface ListState {
  search: string;
  /** A column's name; empty: as the list comes. */
  sort: string;
  descending: boolean;
  after: string | null;
  before: string | null;
}

export const ROWS = 50;

export function listState(url: URL): ListState {
  const get = (name: string) => url.searchParams.get(name);
  return {
    search: get('search')?.trim() ?? '',
    sort: get('sort') ?? '',
    descending: get('descending') === 'yes',
    after: get('after'),
    before: get('before'),
  };
}

/** A page of rows as the API takes it; `orders` names its sort orders by the columns' names. */
export function pageOf<Order extends string>(state: ListState, orders: Readonly<Record<string, Order>>) {
  const backwards = state.before !== null;
  return {
    search: state.search || undefined,
    orderBy: Object.hasOwn(orders, state.sort) ? orders[state.sort] : undefined,
    descending: state.descending,
    first: backwards ? undefined : ROWS,
    last: backwards ? ROWS : undefined,
    after: state.after ?? undefined,
    before: state.before ?? undefined,
  };
}

/** The list's address with some of it changed; another sorting, search or filter begins on the first page. */
export function listHref(
  url: { pathname: string; search: string },
  changes: Record<string, string | null>,
): string {
  const search = new URLSearchParams(url.search);
  for (const key of ['after', 'before', 'done']) search.delete(key);
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === '') search.delete(key);
    else search.set(key, value);
  }
  const text = search.toString();
  return text ? `${url.pathname}?${text}` : url.pathname;
}

/** A connection as the API answers it. */
export interface Connection<Row> {
  totalCount: number;
  pageInfo: {
    startCursor: string | null;
    endCursor: string | null;
    hasNextPage: boolean;
    hasPreviousPage: boolean;
  };
  edges: { node: Row }[];
}

/** What a list asks of each connection. */
export const connectionFields = 'totalCount pageInfo { startCursor endCursor hasNextPage hasPreviousPage }';
