import { describeSettlementStore } from "@/tests/contracts/settlement-store";
import { postgresSettledWorlds } from "@/tests/support/postgres-settled-worlds";

describeSettlementStore("on PostgreSQL", postgresSettledWorlds);
