-- What the keys that are there already list, for preflights. From here on whoever changes a list keeps both.
INSERT INTO allowed_origins (environment_id, source, origin)
SELECT environment_id, id::text, unnest(allowed_origins) FROM api_keys WHERE type = 'publishable' AND revoked_at IS NULL
ON CONFLICT DO NOTHING;
