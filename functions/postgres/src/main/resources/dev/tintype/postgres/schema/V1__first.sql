-- Names are compared byte by byte, so that pages follow one another the same way on every server.
-- Instants that records are searched by are nanoseconds since 1970; those that the server's clock
-- makes are timestamps.

CREATE TABLE images (
  id text COLLATE "C" PRIMARY KEY,
  epoch bigint NOT NULL,
  live boolean NOT NULL,
  latest text COLLATE "C",
  due_at bigint,
  record text NOT NULL
);
CREATE INDEX images_live ON images (id) WHERE live;
CREATE INDEX images_due ON images (due_at, id) WHERE due_at IS NOT NULL;

CREATE TABLE versions (
  image_id text COLLATE "C" NOT NULL,
  version text COLLATE "C" NOT NULL,
  epoch bigint NOT NULL,
  state text COLLATE "C" NOT NULL,
  due_at bigint,
  record text NOT NULL,
  PRIMARY KEY (image_id, version)
) WITH (autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX versions_state ON versions (state, image_id);
CREATE INDEX versions_due ON versions (due_at, image_id, version) WHERE due_at IS NOT NULL;
CREATE INDEX versions_open ON versions (state, due_at, image_id, version)
  WHERE due_at IS NOT NULL AND state IN ('awaiting_upload', 'processing');

CREATE TABLE idempotency (
  key text COLLATE "C" PRIMARY KEY,
  expires_at bigint NOT NULL,
  record text NOT NULL
);
CREATE INDEX idempotency_expiry ON idempotency (expires_at);

CREATE TABLE outbox (
  id text COLLATE "C" PRIMARY KEY,
  due_at bigint NOT NULL,
  record text NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX outbox_due ON outbox (due_at, id);

-- The changes of the last hour, by which a writer whose connection broke learns what came of it.
CREATE TABLE changes (
  id uuid PRIMARY KEY,
  applied_at timestamptz NOT NULL
);
CREATE INDEX changes_age ON changes (applied_at);

-- lease_until is in no index, so that an extension needs no new index entries; the pages have room
-- for the new row.
CREATE TABLE messages (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  body text NOT NULL,
  about text COLLATE "C",
  lane smallint NOT NULL,
  sent_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  held boolean NOT NULL DEFAULT false,
  lease_until timestamptz,
  receive_count integer NOT NULL DEFAULT 0
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX messages_waiting ON messages (lane, due_at, id) WHERE NOT held;
CREATE UNIQUE INDEX messages_about ON messages (about) WHERE NOT held;
CREATE INDEX messages_held ON messages (about) WHERE held;

CREATE TABLE dead_letters (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  body text NOT NULL,
  about text COLLATE "C",
  lane smallint NOT NULL,
  why text NOT NULL,
  receive_count integer NOT NULL,
  sent_at timestamptz NOT NULL,
  died_at timestamptz NOT NULL
);

CREATE TABLE tokens (
  id text COLLATE "C" PRIMARY KEY,
  label text NOT NULL,
  secret_sha256 text NOT NULL,
  scopes text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint,
  last_used_at bigint,
  revoked_at bigint
);

CREATE TABLE loop_leases (
  name text COLLATE "C" PRIMARY KEY,
  holder text NOT NULL,
  held_until timestamptz NOT NULL
);

-- The oldest schema that a program may have been built for to work on this one. A migration that
-- shuts older programs out raises it.
CREATE TABLE oldest_program (
  schema integer NOT NULL
);
INSERT INTO oldest_program VALUES (1);
