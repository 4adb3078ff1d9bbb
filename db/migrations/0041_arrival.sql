-- When the citizen came, told by staff; null: not, or not yet.
alter table booking add column arrived_at timestamptz;
