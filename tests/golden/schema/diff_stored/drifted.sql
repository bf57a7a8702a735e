CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE parcel (
    id INTEGER NOT NULL,
    weight BIGINT NOT NULL,
    CONSTRAINT parcel_pkey PRIMARY KEY (id),
    CONSTRAINT parcel_weight_check CHECK (weight > 0)
);
CREATE TABLE purchase (
    id INTEGER NOT NULL,
    customer_id BIGINT NOT NULL,
    parcel_id INTEGER,
    state TEXT NOT NULL DEFAULT 'new' CONSTRAINT state_values CHECK (state IN ('new', 'paid', 'sent')),
    total NUMERIC(12, 2) NOT NULL,
    extra TEXT CONSTRAINT extra_json CHECK (extra IS NULL OR json_valid(extra)),
    CONSTRAINT purchase_pkey PRIMARY KEY (id),
    CONSTRAINT purchase_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id),
    CONSTRAINT purchase_parcel_id_fkey FOREIGN KEY (parcel_id) REFERENCES parcel (id)
);
CREATE INDEX purchase_of_customer ON purchase (customer_id, state);
CREATE TABLE remark (
    purchase_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    at TEXT,
    CONSTRAINT remark_purchase_id_fkey FOREIGN KEY (purchase_id) REFERENCES purchase (id) ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "customer" (
    id BIGINT NOT NULL,
    email VARCHAR(200) NOT NULL,
    active BOOLEAN NOT NULL DEFAULT 1 CONSTRAINT active_boolean CHECK (active IN (0, 1)),
    last_purchase_id INTEGER,
    seen TEXT,
    CONSTRAINT customer_pkey PRIMARY KEY (id),
    CONSTRAINT customer_email_key UNIQUE (email),
    CONSTRAINT customer_last_purchase_id_fkey FOREIGN KEY (last_purchase_id) REFERENCES purchase (id)
);
CREATE VIEW open_purchase AS select id, total from purchase where state <> 'sent'
/* open_purchase(id,total) */;
