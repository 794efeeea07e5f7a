import { describe, expect, it } from "vitest";
import { z } from "zod";
import { routes } from "@/.generated/routes";
import { ERRORS } from "@/lib/core/errors";
import { errorsOf, listOperations, openApiDocument } from "@/lib/http/openapi";

const Response = z.object({ description: z.string(), content: z.record(z.string(), z.unknown()).optional() });
const Document = z.object({
  openapi: z.literal("3.1.0"),
  paths: z.record(
    z.string().regex(/^\/(api|e)\//),
    z.record(
      z.string().regex(/^(get|post|put|patch|delete)$/),
      z.object({
        operationId: z.string(),
        summary: z.string().min(1),
        security: z.array(z.record(z.string(), z.array(z.never()))),
        parameters: z.array(
          z.object({
            name: z.string(),
            in: z.enum(["path", "query", "header"]),
            required: z.boolean(),
            schema: z.looseObject({}),
          }),
        ),
        requestBody: z
          .object({ content: z.record(z.string().regex(/^[\w*]+\/[\w*]+$/), z.looseObject({})) })
          .optional(),
        responses: z.record(z.string().regex(/^[1-5]\d\d$/), Response),
      }),
    ),
  ),
  components: z.object({
    schemas: z.record(z.string(), z.looseObject({})),
    securitySchemes: z.record(z.string(), z.object({ type: z.string() })),
  }),
});

const text = JSON.stringify(await openApiDocument(routes, { appUrl: "https://auth.example.com", apiHosts: [] }));
const operations = await listOperations(routes);

describe("the OpenAPI document", () => {
  const document = Document.parse(JSON.parse(text));
  const all = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, ...operation })),
  );

  it("has every declared operation once, under an id of its own", () => {
    expect(all.map(({ method, path }) => `${method.toUpperCase()} ${path}`).toSorted()).toEqual(
      operations.map(({ method, path }) => `${method} ${path}`).toSorted(),
    );
    expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(20);
  });

  it("refers to nothing that is not in it, and defines nothing twice", () => {
    const targets = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target);
    for (const target of targets) {
      expect(Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`)).toContain(target);
    }
    expect(text).not.toContain("$defs");
    expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(["Problem", "Tokens", "User"]));
  });

  it("names every parameter of a path, and a scheme for every kind of credential", () => {
    for (const { path, parameters, security } of all) {
      const inPath = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
      expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      for (const scheme of security.flatMap((each) => Object.keys(each))) {
        expect(Object.keys(document.components.securitySchemes)).toContain(scheme);
      }
    }
  });

  it("says what an operation answers when it works, and with which codes when it does not", () => {
    for (const { endpoint, path, method } of operations) {
      const responses = all.find((each) => each.path === path && each.method === method.toLowerCase())?.responses ?? {};
      expect(Object.keys(responses).some((status) => status.startsWith("2"))).toBe(true);
      for (const code of errorsOf(endpoint)) {
        const response = responses[ERRORS[code].status];
        expect(response?.description).toContain(`\`${code}\``);
        expect(response?.content).toHaveProperty("application/problem+json");
      }
    }
  });

  it("carries the wire's names, not the domain's", () => {
    const names = [...text.matchAll(/"properties":\{([^{}]*)/g)].map(([, first]) => first);
    for (const name of names) expect(name).not.toMatch(/"[a-z]+[A-Z]\w*":/);
    expect(text).toContain('"challenge_id"');
    expect(text).not.toContain('"challengeId"');
  });
});
