import { csv } from '#lib/csv.ts';
import { administrationHomeDocument } from '#lib/documents/administration/home.ts';
import { viewerDocument } from '#lib/documents/viewer.ts';
import { m } from '#lib/generated/paraglide/messages.js';
import { administratorOnly } from '#lib/server/administration.ts';
import { ask } from '#lib/server/graphql.ts';
import { typeName } from '#lib/words.ts';
import type { RequestHandler } from './$types';

/** The first page's figures as a file: one block for each table. */
export const GET: RequestHandler = async (event) => {
  const { viewer } = await ask(event, viewerDocument);
  const { centre } = administratorOnly(viewer, event.url);
  const { jobCentre } = await ask(event, administrationHomeDocument, { centre: centre.id });
  const { figures } = jobCentre;
  if (!figures) return new Response(null, { status: 404 });
  const { selfBooked, offers, deadlines, teams } = figures;
  const rows = [
    [m.figures_self(), selfBooked.booked, selfBooked.total, selfBooked.share],
    [],
    [m.figures_offer(), ...[5, 10, 20].map((days) => m.figures_days({ days }))],
    ...offers.map((row) => [row.offer.title, row.freeIn5Days, row.freeIn10Days, row.freeIn20Days]),
    [],
    [m.figures_type(), m.figures_deadline_count(), m.figures_free_count()],
    ...deadlines.map((row) => [typeName(row.interviewType), row.deadlines ?? m.figures_few(), row.free]),
    [],
    [m.figures_team(), m.figures_talks(), m.figures_hours()],
    ...teams.map((row) => [row.name, row.talks, Math.round(row.minutes / 60)]),
  ];
  return new Response(csv(rows), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="figures.csv"',
    },
  });
};
