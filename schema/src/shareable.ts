import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

/**
 * Marks a field whose value is free times or a job centre's set-up, as every viewer may read it: of who asks it takes
 * in the audience and the language only, and whatever it reads is told by the change feed when it changes.
 */
export const shareable = { extensions: { shareable: true } } as const;

/** Whether all that a document selects is marked: one answer then does for everybody of the same audience. */
export function isShareable(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let all = true;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name }) {
        if (name.value !== '__typename' && !types.getFieldDef()?.extensions['shareable']) all = false;
      },
    }),
  );
  return all;
}
