import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Planner, startPlanner } from '../src/planner.ts';

let planner: Planner;
beforeAll(async () => {
  planner = await startPlanner({ phones: true });
});
afterAll(() => planner[Symbol.asyncDispose]());

type Result = { updateMyDetails: Record<string, unknown> };
const update = async (who: string, input: object) =>
  (
    await planner.ask<Result>(
      who,
      `mutation Details($input: UpdateMyDetailsInput!) { updateMyDetails(input: $input) {
        ... on Citizen { phone email language remindBySms remindByEmail }
        ... on Refusal { code message } ... on InvalidInput { path } } }`,
      { input },
    )
  ).data?.updateMyDetails;
const identity = async (who: string) =>
  (
    await planner.owner`select phone, email, language, remind_by_sms, remind_by_email from citizen_identity
      where citizen_id = ${planner.ids[who] as string}`
  )[0];
const trail = () => planner.owner`
  select viewer_id, operation, entity, entity_id from audit_event where operation = 'Details' order by id`;

describe('a citizen', () => {
  it('sees to her own details: what she names is changed, the rest stays', async () => {
    await update('anna', { phone: '+45 20000001', email: ' anna@borger.example ' });
    expect(await update('anna', { remindBySms: false })).toEqual({
      phone: '20 00 00 01',
      email: 'anna@borger.example',
      language: 'DA',
      remindBySms: false,
      remindByEmail: true,
    });
    expect(await update('anna', { phone: ' ' })).toMatchObject({ phone: null, email: 'anna@borger.example' });
  });

  it('chooses her language, for her account and for letters', async () => {
    await update('anna', { language: 'EN' });
    const viewer = await planner.ask('anna', '{ viewer { language citizen { language } } }');
    expect(viewer.data).toEqual({ viewer: { language: 'en', citizen: { language: 'EN' } } });
  });

  it.each([
    ['phone', '0102031234'],
    ['email', 'anna at home'],
  ])('is told what to write when a %s can’t be one, and nothing is changed', async (field, text) => {
    const before = await identity('carla');
    const refused = await update('carla', { [field]: text, remindByEmail: false });
    expect(refused).toMatchObject({ code: 'INVALID_INPUT', path: field });
    expect(JSON.stringify(refused)).not.toContain(text);
    expect(await identity('carla')).toEqual(before);
  });

  it('leaves one entry in the trail, and none when nothing is changed', async () => {
    const { ids, owner } = planner;
    const before = (await trail()).length;
    await update('frida', { phone: '20000002' });
    await update('frida', { phone: '20 00 00 02' });
    const after = await trail();
    expect(after.slice(before)).toEqual([
      {
        viewer_id: ids['user frida'],
        operation: 'Details',
        entity: 'citizen_identity',
        entity_id: ids['frida'],
      },
    ]);
    expect((await owner`select from citizen_identity where phone = '20 00 00 02'`).length).toBe(1);
  });
});

describe('by power of attorney', () => {
  const erik = () => ({ citizen: planner.gid('Citizen', 'erik') });
  it('contact details may be seen to, and the trail names both', async () => {
    expect(await update('dina', { ...erik(), email: 'erik@borger.example' })).toMatchObject({
      email: 'erik@borger.example',
    });
    expect((await trail()).at(-1)).toMatchObject({
      viewer_id: planner.ids['user dina'],
      entity_id: planner.ids['erik'],
    });
  });
  it('the language may not', async () => {
    expect(await update('dina', { ...erik(), language: 'EN' })).toMatchObject({ code: 'LANGUAGE_IS_THEIRS' });
    expect(await identity('erik')).toMatchObject({ language: 'da' });
  });
  it('a stranger finds nobody', async () => {
    expect(await update('anna', { ...erik(), phone: '20000009' })).toMatchObject({ code: 'NOT_FOUND' });
  });
});
