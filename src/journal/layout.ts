/** Layout of a journal's file; a higher one was written by a newer version of the program. */
export const LAYOUT = 2;

export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS facts (
    seq INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    time INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    link TEXT NOT NULL
  ) STRICT`;
