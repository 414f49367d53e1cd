// Types and texts of the operations in src/api/operations.graphql, made from the checked-in schema: src/api/generated.ts.
// Usage: node codegen.mjs [SCHEMA]
import { readFileSync, writeFileSync } from "node:fs";
import { codegen } from "@graphql-codegen/core";
import * as typedDocuments from "@graphql-codegen/typed-document-node";
import * as operations from "@graphql-codegen/typescript-operations";
import { buildSchema, parse } from "graphql";

const here = new URL("./", import.meta.url);
const read = (path) => readFileSync(new URL(path, here), "utf8");
const schema = buildSchema(read(process.argv[2] ?? "../schema.graphql"));
const text = await codegen({
  filename: "generated.ts",
  schema: parse(read(process.argv[2] ?? "../schema.graphql")),
  schemaAst: schema,
  documents: [{ location: "operations.graphql", document: parse(read("src/api/operations.graphql")) }],
  config: {
    documentMode: "string",
    enumsAsTypes: true,
    strictScalars: true,
    scalars: { ID: "string", PartialDate: "string" },
    useTypeImports: true,
    skipTypename: true,
    dedupeFragments: true,
  },
  plugins: [{ operations: {} }, { typedDocuments: {} }],
  pluginMap: { operations, typedDocuments },
});
writeFileSync(new URL("src/api/generated.ts", here), `// Made by codegen.mjs from the schema; do not edit.\n${text}`);
