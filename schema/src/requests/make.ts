import type { Handle, Viewer, Wishes } from '@planner/db';
import * as t from '@planner/db';
import { and, asc, eq, sql } from 'drizzle-orm';
import { audienceOf } from '../availability/audience.ts';
import { dayOfIso, startOfLocalDay } from '../availability/engine.ts';
import { digestOf, toldOf } from '../availability/evidence.ts';
import { engineVersion, type FindSlots } from '../availability/find.ts';
import { fromMinute } from '../availability/slot.ts';
import { contactSentence, readPhone } from '../citizens/contact.ts';
import { keepStorable, remember, replayed } from '../idempotency.ts';
import { type Citizen, createLoaders } from '../loaders.ts';
import { lock, readNow } from '../lock.ts';
import { InvalidInput, LimitReached, NotAllowed, unknown } from '../refusals.ts';
import { type Kind, messageMax, recordedUntil, requestNumber } from './rules.ts';
import { alreadyAsked, sentence } from './sentences.ts';

type Deadline = typeof t.deadline.$inferSelect;
type Offer = typeof t.offer.$inferSelect;

export type MakeRequestInput = {
  kind: Kind;
  offer: string | null;
  deadline: string | null;
  /** Whom the viewer acts for; null: herself. */
  citizen: string | null;
  wishes: Wishes;
  message: string | null;
  phone: string | null;
  idempotencyKey: string;
};

/**
 * Asks the job centre for a time, for a later deadline, or to be called, and records what was on offer just then.
 * Returns the request's id. Refusals: NotAllowed, LimitReached (the same was asked before and waits for its answer),
 * KeyReused, InvalidInput.
 */
export async function makeRequest(
  handle: Handle,
  viewer: Viewer,
  input: MakeRequestInput,
  look: FindSlots,
): Promise<string> {
  const { language } = viewer;
  const known = await replayed(handle, viewer, input.idempotencyKey, input);
  if (known) return known;
  const { message, phone } = readTexts(viewer, input);
  const loaders = createLoaders(() => handle);
  const citizenId = input.citizen ?? viewer.citizenId;
  const [citizen, offer, named] = await Promise.all([
    citizenId ? loaders.citizen.load(citizenId) : null,
    input.offer ? loaders.offer.load(input.offer) : null,
    input.deadline ? loaders.deadline.load(input.deadline) : null,
  ]);
  if (viewer.kind !== 'citizen' || !citizen) throw unknown(language);
  if (input.offer && offer?.jobCentreId !== citizen.jobCentreId) throw unknown(language);
  if (input.deadline && named?.citizenId !== citizen.id) throw unknown(language);
  if (input.kind === 'time' && !offer) throw new InvalidInput('offer', sentence.offerNeeded[language]);
  if (input.kind === 'deadline' && !named)
    throw new InvalidInput('deadline', sentence.deadlineNeeded[language]);
  if (input.kind === 'deadline' && named?.state !== 'open' && named?.state !== 'missed')
    throw new NotAllowed('DEADLINE_CLOSED', sentence.deadlineClosed[language]);

  await lock(handle, [citizen.id]);
  const [now, deadline, centre] = await Promise.all([
    readNow(handle),
    named ?? (offer ? runningDeadline(handle, citizen.id, offer.interviewType) : null),
    loaders.jobCentre.load(citizen.jobCentreId),
  ]);
  const zone = centre?.zone ?? 'UTC';
  await keepOnce(handle, viewer, citizen.id, input.kind, offer, deadline);
  const id = await write(handle, input, { citizen, offer, deadline, now, zone });
  await Promise.all([
    (message || phone) &&
      handle.db.insert(t.requestMessage).values({ requestId: id, author: 'citizen', message, phone }),
    offer && recordOffer(handle, look, id, { viewer, citizen, offer, deadline, now, zone }),
    remember(handle, viewer, input.idempotencyKey, input, id),
  ]);
  return id;
}

function readTexts({ language }: Viewer, input: MakeRequestInput) {
  const message = input.message?.trim() || null;
  keepStorable('message', message, language);
  if ((message?.length ?? 0) > messageMax)
    throw new InvalidInput('message', sentence.messageTooLong[language]);
  const phone = input.phone?.trim() ? readPhone(input.phone) : null;
  if (input.phone?.trim() && !phone) throw new InvalidInput('phone', contactSentence.phone[language]);
  return { message, phone };
}

/** The deadline that a talk of this type would meet; one that was missed bears on the request, too. */
async function runningDeadline(handle: Handle, citizenId: string, interviewType: number) {
  const [row] = await handle.db
    .select()
    .from(t.deadline)
    .where(
      and(
        eq(t.deadline.citizenId, citizenId),
        eq(t.deadline.interviewType, interviewType),
        eq(t.deadline.state, 'open'),
      ),
    )
    .orderBy(asc(t.deadline.bookBy))
    .limit(1);
  return row ?? null;
}

/** The same isn't asked twice while it waits; a unique index holds the same. */
async function keepOnce(
  handle: Handle,
  { language }: Viewer,
  citizenId: string,
  kind: Kind,
  offer: Offer | null,
  deadline: Deadline | null,
) {
  const [waiting] = await handle.db
    .select({ number: t.request.number })
    .from(t.request)
    .where(
      and(
        eq(t.request.citizenId, citizenId),
        eq(t.request.state, 'open'),
        eq(t.request.kind, kind),
        sql`${t.request.offerId} is not distinct from ${offer?.id ?? null}`,
        sql`${t.request.deadlineId} is not distinct from ${deadline?.id ?? null}`,
      ),
    );
  if (waiting) {
    throw new LimitReached(
      'ALREADY_ASKED',
      alreadyAsked[language](waiting.number),
      sentence.waitForAnswer[language],
    );
  }
}

type About = { citizen: Citizen; offer: Offer | null; deadline: Deadline | null; now: Date; zone: string };

async function write(handle: Handle, input: MakeRequestInput, about: About): Promise<string> {
  const [next] = await handle.query<{ serial: string }>(`select nextval('request_number')::text as serial`);
  const year = Number(
    new Intl.DateTimeFormat('en', { timeZone: about.zone, year: 'numeric' }).format(about.now),
  );
  const [made] = await handle.db
    .insert(t.request)
    .values({
      number: requestNumber(year, Number(next?.serial)),
      jobCentreId: about.citizen.jobCentreId,
      citizenId: about.citizen.id,
      kind: input.kind,
      offerId: about.offer?.id ?? null,
      deadlineId: about.deadline?.id ?? null,
      wishes: input.wishes,
      createdAt: about.now,
    })
    .returning({ id: t.request.id });
  if (!made) throw new Error('The request was not written.');
  return made.id;
}

/** What the citizen could have booked just now, by the engine that her list of times comes from. */
async function recordOffer(
  handle: Handle,
  look: FindSlots,
  requestId: string,
  about: About & { viewer: Viewer; offer: Offer },
) {
  const { offer, now, deadline } = about;
  const dayAfter = deadline && startOfLocalDay(about.zone, dayOfIso(deadline.holdBy) + 1);
  const until = recordedUntil(
    now.getTime(),
    dayAfter === null ? null : fromMinute(dayAfter).getTime(),
    offer.horizonDays,
  );
  const audience = audienceOf(about.viewer, about.citizen);
  const [found, [feed]] = await Promise.all([
    look(handle, { offer, audience, from: now, to: new Date(until) }),
    handle.query<{ position: string }>('select feed_position()::text as position'),
  ]);
  await handle.db.insert(t.requestEvidence).values({
    requestId,
    at: now,
    offerId: offer.id,
    audience,
    span: `[${now.toISOString()},${new Date(until).toISOString()})`,
    position: found.position ?? feed?.position ?? '0',
    engine: engineVersion,
    answer: digestOf(toldOf(found)),
    slots: found.slots.length,
  });
}
