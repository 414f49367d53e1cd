// @neo4j/graphql over the database that citegraph writes: node server.mjs apollo|yoga PORT BOLT_URI, the password in the environment.
import { createServer } from "node:http";
import { Neo4jGraphQL } from "@neo4j/graphql";
import neo4j from "neo4j-driver";

const [kind, port, uri] = process.argv.slice(2);

const typeDefs = `
  type Paper @node {
    id: ID!
    title: String!
    year: Int
    sortName: String!
    authors: [Author!]! @relationship(type: "WROTE", direction: IN)
    evaluatesOn: [Dataset!]! @relationship(type: "EVALUATES_ON", direction: OUT)
    implementedBy: [Repository!]! @relationship(type: "IMPLEMENTS", direction: IN)
  }
  type Author @node { id: ID! name: String! }
  type Dataset @node { id: ID! name: String! }
  type Repository @node { id: ID! name: String! }
  type Named { id: ID! name: String! }
  type Sharing { score: Int! node: Named! sharedDatasets: [Named!]! }
  type Query {
    sharesDatasetsWith(id: ID!, first: Int!, shown: Int!): [Sharing!]! @cypher(columnName: "found", statement: """
      MATCH (m:Method {id: $id})-[:TESTED_ON]->(d:Dataset) WITH m, collect(DISTINCT d) AS datasets
      UNWIND datasets AS d MATCH (d)<-[:TESTED_ON]-(o:Method) WHERE o <> m
      WITH o, collect(DISTINCT d) AS shared ORDER BY size(shared) DESC, o.sortName, o.id LIMIT $first
      CALL (shared) { UNWIND shared AS d WITH d ORDER BY d.sortName, d.id LIMIT $shown RETURN collect(d {.id, .name}) AS listed }
      RETURN {score: size(shared), node: o {.id, .name}, sharedDatasets: listed} AS found
    """)
  }
`;

const driver = neo4j.driver(uri, neo4j.auth.basic("neo4j", process.env.CITEGRAPH_NEO4J_PASSWORD));
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema();
if (kind === "apollo") {
  const { ApolloServer } = await import("@apollo/server");
  const { startStandaloneServer } = await import("@apollo/server/standalone");
  const server = new ApolloServer({ schema, includeStacktraceInErrorResponses: false });
  await startStandaloneServer(server, { listen: { port: Number(port), host: "127.0.0.1" } });
} else {
  const { createYoga } = await import("graphql-yoga");
  createServer(createYoga({ schema, logging: false, graphiql: false, graphqlEndpoint: "/" })).listen(Number(port), "127.0.0.1");
}
