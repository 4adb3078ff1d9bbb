export type { Sql } from 'postgres';
export { createDoor, type Database, type Door, type Handle, OutcomeUnknown, Refused } from './door.ts';
export { appRole, migrate, systemRole } from './migrate.ts';
export * from './tables/booking.ts';
export * from './tables/citizens.ts';
export * from './tables/organisation.ts';
export { sealBatch } from './trail/seal.ts';
export { type Fault, type Verified, verifyTrail } from './trail/verify.ts';
export { anonymous, type Viewer } from './viewer.ts';
