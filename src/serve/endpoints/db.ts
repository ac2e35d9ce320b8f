import type { StatementSync } from 'node:sqlite';

const ROWS = 1_000;
const CUSTOMERS = 20;

let query: StatementSync | undefined;
let requests = 0;

/** A sync handler that asks a real SQLite, which computes on the thread that asks: each thread has its own table. */
export const db = () => {
  query ??= makeQuery();
  const customer = requests++ % CUSTOMERS;
  return { status: 'ok', customer, ...query.get(customer) };
};

/** Sums one customer's orders, for which it has to look at all. */
function makeQuery(): StatementSync {
  // Not imported: only threads that are asked pay for SQLite.
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, cents INTEGER)');
  const insert = database.prepare('INSERT INTO orders (customer, cents) VALUES (?, ?)');
  database.exec('BEGIN');
  for (let row = 0; row < ROWS; row += 1) insert.run(row % CUSTOMERS, row);
  database.exec('COMMIT');
  return database.prepare('SELECT count(*) AS orders, sum(cents) AS cents FROM orders WHERE customer = ?');
}
