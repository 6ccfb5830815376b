-- What hosts tell each other. A program of an older release tells nothing.

CREATE TABLE host_notes (
  name text COLLATE "C" PRIMARY KEY,
  note text NOT NULL,
  written_at timestamptz NOT NULL
);
