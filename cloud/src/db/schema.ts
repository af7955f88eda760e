import * as accounts from "./schema/accounts.ts";
import * as gates from "./schema/gates.ts";
import * as house from "./schema/house.ts";
import * as money from "./schema/money.ts";
import * as notices from "./schema/notices.ts";
import * as places from "./schema/places.ts";
import * as signIn from "./schema/sign-in.ts";
import * as stays from "./schema/stays.ts";

/**
 * Every table of the cloud. Amounts are bigint minor units. What drizzle's schema cannot say (the ledger's zero-sum trigger, what may
 * never be updated) stands in the hand-written migrations.
 */
export const schema = { ...places, ...gates, ...accounts, ...signIn, ...stays, ...money, ...notices, ...house };
