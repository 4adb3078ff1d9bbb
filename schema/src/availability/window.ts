import { GraphQLError } from 'graphql';

const maxDays = 92;

/** A window of at most 92 days; throws a GraphQLError that says what is wrong. */
export function windowOf<W extends { from: Date; to: Date }>(window: W): W {
  const days = (window.to.getTime() - window.from.getTime()) / 86_400_000;
  if (!(days > 0 && days <= maxDays)) {
    throw new GraphQLError(`\`to\` comes after \`from\`, at most ${maxDays} days later.`, {
      extensions: { code: 'INVALID_WINDOW' },
    });
  }
  return window;
}
