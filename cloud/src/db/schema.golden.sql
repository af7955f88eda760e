table access.account uuid not null
table access.estate text not null
table account.auto_top_up jsonb
table account.blocked_at timestamp with time zone
table account.created_at timestamp with time zone not null default now()
table account.credit_limit_minor bigint
table account.currency text not null
table account.erased_at timestamp with time zone
table account.id uuid not null
table account.kind text not null default 'person'::text
table account.language text
table account.name text not null
table account.rank text
table audit.actor text not null
table audit.at timestamp with time zone not null default now()
table audit.detail jsonb not null
table audit.id bigint not null default nextval('audit_id_seq'::regclass)
table audit.subject text not null
table audit.verb text not null
table bay_right.account uuid not null
table bay_right.created_at timestamp with time zone not null default now()
table bay_right.estate text not null
table bay_right.from_at timestamp with time zone not null
table bay_right.guest_of uuid
table bay_right.id uuid not null
table bay_right.places integer not null default 1
table bay_right.revoked_at timestamp with time zone
table bay_right.until_at timestamp with time zone
table bay_right.zone text not null
table card.account uuid not null
table card.aes text
table card.created_at timestamp with time zone not null default now()
table card.label text not null
table card.ref text not null
table card.revoked_at timestamp with time zone
table card.vehicle uuid
table card_link.account uuid not null
table card_link.card text
table card_link.created_at timestamp with time zone not null default now()
table card_link.gate text not null
table card_link.id uuid not null
table card_link.label text not null
table card_link.refused text
table card_link.settled_at timestamp with time zone
table consent.account uuid not null
table consent.given boolean not null
table consent.kind text not null
table consent.said_at timestamp with time zone not null
table daily_close.closed_at timestamp with time zone not null
table daily_close.currency text not null
table daily_close.day text not null
table daily_close.estate text not null
table daily_close.hash text not null
table daily_close.proof jsonb not null
table device.account uuid not null
table device.certified_until timestamp with time zone not null
table device.created_at timestamp with time zone not null default now()
table device.id uuid not null
table device.key text not null
table device.label text not null
table device.ref text not null
table device.revoked_at timestamp with time zone
table dispute.account uuid not null
table dispute.answer text
table dispute.ended_at timestamp with time zone
table dispute.id uuid not null
table dispute.opened_at timestamp with time zone not null
table dispute.session uuid not null
table dispute.state text not null
table dispute.words text not null
table estate.address text
table estate.anti_passback text not null default 'sure'::text
table estate.created_at timestamp with time zone not null default now()
table estate.currency text not null
table estate.departure_waits_ms bigint not null default 259200000
table estate.grant_ms integer not null default 30000
table estate.id text not null
table estate.lat double precision
table estate.lon double precision
table estate.missed_departure_minor bigint not null default 0
table estate.name text not null
table estate.opening_hours jsonb not null default '[]'::jsonb
table estate.overdraw integer not null default 0
table estate.plain_cards text not null default 'open'::text
table estate.plate_confidence_permille integer not null default 800
table estate.plate_match text not null default 'exact'::text
table estate.public boolean not null default true
table estate.repeat_ms integer not null default 3000
table estate.rules_digest text not null default '0000000000000000000000000000000000000000000000000000000000000000'::text
table estate.rules_version bigint not null default 0
table estate.stale_after_ms bigint not null default 86400000
table estate.stale_arrivals integer not null default 2
table estate.stuck_ms integer not null default 120000
table estate.time_zone text not null
table estate.unknown_at_departure text not null default 'open'::text
table estate.unsure_clock text not null default 'refuse-codes'::text
table exception.at timestamp with time zone not null
table exception.estate text not null
table exception.fact text
table exception.gate text
table exception.id bigint not null default nextval('exception_id_seq'::regclass)
table exception.kind text not null
table exception.resolved_at timestamp with time zone
table exception.session uuid
table exception.words text not null
table fact.clock text
table fact.epoch text not null
table fact.estate text not null
table fact.gate text not null
table fact.hash text not null
table fact.id text
table fact.kind text
table fact.occurred_at timestamp with time zone not null
table fact.quarantine text
table fact.received_at timestamp with time zone not null
table fact.seq bigint not null
table fact.text text not null
table favourite.account uuid not null
table favourite.created_at timestamp with time zone not null
table favourite.estate text not null
table favourite.told_at timestamp with time zone
table favourite.told_full boolean not null
table forked_fact.epoch text not null
table forked_fact.gate text not null
table forked_fact.hash text not null
table forked_fact.id bigint not null default nextval('forked_fact_id_seq'::regclass)
table forked_fact.received_at timestamp with time zone not null
table forked_fact.seq bigint not null
table forked_fact.text text not null
table gate.arrival_zones text[] not null default '{}'::text[]
table gate.epoch text
table gate.estate text not null
table gate.id text not null
table gate.last_seen_at timestamp with time zone
table gate.name text not null
table gate.online boolean not null default false
table gate.opening_key text
table gate.revoked_at timestamp with time zone
table gate.status jsonb
table gate.token_hash text not null
table gate_epoch.boot_began timestamp with time zone
table gate_epoch.boot_heard timestamp with time zone
table gate_epoch.boot_id text
table gate_epoch.dated_through timestamp with time zone
table gate_epoch.epoch text not null
table gate_epoch.first_seen_at timestamp with time zone not null default now()
table gate_epoch.forked_at timestamp with time zone
table gate_epoch.gate text not null
table gate_epoch.hash text not null default '0000000000000000000000000000000000000000000000000000000000000000'::text
table gate_epoch.through bigint not null default 0
table gate_opening.account uuid not null
table gate_opening.created_at timestamp with time zone not null default now()
table gate_opening.gate text not null
table gate_opening.id uuid not null
table gate_opening.lane text not null
table gate_opening.made_at timestamp with time zone not null
table gate_order.answered_at timestamp with time zone
table gate_order.content jsonb not null
table gate_order.created_at timestamp with time zone not null default now()
table gate_order.expires_at timestamp with time zone not null
table gate_order.gate text not null
table gate_order.id uuid not null
table gate_order.outcome text
table group_invitation.created_at timestamp with time zone not null
table group_invitation.email text not null
table group_invitation.expires_at timestamp with time zone not null
table group_invitation.group_account uuid not null
table group_invitation.id uuid not null
table group_invitation.manages boolean not null default false
table group_invitation.monthly_limit_minor bigint
table group_member.account uuid not null
table group_member.group_account uuid not null
table group_member.joined_at timestamp with time zone not null default now()
table group_member.manages boolean not null default false
table group_member.monthly_limit_minor bigint
table group_spend.account uuid not null
table group_spend.group_account uuid not null
table group_spend.month text not null
table group_spend.spent_minor bigint not null default 0
table hold.account uuid not null
table hold.amount_minor bigint not null
table hold.session uuid not null
table hold.state text not null
table house.id text not null
table house.value text not null
table issuer_key.kid text not null
table issuer_key.not_after timestamp with time zone not null
table issuer_key.not_before timestamp with time zone not null
table issuer_key.public_key text not null
table keyed_request.answer jsonb not null
table keyed_request.at timestamp with time zone not null
table keyed_request.fingerprint text not null
table keyed_request.key text not null
table lease.epoch text not null
table lease.estate text not null
table lease.gate text not null
table lease.lent bigint not null default 0
table lease.returned bigint not null default 0
table lease.used bigint not null default 0
table lease.voided bigint not null default 0
table lease.zone text not null
table ledger_entry.amount_minor bigint not null
table ledger_entry.ledger_account text not null
table ledger_entry.line integer not null
table ledger_entry.transaction uuid not null
table ledger_transaction.account uuid
table ledger_transaction.currency text not null
table ledger_transaction.fingerprint text not null
table ledger_transaction.id uuid not null
table ledger_transaction.idempotency_key text not null
table ledger_transaction.kind text not null
table ledger_transaction.occurred_at timestamp with time zone not null
table ledger_transaction.posted_at timestamp with time zone not null default now()
table ledger_transaction.session uuid
table ledger_transaction.words text not null
table loyalty_rank.credit_limit_minor bigint not null default 0
table loyalty_rank.id text not null
table loyalty_rank.name text not null
table loyalty_rank.position integer not null
table loyalty_rank.rule jsonb not null
table notice_delivery.account uuid not null
table notice_delivery.address uuid not null
table notice_delivery.attempts integer not null default 0
table notice_delivery.channel text not null
table notice_delivery.content jsonb not null
table notice_delivery.created_at timestamp with time zone not null
table notice_delivery.ended_at timestamp with time zone
table notice_delivery.expires_at timestamp with time zone not null
table notice_delivery.failure text
table notice_delivery.id uuid not null
table notice_delivery.key text not null
table notice_delivery.next_at timestamp with time zone
table notice_delivery.state text not null
table notice_due.account uuid
table notice_due.due_at timestamp with time zone not null default to_timestamp((0)::double precision)
table notice_due.estate text
table notice_due.id bigint not null default nextval('notice_due_id_seq'::regclass)
table notice_due.kind text not null
table notice_due.session uuid
table notice_wish.account uuid not null
table notice_wish.by_mail boolean not null default false
table notice_wish.favourite_full boolean not null default true
table notice_wish.low_balance boolean not null default true
table notice_wish.low_balance_minor bigint not null default 500
table notice_wish.quiet_hours jsonb
table notice_wish.stay_began boolean not null default true
table notice_wish.stay_ended boolean not null default true
table notice_wish.told_low boolean not null default false
table occupancy.arrivals bigint not null default 0
table occupancy.corrections bigint not null default 0
table occupancy.departures bigint not null default 0
table occupancy.estate text not null
table occupancy.factor_permille integer not null default 1000
table occupancy.factor_since timestamp with time zone not null default now()
table occupancy.next_at timestamp with time zone
table occupancy.next_permille integer
table occupancy.passing bigint not null default 0
table occupancy.zone text not null
table occupancy_count.actor text not null
table occupancy_count.at timestamp with time zone not null
table occupancy_count.before integer not null
table occupancy_count.estate text not null
table occupancy_count.id bigint not null default nextval('occupancy_count_id_seq'::regclass)
table occupancy_count.moved integer not null
table occupancy_count.passages bigint not null
table occupancy_count.reason text not null
table occupancy_count.saw integer not null
table occupancy_count.zone text not null
table passkey.aaguid text
table passkey.backed_up boolean not null
table passkey.counter bigint not null
table passkey.created_at timestamp with time zone
table passkey.credential_id text not null
table passkey.device_type text not null
table passkey.id uuid not null
table passkey.name text
table passkey.public_key text not null
table passkey.transports text
table passkey.user_id uuid not null
table payment.account uuid not null
table payment.amount_minor bigint not null
table payment.attempts integer not null default 0
table payment.created_at timestamp with time zone not null default now()
table payment.currency text not null
table payment.ended_at timestamp with time zone
table payment.failure text
table payment.fingerprint text not null
table payment.id uuid not null
table payment.idempotency_key text not null
table payment.kind text not null
table payment.method uuid
table payment.next_at timestamp with time zone
table payment.of_payment uuid
table payment.provider text not null
table payment.provider_ref text
table payment.state text not null
table payment.transaction uuid
table payment_event.content jsonb not null
table payment_event.id text not null
table payment_event.outcome text not null
table payment_event.payment uuid
table payment_event.provider text not null
table payment_event.received_at timestamp with time zone not null
table payment_method.account uuid not null
table payment_method.created_at timestamp with time zone not null default now()
table payment_method.ended_at timestamp with time zone
table payment_method.id uuid not null
table payment_method.label text not null
table payment_method.position integer not null
table payment_method.provider text not null
table payment_method.provider_ref text not null
table price_move.announced_at timestamp with time zone
table price_move.at timestamp with time zone not null
table price_move.estate text not null
table price_move.from_permille integer not null
table price_move.id bigint not null default nextval('price_move_id_seq'::regclass)
table price_move.inputs jsonb
table price_move.reason text not null
table price_move.to_permille integer not null
table price_move.zone text not null
table push_subscription.account uuid not null
table push_subscription.auth text not null
table push_subscription.created_at timestamp with time zone not null
table push_subscription.endpoint text not null
table push_subscription.id uuid not null
table push_subscription.language text
table push_subscription.p256dh text not null
table receipt.account uuid
table receipt.estate text not null
table receipt.id uuid not null
table receipt.issued_at timestamp with time zone not null
table receipt.kid text not null
table receipt.kind text not null
table receipt.number integer not null
table receipt.revision integer not null
table receipt.session uuid not null
table receipt.signature text not null
table receipt.takes_back uuid
table receipt.text text not null
table receipt.year integer not null
table receipt_counter.estate text not null
table receipt_counter.last integer not null default 0
table receipt_counter.year integer not null
table receipt_due.estate text not null
table receipt_due.revision integer not null
table receipt_due.session uuid not null
table receipt_key.kid text not null
table receipt_key.public_key text not null
table receipt_key.since timestamp with time zone not null default now()
table rule.estate text not null
table rule.key text not null
table rule.text text
table rule.version bigint not null
table rule_dirty.estate text not null
table rule_dirty.id bigint not null default nextval('rule_dirty_id_seq'::regclass)
table rule_dirty.key text not null
table session.account uuid
table session.arrival_fact text
table session.arrived_at timestamp with time zone
table session.class text not null default 'standard'::text
table session.departed_at timestamp with time zone
table session.departure_fact text
table session.estate text not null
table session.flags text[] not null default '{}'::text[]
table session.gate_in text not null
table session.gate_out text
table session.granted_at timestamp with time zone not null
table session.id uuid not null
table session.offer jsonb
table session.state text not null
table session.zone text not null
table sign_in_code.created_at timestamp with time zone not null default now()
table sign_in_code.expires_at timestamp with time zone not null
table sign_in_code.id uuid not null
table sign_in_code.identifier text not null
table sign_in_code.updated_at timestamp with time zone not null default now()
table sign_in_code.value text not null
table sign_in_method.access_token text
table sign_in_method.access_token_expires_at timestamp with time zone
table sign_in_method.account_id text not null
table sign_in_method.created_at timestamp with time zone not null default now()
table sign_in_method.id uuid not null
table sign_in_method.id_token text
table sign_in_method.password text
table sign_in_method.provider_id text not null
table sign_in_method.refresh_token text
table sign_in_method.refresh_token_expires_at timestamp with time zone
table sign_in_method.scope text
table sign_in_method.updated_at timestamp with time zone not null default now()
table sign_in_method.user_id uuid not null
table sign_in_session.created_at timestamp with time zone not null default now()
table sign_in_session.expires_at timestamp with time zone not null
table sign_in_session.id uuid not null
table sign_in_session.ip_address text
table sign_in_session.token text not null
table sign_in_session.updated_at timestamp with time zone not null default now()
table sign_in_session.user_agent text
table sign_in_session.user_id uuid not null
table sign_in_user.created_at timestamp with time zone not null default now()
table sign_in_user.email text not null
table sign_in_user.email_verified boolean not null default false
table sign_in_user.id uuid not null
table sign_in_user.image text
table sign_in_user.name text not null
table sign_in_user.updated_at timestamp with time zone not null default now()
table staff.created_at timestamp with time zone not null default now()
table staff.email text not null
table staff.estates text[]
table staff.id uuid not null default gen_random_uuid()
table staff.invited_by text not null
table staff.role text not null
table stay.account uuid
table stay.arrived_at timestamp with time zone not null
table stay.currency text not null
table stay.departed_at timestamp with time zone not null
table stay.estate text not null
table stay.flags text[] not null
table stay.lines jsonb not null
table stay.offer jsonb not null
table stay.payer uuid
table stay.reason text
table stay.revision integer not null default 0
table stay.session uuid not null
table stay.taxes jsonb not null default '[]'::jsonb
table stay.terms jsonb not null default '{}'::jsonb
table stay.total_minor bigint not null
table stay.transaction uuid
table stay.zone text not null
table subscription.account uuid not null
table subscription.created_at timestamp with time zone not null default now()
table subscription.ended_at timestamp with time zone
table subscription.from_at timestamp with time zone not null
table subscription.id uuid not null
table subscription.plan text not null
table subscription.renews boolean not null default true
table subscription.until_at timestamp with time zone not null
table subscription.vehicles uuid[] not null
table subscription_plan.classes text[] not null
table subscription_plan.created_at timestamp with time zone not null default now()
table subscription_plan.currency text not null
table subscription_plan.ended_at timestamp with time zone
table subscription_plan.estate text not null
table subscription_plan.id text not null
table subscription_plan.name text not null
table subscription_plan.period text not null
table subscription_plan.places integer not null default 1
table subscription_plan.price_minor bigint not null
table subscription_plan.windows jsonb not null
table subscription_plan.zones text[] not null
table tariff.content jsonb not null
table tariff.currency text not null
table tariff.effective_at timestamp with time zone not null
table tariff.id text not null
table tariff.version integer not null
table tariff_draft.author text not null
table tariff_draft.changed_at timestamp with time zone not null default now()
table tariff_draft.content jsonb not null
table tariff_draft.created_at timestamp with time zone not null default now()
table tariff_draft.currency text not null
table tariff_draft.id uuid not null
table tariff_draft.published_version integer
table tariff_draft.tariff text not null
table tariff_draft.words text not null
table token.account uuid
table token.created_at timestamp with time zone not null default now()
table token.estates text[]
table token.expires_at timestamp with time zone
table token.hash text not null
table token.label text not null
table token.role text not null
table token.scopes text[] not null default '{}'::text[]
table unmatched_departure.account uuid
table unmatched_departure.clock_unsure boolean not null default false
table unmatched_departure.departed_at timestamp with time zone not null
table unmatched_departure.estate text not null
table unmatched_departure.fact text not null
table unmatched_departure.gate text not null
table unmatched_departure.heard_at timestamp with time zone not null
table unmatched_departure.paired_with uuid
table unmatched_departure.session uuid
table unmatched_departure.zone text not null
table vehicle.account uuid not null
table vehicle.class text not null
table vehicle.created_at timestamp with time zone not null default now()
table vehicle.ended_at timestamp with time zone
table vehicle.id uuid not null
table vehicle.label text not null
table vehicle.plate text
table vehicle.plate_alike text
table vehicle.plate_ref text
table visitor_ticket.account uuid not null
table visitor_ticket.created_at timestamp with time zone not null default now()
table visitor_ticket.ended_at timestamp with time zone
table visitor_ticket.estate text not null
table visitor_ticket.from_at timestamp with time zone not null
table visitor_ticket.guest_right uuid
table visitor_ticket.host uuid not null
table visitor_ticket.id uuid not null
table visitor_ticket.label text not null
table visitor_ticket.plate text
table visitor_ticket.ref text not null
table visitor_ticket.revoked_at timestamp with time zone
table visitor_ticket.until_at timestamp with time zone not null
table visitor_ticket.used_at timestamp with time zone
table visitor_ticket.zone text
table voucher.account uuid
table voucher.billed uuid
table voucher.code_hash text not null
table voucher.created_at timestamp with time zone not null default now()
table voucher.estate text not null
table voucher.id uuid not null
table voucher.kind text not null
table voucher.redeemed_at timestamp with time zone
table voucher.session uuid
table voucher.sponsor uuid
table voucher.used_at timestamp with time zone
table voucher.used_minor bigint
table voucher.valid_from timestamp with time zone not null
table voucher.valid_until timestamp with time zone not null
table voucher.value bigint not null
table voucher.words text not null
table wallet.account uuid not null
table wallet.balance_minor bigint not null default 0
table wallet.currency text not null
table wallet.debt_minor bigint not null default 0
table wallet.held_minor bigint not null default 0
table zone.capacity integer not null
table zone.class text not null
table zone.estate text not null
table zone.id text not null
table zone.minimum_cover_minor bigint not null
table zone.name text not null
table zone.pricing jsonb
table zone.tariff text not null

constraint access.access_account_account_id_fk FOREIGN KEY (account) REFERENCES account(id)
constraint access.access_account_estate_pk PRIMARY KEY (account, estate)
constraint access.access_estate_estate_id_fk FOREIGN KEY (estate) REFERENCES estate(id)
constraint account.account_pkey PRIMARY KEY (id)
constraint audit.audit_pkey PRIMARY KEY (id)
constraint bay_right.bay_right_account_account_id_fk FOREIGN KEY (account) REFERENCES account(id)
constraint bay_right.bay_right_pkey PRIMARY KEY (id)
constraint card.card_account_account_id_fk FOREIGN KEY (account) REFERENCES account(id)
constraint card.card_pkey PRIMARY KEY (ref)
constraint card_link.card_link_account_account_id_fk FOREIGN KEY (account) REFERENCES account(id)
constraint card_link.card_link_pkey PRIMARY KEY (id)
constraint consent.consent_account_account_id_fk FOREIGN KEY (account) REFERENCES account(id)
constraint consent.consent_account_kind_pk PRIMARY KEY (account, kind)
constraint daily_close.daily_close_estate_day_pk PRIMARY KEY (estate, day)
constraint device.device_account_account_id_fk FOREIGN KEY (account) REFERENCES account(id)
constraint device.device_key_unique UNIQUE (key)
constraint device.device_pkey PRIMARY KEY (id)
constraint device.device_ref_unique UNIQUE (ref)
constraint dispute.dispute_account_account_id_fk FOREIGN KEY (account) REFERENCES account(id)
constraint dispute.dispute_pkey PRIMARY KEY (id)
constraint estate.estate_pkey PRIMARY KEY (id)
constraint estate.estate_position CHECK ((((lat IS NULL) = (lon IS NULL)) AND ((lat >= ('-90'::integer)::double precision) AND (lat <= (90)::double precision)) AND ((lon >= ('-180'::integer)::double precision) AND (lon <= (180)::double precision))))
constraint exception.exception_pkey PRIMARY KEY (id)
constraint fact.fact_gate_epoch_seq_pk PRIMARY KEY (gate, epoch, seq)
constraint favourite.favourite_account_account_id_fk FOREIGN KEY (account) REFERENCES account(id)
constraint favourite.favourite_account_estate_pk PRIMARY KEY (account, estate)
constraint favourite.favourite_estate_estate_id_fk FOREIGN KEY (estate) REFERENCES estate(id)
constraint forked_fact.forked_fact_pkey PRIMARY KEY (id)
constraint gate.gate_estate_estate_id_fk FOREIGN KEY (estate) REFERENCES estate(id)
constraint gate.gate_pkey PRIMARY KEY (id)
constraint gate_epoch.gate_epoch_gate_epoch_pk PRIMARY KEY (gate, epoch)
constraint gate_epoch.gate_epoch_gate_gate_id_fk FOREIGN KEY (gate) REFERENCES gate(id)
constraint gate_opening.gate_opening_account_account_id_fk FOREIGN KEY (account) REFERENCES account(id)
constraint gate_opening.gate_opening_code UNIQUE (gate, lane, made_at)
constraint gate_opening.gate_opening_pkey PRIMARY KEY (id)
constraint gate_order.gate_order_pkey PRIMARY KEY (id)
constraint group_invitation.group_invitation_group_account_account_id_fk FOREIGN KEY (group_account) REFERENCES account(id)
constraint group_invitation.group_invitation_once UNIQUE (group_account, email)
constraint group_invitation.group_invitation_pkey PRIMARY KEY (id)
constraint group_member.group_member_account_account_id_fk FOREIGN KEY (account) REFERENCES account(id)
constraint group_member.group_member_group_account_account_id_fk FOREIGN KEY (group_account) REFERENCES account(id)
constraint group_member.group_member_pkey PRIMARY KEY (account)
constraint group_spend.group_spend_group_account_account_month_pk PRIMARY KEY (group_account, account, month)
constraint hold.hold_pkey PRIMARY KEY (session)
constraint house.house_pkey PRIMARY KEY (id)
constraint issuer_key.issuer_key_pkey PRIMARY KEY (kid)
constraint keyed_request.keyed_request_pkey PRIMARY KEY (key)
constraint lease.lease_gate_epoch_zone_pk PRIMARY KEY (gate, epoch, zone)
constraint ledger_entry.ledger_entry_balanced TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint ledger_entry.ledger_entry_transaction_ledger_transaction_id_fk FOREIGN KEY (transaction) REFERENCES ledger_transaction(id)
constraint ledger_entry.ledger_entry_transaction_line_pk PRIMARY KEY (transaction, line)
constraint ledger_transaction.ledger_transaction_balanced TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint ledger_transaction.ledger_transaction_idempotency UNIQUE (idempotency_key)
constraint ledger_transaction.ledger_transaction_pkey PRIMARY KEY (id)
constraint loyalty_rank.loyalty_rank_pkey PRIMARY KEY (id)
constraint loyalty_rank.loyalty_rank_position_unique UNIQUE ("position")
constraint notice_delivery.notice_delivery_once UNIQUE (key, channel, address)
constraint notice_delivery.notice_delivery_pkey PRIMARY KEY (id)
constraint notice_due.notice_due_pkey PRIMARY KEY (id)
constraint notice_wish.notice_wish_account_account_id_fk FOREIGN KEY (account) REFERENCES account(id)
constraint notice_wish.notice_wish_pkey PRIMARY KEY (account)
constraint occupancy.occupancy_estate_zone_pk PRIMARY KEY (estate, zone)
constraint occupancy_count.occupancy_count_pkey PRIMARY KEY (id)
constraint passkey.passkey_credential_id_unique UNIQUE (credential_id)
constraint passkey.passkey_pkey PRIMARY KEY (id)
constraint passkey.passkey_user_id_sign_in_user_id_fk FOREIGN KEY (user_id) REFERENCES sign_in_user(id) ON DELETE CASCADE
constraint payment.payment_account_account_id_fk FOREIGN KEY (account) REFERENCES account(id)
constraint payment.payment_idempotency_key_unique UNIQUE (idempotency_key)
constraint payment.payment_pkey PRIMARY KEY (id)
constraint payment_event.payment_event_provider_id_pk PRIMARY KEY (provider, id)
constraint payment_method.payment_method_account_account_id_fk FOREIGN KEY (account) REFERENCES account(id)
constraint payment_method.payment_method_pkey PRIMARY KEY (id)
constraint price_move.price_move_pkey PRIMARY KEY (id)
constraint push_subscription.push_subscription_account_account_id_fk FOREIGN KEY (account) REFERENCES account(id)
constraint push_subscription.push_subscription_endpoint_unique UNIQUE (endpoint)
constraint push_subscription.push_subscription_pkey PRIMARY KEY (id)
constraint receipt.receipt_number UNIQUE (estate, year, number)
constraint receipt.receipt_once UNIQUE (session, revision, kind)
constraint receipt.receipt_pkey PRIMARY KEY (id)
constraint receipt_counter.receipt_counter_estate_year_pk PRIMARY KEY (estate, year)
constraint receipt_due.receipt_due_estate_session_revision_pk PRIMARY KEY (estate, session, revision)
constraint receipt_key.receipt_key_pkey PRIMARY KEY (kid)
constraint rule.rule_estate_key_pk PRIMARY KEY (estate, key)
constraint rule_dirty.rule_dirty_pkey PRIMARY KEY (id)
constraint session.session_pkey PRIMARY KEY (id)
constraint sign_in_code.sign_in_code_pkey PRIMARY KEY (id)
constraint sign_in_method.sign_in_method_pkey PRIMARY KEY (id)
constraint sign_in_method.sign_in_method_user_id_sign_in_user_id_fk FOREIGN KEY (user_id) REFERENCES sign_in_user(id) ON DELETE CASCADE
constraint sign_in_session.sign_in_session_pkey PRIMARY KEY (id)
constraint sign_in_session.sign_in_session_token_unique UNIQUE (token)
constraint sign_in_session.sign_in_session_user_id_sign_in_user_id_fk FOREIGN KEY (user_id) REFERENCES sign_in_user(id) ON DELETE CASCADE
constraint sign_in_user.sign_in_user_email_unique UNIQUE (email)
constraint sign_in_user.sign_in_user_pkey PRIMARY KEY (id)
constraint staff.staff_id_unique UNIQUE (id)
constraint staff.staff_pkey PRIMARY KEY (email)
constraint stay.stay_session_revision_pk PRIMARY KEY (session, revision)
constraint stay.stay_session_session_id_fk FOREIGN KEY (session) REFERENCES session(id)
constraint subscription.subscription_account_account_id_fk FOREIGN KEY (account) REFERENCES account(id)
constraint subscription.subscription_pkey PRIMARY KEY (id)
constraint subscription.subscription_plan_subscription_plan_id_fk FOREIGN KEY (plan) REFERENCES subscription_plan(id)
constraint subscription_plan.subscription_plan_estate_estate_id_fk FOREIGN KEY (estate) REFERENCES estate(id)
constraint subscription_plan.subscription_plan_pkey PRIMARY KEY (id)
constraint tariff.tariff_id_version_pk PRIMARY KEY (id, version)
constraint tariff_draft.tariff_draft_pkey PRIMARY KEY (id)
constraint token.token_account_account_id_fk FOREIGN KEY (account) REFERENCES account(id)
constraint token.token_pkey PRIMARY KEY (hash)
constraint unmatched_departure.unmatched_departure_pkey PRIMARY KEY (fact)
constraint vehicle.vehicle_account_account_id_fk FOREIGN KEY (account) REFERENCES account(id)
constraint vehicle.vehicle_pkey PRIMARY KEY (id)
constraint vehicle.vehicle_plate_ref_unique UNIQUE (plate_ref)
constraint visitor_ticket.visitor_ticket_account_account_id_fk FOREIGN KEY (account) REFERENCES account(id)
constraint visitor_ticket.visitor_ticket_estate_estate_id_fk FOREIGN KEY (estate) REFERENCES estate(id)
constraint visitor_ticket.visitor_ticket_host_account_id_fk FOREIGN KEY (host) REFERENCES account(id)
constraint visitor_ticket.visitor_ticket_pkey PRIMARY KEY (id)
constraint visitor_ticket.visitor_ticket_ref_unique UNIQUE (ref)
constraint voucher.voucher_code_hash_unique UNIQUE (code_hash)
constraint voucher.voucher_estate_estate_id_fk FOREIGN KEY (estate) REFERENCES estate(id)
constraint voucher.voucher_pkey PRIMARY KEY (id)
constraint wallet.wallet_account_account_id_fk FOREIGN KEY (account) REFERENCES account(id)
constraint wallet.wallet_not_negative CHECK (((balance_minor >= 0) AND (held_minor >= 0) AND (debt_minor >= 0)))
constraint wallet.wallet_pkey PRIMARY KEY (account)
constraint zone.zone_capacity CHECK ((capacity >= 0))
constraint zone.zone_estate_estate_id_fk FOREIGN KEY (estate) REFERENCES estate(id)
constraint zone.zone_estate_id_pk PRIMARY KEY (estate, id)

CREATE UNIQUE INDEX access_account_estate_pk ON public.access USING btree (account, estate)
CREATE UNIQUE INDEX account_pkey ON public.account USING btree (id)
CREATE UNIQUE INDEX audit_pkey ON public.audit USING btree (id)
CREATE INDEX bay_right_account ON public.bay_right USING btree (account)
CREATE UNIQUE INDEX bay_right_pkey ON public.bay_right USING btree (id)
CREATE INDEX bay_right_zone ON public.bay_right USING btree (estate, zone)
CREATE INDEX card_account ON public.card USING btree (account)
CREATE UNIQUE INDEX card_pkey ON public.card USING btree (ref)
CREATE INDEX card_link_open ON public.card_link USING btree (id) WHERE (settled_at IS NULL)
CREATE UNIQUE INDEX card_link_pkey ON public.card_link USING btree (id)
CREATE UNIQUE INDEX consent_account_kind_pk ON public.consent USING btree (account, kind)
CREATE UNIQUE INDEX daily_close_estate_day_pk ON public.daily_close USING btree (estate, day)
CREATE INDEX device_account ON public.device USING btree (account)
CREATE UNIQUE INDEX device_key_unique ON public.device USING btree (key)
CREATE UNIQUE INDEX device_pkey ON public.device USING btree (id)
CREATE UNIQUE INDEX device_ref_unique ON public.device USING btree (ref)
CREATE INDEX dispute_account ON public.dispute USING btree (account)
CREATE INDEX dispute_open ON public.dispute USING btree (opened_at) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX dispute_pkey ON public.dispute USING btree (id)
CREATE UNIQUE INDEX estate_pkey ON public.estate USING btree (id)
CREATE INDEX exception_estate ON public.exception USING btree (estate, at)
CREATE UNIQUE INDEX exception_pkey ON public.exception USING btree (id)
CREATE INDEX fact_estate_time ON public.fact USING btree (estate, occurred_at)
CREATE UNIQUE INDEX fact_gate_epoch_seq_pk ON public.fact USING btree (gate, epoch, seq)
CREATE INDEX fact_id ON public.fact USING btree (id)
CREATE UNIQUE INDEX favourite_account_estate_pk ON public.favourite USING btree (account, estate)
CREATE INDEX favourite_estate ON public.favourite USING btree (estate)
CREATE UNIQUE INDEX forked_fact_pkey ON public.forked_fact USING btree (id)
CREATE UNIQUE INDEX gate_pkey ON public.gate USING btree (id)
CREATE UNIQUE INDEX gate_epoch_gate_epoch_pk ON public.gate_epoch USING btree (gate, epoch)
CREATE UNIQUE INDEX gate_opening_code ON public.gate_opening USING btree (gate, lane, made_at)
CREATE UNIQUE INDEX gate_opening_pkey ON public.gate_opening USING btree (id)
CREATE INDEX gate_order_open ON public.gate_order USING btree (gate, outcome)
CREATE UNIQUE INDEX gate_order_pkey ON public.gate_order USING btree (id)
CREATE INDEX group_invitation_email ON public.group_invitation USING btree (email)
CREATE INDEX group_invitation_expiry ON public.group_invitation USING btree (expires_at)
CREATE UNIQUE INDEX group_invitation_once ON public.group_invitation USING btree (group_account, email)
CREATE UNIQUE INDEX group_invitation_pkey ON public.group_invitation USING btree (id)
CREATE INDEX group_member_group ON public.group_member USING btree (group_account)
CREATE UNIQUE INDEX group_member_pkey ON public.group_member USING btree (account)
CREATE UNIQUE INDEX group_spend_group_account_account_month_pk ON public.group_spend USING btree (group_account, account, month)
CREATE UNIQUE INDEX hold_pkey ON public.hold USING btree (session)
CREATE UNIQUE INDEX house_pkey ON public.house USING btree (id)
CREATE UNIQUE INDEX issuer_key_pkey ON public.issuer_key USING btree (kid)
CREATE UNIQUE INDEX keyed_request_pkey ON public.keyed_request USING btree (key)
CREATE UNIQUE INDEX lease_gate_epoch_zone_pk ON public.lease USING btree (gate, epoch, zone)
CREATE INDEX lease_zone ON public.lease USING btree (estate, zone)
CREATE INDEX ledger_entry_account ON public.ledger_entry USING btree (ledger_account)
CREATE UNIQUE INDEX ledger_entry_transaction_line_pk ON public.ledger_entry USING btree (transaction, line)
CREATE INDEX ledger_transaction_account ON public.ledger_transaction USING btree (account, occurred_at)
CREATE UNIQUE INDEX ledger_transaction_idempotency ON public.ledger_transaction USING btree (idempotency_key)
CREATE UNIQUE INDEX ledger_transaction_pkey ON public.ledger_transaction USING btree (id)
CREATE INDEX ledger_transaction_posted ON public.ledger_transaction USING brin (posted_at)
CREATE UNIQUE INDEX loyalty_rank_pkey ON public.loyalty_rank USING btree (id)
CREATE UNIQUE INDEX loyalty_rank_position_unique ON public.loyalty_rank USING btree ("position")
CREATE INDEX notice_delivery_account ON public.notice_delivery USING btree (account)
CREATE INDEX notice_delivery_due ON public.notice_delivery USING btree (next_at) WHERE (next_at IS NOT NULL)
CREATE INDEX notice_delivery_ended ON public.notice_delivery USING btree (ended_at) WHERE (ended_at IS NOT NULL)
CREATE UNIQUE INDEX notice_delivery_once ON public.notice_delivery USING btree (key, channel, address)
CREATE UNIQUE INDEX notice_delivery_pkey ON public.notice_delivery USING btree (id)
CREATE UNIQUE INDEX notice_due_pkey ON public.notice_due USING btree (id)
CREATE INDEX notice_due_time ON public.notice_due USING btree (due_at)
CREATE UNIQUE INDEX notice_wish_pkey ON public.notice_wish USING btree (account)
CREATE UNIQUE INDEX occupancy_estate_zone_pk ON public.occupancy USING btree (estate, zone)
CREATE UNIQUE INDEX occupancy_count_pkey ON public.occupancy_count USING btree (id)
CREATE INDEX occupancy_count_zone ON public.occupancy_count USING btree (estate, zone, id)
CREATE UNIQUE INDEX passkey_credential_id_unique ON public.passkey USING btree (credential_id)
CREATE UNIQUE INDEX passkey_pkey ON public.passkey USING btree (id)
CREATE INDEX passkey_user ON public.passkey USING btree (user_id)
CREATE INDEX payment_account ON public.payment USING btree (account, created_at)
CREATE INDEX payment_due ON public.payment USING btree (next_at) WHERE (next_at IS NOT NULL)
CREATE UNIQUE INDEX payment_idempotency_key_unique ON public.payment USING btree (idempotency_key)
CREATE UNIQUE INDEX payment_pkey ON public.payment USING btree (id)
CREATE INDEX payment_provider_ref ON public.payment USING btree (provider, provider_ref)
CREATE UNIQUE INDEX payment_event_provider_id_pk ON public.payment_event USING btree (provider, id)
CREATE INDEX payment_method_account ON public.payment_method USING btree (account)
CREATE UNIQUE INDEX payment_method_pkey ON public.payment_method USING btree (id)
CREATE UNIQUE INDEX price_move_pkey ON public.price_move USING btree (id)
CREATE INDEX push_subscription_account ON public.push_subscription USING btree (account)
CREATE UNIQUE INDEX push_subscription_endpoint_unique ON public.push_subscription USING btree (endpoint)
CREATE UNIQUE INDEX push_subscription_pkey ON public.push_subscription USING btree (id)
CREATE INDEX receipt_account ON public.receipt USING btree (account, issued_at)
CREATE UNIQUE INDEX receipt_number ON public.receipt USING btree (estate, year, number)
CREATE UNIQUE INDEX receipt_once ON public.receipt USING btree (session, revision, kind)
CREATE UNIQUE INDEX receipt_pkey ON public.receipt USING btree (id)
CREATE UNIQUE INDEX receipt_counter_estate_year_pk ON public.receipt_counter USING btree (estate, year)
CREATE UNIQUE INDEX receipt_due_estate_session_revision_pk ON public.receipt_due USING btree (estate, session, revision)
CREATE UNIQUE INDEX receipt_key_pkey ON public.receipt_key USING btree (kid)
CREATE UNIQUE INDEX rule_estate_key_pk ON public.rule USING btree (estate, key)
CREATE INDEX rule_version ON public.rule USING btree (estate, version)
CREATE INDEX rule_dirty_estate ON public.rule_dirty USING btree (estate)
CREATE UNIQUE INDEX rule_dirty_pkey ON public.rule_dirty USING btree (id)
CREATE INDEX session_account ON public.session USING btree (account, state)
CREATE INDEX session_account_departed ON public.session USING btree (account, departed_at)
CREATE INDEX session_estate ON public.session USING btree (estate, state)
CREATE UNIQUE INDEX session_pkey ON public.session USING btree (id)
CREATE INDEX sign_in_code_expiry ON public.sign_in_code USING btree (expires_at)
CREATE INDEX sign_in_code_identifier ON public.sign_in_code USING btree (identifier)
CREATE UNIQUE INDEX sign_in_code_pkey ON public.sign_in_code USING btree (id)
CREATE UNIQUE INDEX sign_in_method_pkey ON public.sign_in_method USING btree (id)
CREATE INDEX sign_in_method_user ON public.sign_in_method USING btree (user_id)
CREATE INDEX sign_in_session_expiry ON public.sign_in_session USING btree (expires_at)
CREATE UNIQUE INDEX sign_in_session_pkey ON public.sign_in_session USING btree (id)
CREATE UNIQUE INDEX sign_in_session_token_unique ON public.sign_in_session USING btree (token)
CREATE INDEX sign_in_session_user ON public.sign_in_session USING btree (user_id)
CREATE UNIQUE INDEX sign_in_user_email_unique ON public.sign_in_user USING btree (email)
CREATE UNIQUE INDEX sign_in_user_pkey ON public.sign_in_user USING btree (id)
CREATE UNIQUE INDEX staff_id_unique ON public.staff USING btree (id)
CREATE UNIQUE INDEX staff_pkey ON public.staff USING btree (email)
CREATE INDEX stay_account ON public.stay USING btree (account, departed_at)
CREATE INDEX stay_estate ON public.stay USING btree (estate, departed_at)
CREATE UNIQUE INDEX stay_session_revision_pk ON public.stay USING btree (session, revision)
CREATE INDEX subscription_account ON public.subscription USING btree (account)
CREATE UNIQUE INDEX subscription_pkey ON public.subscription USING btree (id)
CREATE INDEX subscription_until ON public.subscription USING btree (until_at)
CREATE UNIQUE INDEX subscription_plan_pkey ON public.subscription_plan USING btree (id)
CREATE UNIQUE INDEX tariff_id_version_pk ON public.tariff USING btree (id, version)
CREATE UNIQUE INDEX tariff_draft_pkey ON public.tariff_draft USING btree (id)
CREATE UNIQUE INDEX token_pkey ON public.token USING btree (hash)
CREATE INDEX unmatched_departure_account ON public.unmatched_departure USING btree (account) WHERE (paired_with IS NULL)
CREATE UNIQUE INDEX unmatched_departure_pkey ON public.unmatched_departure USING btree (fact)
CREATE INDEX unmatched_departure_session ON public.unmatched_departure USING btree (session) WHERE (paired_with IS NULL)
CREATE INDEX unmatched_departure_time ON public.unmatched_departure USING btree (estate, heard_at) WHERE (paired_with IS NULL)
CREATE INDEX vehicle_account ON public.vehicle USING btree (account)
CREATE UNIQUE INDEX vehicle_pkey ON public.vehicle USING btree (id)
CREATE INDEX vehicle_plate_alike ON public.vehicle USING btree (plate_alike)
CREATE UNIQUE INDEX vehicle_plate_ref_unique ON public.vehicle USING btree (plate_ref)
CREATE INDEX visitor_ticket_estate ON public.visitor_ticket USING btree (estate)
CREATE INDEX visitor_ticket_host ON public.visitor_ticket USING btree (host)
CREATE INDEX visitor_ticket_open ON public.visitor_ticket USING btree (id) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX visitor_ticket_pkey ON public.visitor_ticket USING btree (id)
CREATE UNIQUE INDEX visitor_ticket_ref_unique ON public.visitor_ticket USING btree (ref)
CREATE INDEX voucher_account ON public.voucher USING btree (account) WHERE (used_at IS NULL)
CREATE UNIQUE INDEX voucher_code_hash_unique ON public.voucher USING btree (code_hash)
CREATE UNIQUE INDEX voucher_pkey ON public.voucher USING btree (id)
CREATE UNIQUE INDEX wallet_pkey ON public.wallet USING btree (account)
CREATE UNIQUE INDEX zone_estate_id_pk ON public.zone USING btree (estate, id)

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION append_only()
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.daily_close FOR EACH STATEMENT EXECUTE FUNCTION append_only()
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.fact FOR EACH STATEMENT EXECUTE FUNCTION append_only()
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION append_only()
CREATE TRIGGER ledger_entries_in_time AFTER INSERT ON public.ledger_entry REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION ledger_entries_in_time()
CREATE CONSTRAINT TRIGGER ledger_entry_balanced AFTER INSERT ON public.ledger_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_balanced()
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_transaction FOR EACH STATEMENT EXECUTE FUNCTION append_only()
CREATE TRIGGER ledger_posted_now AFTER INSERT ON public.ledger_transaction REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION ledger_posted_now()
CREATE CONSTRAINT TRIGGER ledger_transaction_balanced AFTER INSERT ON public.ledger_transaction DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_transaction_balanced()
CREATE TRIGGER notice_estate AFTER UPDATE ON public.occupancy REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION notice_estate()
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.occupancy_count FOR EACH STATEMENT EXECUTE FUNCTION append_only()
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.receipt FOR EACH STATEMENT EXECUTE FUNCTION append_only()
CREATE TRIGGER notice_stay_arrived AFTER INSERT ON public.session REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION notice_stay_began()
CREATE TRIGGER notice_stay_began AFTER UPDATE ON public.session REFERENCING OLD TABLE AS was NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION notice_stay_began()
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.stay FOR EACH STATEMENT EXECUTE FUNCTION append_only()
CREATE TRIGGER notice_stay_ended AFTER INSERT ON public.stay REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION notice_stay_ended()
CREATE TRIGGER receipt_becomes_due AFTER INSERT ON public.stay REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION receipt_becomes_due()
CREATE TRIGGER notice_wallet AFTER UPDATE ON public.wallet REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION notice_wallet()
CREATE TRIGGER notice_estate AFTER UPDATE ON public.zone REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION notice_estate()

CREATE OR REPLACE FUNCTION public.append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $function$

CREATE OR REPLACE FUNCTION public.ledger_entries_in_time()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  late uuid;
BEGIN
  SELECT t.id INTO late FROM made JOIN ledger_transaction t ON t.id = made."transaction"
    WHERE t.xmin <> pg_current_xact_id()::xid LIMIT 1;
  IF late IS NOT NULL THEN
    RAISE EXCEPTION 'ledger transaction % is history: it takes no more entries', late USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $function$

CREATE OR REPLACE FUNCTION public.ledger_entry_balanced()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  total numeric;
BEGIN
  SELECT sum(amount_minor) INTO total FROM ledger_entry WHERE "transaction" = NEW."transaction";
  IF total <> 0 THEN
    RAISE EXCEPTION 'entries of ledger transaction % sum to %', NEW."transaction", total USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $function$

CREATE OR REPLACE FUNCTION public.ledger_posted_now()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF EXISTS (SELECT FROM made WHERE posted_at <> now()) THEN
    RAISE EXCEPTION 'ledger transactions are posted now, at no other time' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $function$

CREATE OR REPLACE FUNCTION public.ledger_transaction_balanced()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  total numeric;
  entries integer;
BEGIN
  SELECT coalesce(sum(amount_minor), 0), count(*) INTO total, entries FROM ledger_entry WHERE "transaction" = NEW.id;
  IF entries < 2 OR total <> 0 THEN
    RAISE EXCEPTION 'ledger transaction % has % entries that sum to %', NEW.id, entries, total USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $function$

CREATE OR REPLACE FUNCTION public.notice_estate()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO notice_due (kind, estate)
    SELECT DISTINCT 'estate', m.estate FROM made m WHERE EXISTS (SELECT FROM favourite f WHERE f.estate = m.estate);
  RETURN NULL;
END $function$

CREATE OR REPLACE FUNCTION public.notice_stay_began()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO notice_due (kind, account, session)
      SELECT 'stay-began', m.account, m.id FROM made m JOIN notice_wish w ON w.account = m.account
      WHERE m.state = 'inside' AND w.stay_began;
  ELSE
    INSERT INTO notice_due (kind, account, session)
      SELECT 'stay-began', m.account, m.id FROM made m JOIN notice_wish w ON w.account = m.account JOIN was b ON b.id = m.id
      WHERE m.state = 'inside' AND b.state <> 'inside' AND w.stay_began;
  END IF;
  RETURN NULL;
END $function$

CREATE OR REPLACE FUNCTION public.notice_stay_ended()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO notice_due (kind, account, session)
    SELECT 'stay-ended', m.account, m.session FROM made m JOIN notice_wish w ON w.account = m.account
    WHERE m.revision = 0 AND w.stay_ended;
  RETURN NULL;
END $function$

CREATE OR REPLACE FUNCTION public.notice_wallet()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO notice_due (kind, account)
    SELECT 'wallet', m.account FROM made m JOIN notice_wish w ON w.account = m.account
    WHERE w.low_balance AND (m.balance_minor - m.debt_minor < w.low_balance_minor) <> w.told_low;
  RETURN NULL;
END $function$

CREATE OR REPLACE FUNCTION public.receipt_becomes_due()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO receipt_due (estate, session, revision)
    SELECT estate, session, revision FROM made WHERE account IS NOT NULL AND ("transaction" IS NOT NULL OR total_minor = 0);
  RETURN NULL;
END $function$

