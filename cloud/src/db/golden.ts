import type pg from "pg";

/** One query a kind of thing; each answers `line`s, and the order is the database's own bytes, whatever its locale. */
const QUERIES = [
  `select format('table %s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
     case when a.attnotnull then ' not null' else '' end,
     coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) as line
   from pg_attribute a
   join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p')
   left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
   order by c.relname collate "C", a.attname collate "C"`,
  `select format('constraint %s.%s %s', r.relname, c.conname, pg_get_constraintdef(c.oid)) as line
   from pg_constraint c join pg_class r on r.oid = c.conrelid
   where c.connamespace = 'public'::regnamespace and c.contype <> 'n'
   order by r.relname collate "C", c.conname collate "C"`,
  `select indexdef as line from pg_indexes where schemaname = 'public'
   order by tablename collate "C", indexname collate "C"`,
  `select pg_get_triggerdef(t.oid) as line from pg_trigger t join pg_class c on c.oid = t.tgrelid
   where not t.tgisinternal and c.relnamespace = 'public'::regnamespace
   order by c.relname collate "C", t.tgname collate "C"`,
  `select pg_get_functiondef(p.oid) as line from pg_proc p
   where p.pronamespace = 'public'::regnamespace order by p.proname collate "C"`,
];

/** What a database really holds, from its catalog, in an order that never changes: columns, constraints, indexes, triggers, functions. */
export async function describeSchema(pool: pg.Pool): Promise<string> {
  const sections: string[] = [];
  for (const query of QUERIES) {
    const { rows } = await pool.query<{ line: string }>(query);
    sections.push(`${rows.map(({ line }) => line).join("\n")}\n`);
  }
  return sections.join("\n");
}
