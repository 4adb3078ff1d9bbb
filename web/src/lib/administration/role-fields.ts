import { isLocalDate, localDateOf } from '../dates.ts';
import { type GivenRole, givenRoles } from '../roles.ts';

/** What was typed into the fields of a role. */
export function roleFields(fields: FormData) {
  const text = (name: string) => String(fields.get(name) ?? '');
  const role = givenRoles.find((one): one is GivenRole => one === text('role')) ?? 'CASEWORKER';
  return { role, otherActor: text('otherActor'), from: text('from'), to: text('to') };
}

/** The same as the API takes it: a date that is none is today, or no end. */
export function givenRole({ role, otherActor, from, to }: ReturnType<typeof roleFields>, zone: string) {
  return {
    role,
    otherActor: otherActor || null,
    from: isLocalDate(from) ? from : localDateOf(new Date(), zone),
    to: isLocalDate(to) ? to : null,
  };
}
