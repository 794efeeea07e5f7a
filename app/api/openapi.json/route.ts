import { z } from "zod";
import { routes } from "@/.generated/routes";
import { endpoint, openApiDocument, route } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: endpoint({
    summary: "This document",
    auth: "public",
    reply: z.record(z.string(), z.unknown()),
    cacheSeconds: 300,
    run: async ({ deps }) => openApiDocument(routes, deps.env),
  }),
});
