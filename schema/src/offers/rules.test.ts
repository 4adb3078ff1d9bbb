import { describe, expect, it } from 'vitest';
import { whyClosed } from './rules.ts';

const now = Date.parse('2026-11-23T08:00:00Z');
const offer = { publishedFrom: now - 1, publishedTo: null, paused: false, groups: ['2', '8'], maxOpen: 1 };
const citizen = { exempt: false, contactGroup: '2' };

describe('an offer', () => {
  it('is open to a citizen of its groups while it is published', () => {
    expect(whyClosed(offer, citizen, 0, now)).toBeNull();
  });
  it.each([
    ['EXEMPT', {}, { exempt: true }, 0],
    ['GROUP', {}, { contactGroup: '12' }, 0],
    ['OFFER_PUBLISHED', { publishedFrom: now + 1 }, {}, 0],
    ['OFFER_PUBLISHED', { publishedTo: now }, {}, 0],
    ['OFFER_PAUSED', { paused: true }, {}, 0],
    ['MAX_OPEN', {}, {}, 1],
  ] as const)('is closed with the code %s', (code, changed, who, openTalks) => {
    expect(whyClosed({ ...offer, ...changed }, { ...citizen, ...who }, openTalks, now)).toBe(code);
  });
  it('without groups is everybody’s', () => {
    expect(whyClosed({ ...offer, groups: [] }, { ...citizen, contactGroup: '99' }, 0, now)).toBeNull();
  });
  it('is open from the instant of its publication', () => {
    expect(whyClosed({ ...offer, publishedFrom: now }, citizen, 0, now)).toBeNull();
  });
  it('tells first what the citizen can do nothing about', () => {
    expect(whyClosed({ ...offer, publishedTo: now }, { exempt: true, contactGroup: '99' }, 9, now)).toBe(
      'EXEMPT',
    );
    expect(whyClosed({ ...offer, publishedTo: now }, { ...citizen, contactGroup: '99' }, 9, now)).toBe(
      'GROUP',
    );
  });
});
