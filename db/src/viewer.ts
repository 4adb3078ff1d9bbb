/**
 * Who asks, as row-level security needs to know it. Loaded once per request by `access/load-viewer`.
 * `citizens`: those one may act as (oneself, and whoever gave power of attorney).
 * `centres`: job centres whose citizens one may see as staff. `administers`: those that one sets up. `receives`: those
 * whose reception one sits in. `actors`: other actors whose citizens one serves. `staff`: caseworkers of other actors
 * whose time one sees to. `operates`: the installation itself.
 */
export type Viewer = {
  readonly userId: string | null;
  readonly kind: 'anonymous' | 'citizen' | 'staff';
  readonly name: string;
  readonly language: 'da' | 'en';
  readonly citizenId: string | null;
  readonly caseworkerId: string | null;
  readonly citizens: readonly string[];
  readonly centres: readonly string[];
  readonly administers: readonly string[];
  readonly receives: readonly string[];
  readonly actors: readonly string[];
  readonly staff: readonly string[];
  readonly operates: boolean;
  readonly roles: readonly { readonly jobCentreId: string; readonly role: string }[];
  readonly rightsVersion: number;
};

export const anonymous: Viewer = {
  userId: null,
  kind: 'anonymous',
  name: '',
  language: 'da',
  citizenId: null,
  caseworkerId: null,
  citizens: [],
  centres: [],
  administers: [],
  receives: [],
  actors: [],
  staff: [],
  operates: false,
  roles: [],
  rightsVersion: 0,
};
