import { type Connection, connectionFields } from '../../administration/list.ts';
import {
  document,
  type Form,
  type Instant,
  type InterviewType,
  type LocalDate,
  type Refusal,
} from '../document.ts';

export type OfferState = 'DRAFT' | 'UPCOMING' | 'PUBLISHED' | 'PAUSED' | 'ENDED';

/** What an administrator decides of an offer, as the API reads and answers it; `team` is an id in what is written. */
export interface OfferSettings<Team = { id: string; name: string }> {
  titleDa: string;
  titleEn: string;
  descriptionDa: string | null;
  descriptionEn: string | null;
  interviewType: number;
  forms: Form[];
  seats: number;
  place: string | null;
  team: Team | null;
  groups: string[];
  ownCaseworkerDays: number | null;
  assignment: 'LEAST_LOADED' | 'OWN_FIRST';
  durationMinutes: number;
  gridMinutes: number;
  gridFrom: 'PIECE' | 'CLOCK';
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  roomBufferMinutes: number;
  needsRoom: boolean;
  noticeMinutes: number;
  horizonDays: number;
  dailyCap: number | null;
  weeklyCap: number | null;
  quotaPerDay: number | null;
  quotaPerWeek: number | null;
  ownHours: OfferWindow[] | null;
  rebookUntilMinutes: number;
  cancelUntilMinutes: number;
  maxOpen: number;
  publishedFrom: LocalDate | null;
  publishedTo: LocalDate | null;
}
/** Minutes from midnight; weekday 1 is Monday. */
export interface OfferWindow {
  weekday: number;
  startMinute: number;
  endMinute: number;
}

const SETTINGS = `titleDa titleEn descriptionDa descriptionEn interviewType forms seats place team { id name } groups
  ownCaseworkerDays assignment durationMinutes gridMinutes gridFrom bufferBeforeMinutes bufferAfterMinutes roomBufferMinutes
  needsRoom noticeMinutes horizonDays dailyCap weeklyCap quotaPerDay quotaPerWeek ownHours { weekday startMinute endMinute }
  rebookUntilMinutes cancelUntilMinutes maxOpen publishedFrom publishedTo`;

export interface OfferRow {
  id: string;
  title: string;
  state: OfferState;
  interviewType: InterviewType;
  settings: { team: { name: string } | null; publishedFrom: LocalDate | null; publishedTo: LocalDate | null };
}

export const offerListDocument = document<
  { jobCentre: { offers: Connection<OfferRow> } },
  {
    centre: string;
    search: string | undefined;
    state: OfferState | undefined;
    orderBy: 'TITLE' | 'TYPE' | 'TEAM' | undefined;
    descending: boolean;
    first: number | undefined;
    last: number | undefined;
    after: string | undefined;
    before: string | undefined;
  }
>(`
query OfferList($centre: ID!, $search: String, $state: OfferState, $orderBy: OfferOrder, $descending: Boolean, $first: Int, $last: Int, $after: String, $before: String) {
  jobCentre(id: $centre) {
    offers(search: $search, state: $state, orderBy: $orderBy, descending: $descending, first: $first, last: $last, after: $after, before: $before) {
      ${connectionFields}
      edges { node { id title state interviewType { code nameDa nameEn } settings { team { name } publishedFrom publishedTo } } }
    }
  }
}`);

/** Ready-made offers, and the types of talk that they are of. */
export const offerTemplatesDocument = document<
  {
    jobCentre: {
      interviewTypes: InterviewType[];
      offerTemplates: { key: string; settings: OfferSettings }[];
    };
  },
  { centre: string }
>(`
query OfferTemplates($centre: ID!) {
  jobCentre(id: $centre) { interviewTypes { code nameDa nameEn } offerTemplates { key settings { ${SETTINGS} } } }
}`);

export interface OfferChoices {
  interviewTypes: InterviewType[];
  contactGroups: string[];
  teams: { edges: { node: { id: string; name: string } }[] };
  offerTemplates: { key: string; settings: OfferSettings }[];
}

/** What an offer's form offers to choose from, and the offer itself: the one to change, or the one to copy. */
export const offerFormDocument = document<
  {
    offer: {
      id: string;
      version: number;
      title: string;
      state: OfferState;
      settings: OfferSettings | null;
    } | null;
    jobCentre: OfferChoices;
  },
  { centre: string; offer: string }
>(`
query OfferForm($centre: ID!, $offer: ID!) {
  offer: node(id: $offer) { ... on Offer { id version title state settings { ${SETTINGS} } } }
  jobCentre(id: $centre) {
    interviewTypes { code nameDa nameEn }
    contactGroups
    teams(first: 200) { edges { node { id name } } }
    offerTemplates { key settings { ${SETTINGS} } }
  }
}`);

/** What a change would hit: nothing of it is changed yet. */
export interface Rehearsal {
  __typename: 'Rehearsal';
  talkCount: number;
  talks: {
    booking: {
      id: string;
      startsAt: Instant;
      endsAt: Instant;
      citizen: { name: string };
      caseworker: { name: string };
    };
    rules: { text: string }[];
  }[];
  holds: number;
  deadlineCount: number;
  deadlines: { id: string; bookBy: LocalDate; citizen: { id: string; name: string } }[];
}

const REHEARSAL = `... on Rehearsal {
      talkCount
      talks { booking { id startsAt endsAt citizen { name } caseworker { name } } rules { text } }
      holds
      deadlineCount
      deadlines { id bookBy citizen { id name } }
    }`;

export const saveOfferDocument = document<
  { saveOffer: { __typename: 'Offer'; id: string } | Rehearsal | (Refusal & { path?: string }) },
  {
    input: {
      jobCentre: string;
      offer: { id: string; version: number } | null;
      settings: OfferSettings<string>;
      publishNow: boolean;
      rehearse: boolean;
      idempotencyKey: string;
    };
  }
>(`
mutation SaveOffer($input: SaveOfferInput!) {
  saveOffer(input: $input) {
    __typename
    ... on Offer { id }
    ${REHEARSAL}
    ... on Refusal { code message whatNext }
    ... on InvalidInput { path }
  }
}`);

export interface OfferPreview {
  times: number;
  caseworkers: number;
  cells: { weekday: number; hour: number; times: number }[];
  weeks: { monday: LocalDate; times: number }[];
  bestChange: { text: string } | null;
  fits: { citizens: number; fit: number; exempt: number; group: number; full: number };
  /** Of the chosen cell only. */
  why?: {
    day: LocalDate;
    times: number;
    reasons: { rule: { text: string }; caseworkers: number | null }[];
  }[];
}
export const offerPreviewDocument = document<
  { offerPreview: ({ __typename: 'OfferPreview' } & OfferPreview) | (Refusal & { path?: string }) },
  {
    input: { jobCentre: string; offer: string | null; settings: OfferSettings<string>; weeks: number };
    cell: boolean;
    weekday: number;
    hour: number;
  }
>(`
query OfferPreview($input: OfferPreviewInput!, $cell: Boolean!, $weekday: Int!, $hour: Int!) {
  offerPreview(input: $input) {
    __typename
    ... on OfferPreview {
      times caseworkers
      cells { weekday hour times }
      weeks { monday times }
      bestChange { text }
      fits { citizens fit exempt group full }
      why(weekday: $weekday, hour: $hour) @include(if: $cell) { day times reasons { rule { text } caseworkers } }
    }
    ... on Refusal { code message whatNext }
    ... on InvalidInput { path }
  }
}`);

export const pauseOfferDocument = document<
  { pauseOffer: { __typename: 'Offer'; id: string } | Refusal },
  { input: { offer: string; paused: boolean } }
>(`
mutation PauseOffer($input: PauseOfferInput!) {
  pauseOffer(input: $input) { __typename ... on Offer { id } ... on Refusal { code message whatNext } }
}`);

/** One change of an offer; `made` when it was the first. */
export interface OfferChange {
  key: string;
  at: Instant;
  by: string | null;
  made: boolean;
  differences: { field: string; before: string | null; after: string | null }[];
}
export const offerHistoryDocument = document<
  { offer: { title: string; changes: OfferChange[] } | null },
  { offer: string }
>(`
query OfferHistory($offer: ID!) {
  offer: node(id: $offer) { ... on Offer { title changes { key at by made differences { field before after } } } }
}`);

export type OfferFigure =
  | 'DURATION_MINUTES'
  | 'BUFFER_BEFORE_MINUTES'
  | 'BUFFER_AFTER_MINUTES'
  | 'NOTICE_MINUTES'
  | 'HORIZON_DAYS'
  | 'DAILY_CAP'
  | 'WEEKLY_CAP'
  | 'MAX_OPEN'
  | 'REBOOK_UNTIL_MINUTES'
  | 'CANCEL_UNTIL_MINUTES';

/** Several offers, to change one figure of all. */
export const offersToChangeDocument = document<
  { nodes: ({ id: string; version: number; title: string } | { id?: undefined } | null)[] },
  { ids: string[] }
>(`
query OffersToChange($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Offer { id version title } }
}`);

export const changeOffersDocument = document<
  { changeOffers: { __typename: 'ChangedOffers' } | Rehearsal | (Refusal & { path?: string }) },
  {
    input: {
      jobCentre: string;
      offers: { id: string; version: number }[];
      figure: OfferFigure;
      value: number | null;
      rehearse: boolean;
      idempotencyKey: string;
    };
  }
>(`
mutation ChangeOffers($input: ChangeOffersInput!) {
  changeOffers(input: $input) {
    __typename
    ${REHEARSAL}
    ... on Refusal { code message whatNext }
    ... on InvalidInput { path }
  }
}`);
