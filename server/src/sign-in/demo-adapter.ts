import type { Adapter, AdapterPayload } from 'oidc-provider';

/** Keeps the demo provider's sessions and codes in memory, each until it expires, at most 5,000 in all. */
export function demoAdapter(): (model: string) => Adapter {
  const kept = new Map<string, { payload: AdapterPayload; until: number }>();
  const find = (key: string): AdapterPayload | undefined => {
    const entry = kept.get(key);
    if (entry && entry.until > Date.now()) return entry.payload;
    kept.delete(key);
    return undefined;
  };
  const firstOf = (model: string, fits: (payload: AdapterPayload) => boolean) => {
    for (const key of kept.keys()) {
      const payload = key.startsWith(`${model}:`) ? find(key) : undefined;
      if (payload && fits(payload)) return payload;
    }
    return undefined;
  };
  return (model) => ({
    async upsert(id, payload, expiresIn) {
      kept.delete(`${model}:${id}`);
      kept.set(`${model}:${id}`, { payload, until: Date.now() + (expiresIn ?? 86_400) * 1000 });
      const oldest = kept.keys().next().value;
      if (kept.size > 5000 && oldest !== undefined) kept.delete(oldest);
    },
    async find(id) {
      return find(`${model}:${id}`);
    },
    async findByUid(uid) {
      return firstOf(model, (payload) => payload.uid === uid);
    },
    async findByUserCode(userCode) {
      return firstOf(model, (payload) => payload.userCode === userCode);
    },
    async consume(id) {
      const payload = find(`${model}:${id}`);
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    },
    async destroy(id) {
      kept.delete(`${model}:${id}`);
    },
    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
    },
  });
}
