package main

// indexes are the best that SQLite can have for the works below, covering ones included.
// Every one is used by at least one work; what a user may ask beyond them has none, as in
// any program that lets users filter and sort by what they like.
func indexes() []string {
	return []string{
		// Lists of orders.
		"CREATE UNIQUE INDEX orders_no ON orders (no)",
		"CREATE INDEX orders_date ON orders (date)",
		"CREATE INDEX orders_state ON orders (state)",
		"CREATE INDEX orders_party ON orders (party)",
		"CREATE INDEX orders_total ON orders (total)",
		"CREATE INDEX orders_state_owner_total ON orders (state, owner, total)",
		// What a hat sees: own orders, those of the department, those of visible customers.
		"CREATE INDEX orders_seen ON orders (date, owner, dept, party)",
		// Sums by customer, and by month and whatever else an order says.
		"CREATE INDEX orders_bought ON orders (party, state, opening, sales)",
		"CREATE INDEX orders_figures ON orders (date, state, month, party, owner, dept, sales)",
		"CREATE INDEX order_lines_figures ON order_lines (owner, product, share, net)",

		// Customers by name, number and what a search looks through.
		"CREATE UNIQUE INDEX customers_no ON customers (no)",
		"CREATE INDEX customers_name ON customers (name_key, name)",
		"CREATE INDEX customers_search ON customers (search)",
		"CREATE INDEX customers_words ON customers (name, initials, no, phone)",
		"CREATE INDEX customers_owner ON customers (owner, dept)",
		// Any three letters in a row, which is how SQLite looks inside texts.
		"CREATE VIRTUAL TABLE customers_letters USING fts5 (search, content='', tokenize='trigram', detail='full')",
		"INSERT INTO customers_letters (rowid, search) SELECT id, search FROM customers",

		// Money: instalments by order and due date, receipts by what they pay.
		"CREATE INDEX plans_order ON plans (\"order\", due, amount)",
		"CREATE INDEX plans_due ON plans (due, \"order\", amount)",
		"CREATE INDEX receipts_plan ON receipts (plan, applied)",
		"CREATE INDEX receipts_order ON receipts (\"order\", applied)",

		// For the works that grant SQLite stored sums.
		"CREATE INDEX plans_unpaid ON plans (due, \"order\") WHERE received < amount",
		"CREATE INDEX customers_sold ON customers (sold)",

		// Sales tasks and how far they came.
		"CREATE INDEX tasks_party ON tasks (party, state, domain)",
		"CREATE INDEX tasks_funnel ON tasks (domain, due, state, stage, lostAt, forecast, successRate)",
		"CREATE INDEX progress_stage ON progress (task, toStage)",
	}
}
