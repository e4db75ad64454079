import { describeParkingLot } from "@/tests/contracts/parking-lot";
import { postgresSettledWorlds } from "@/tests/support/postgres-settled-worlds";

describeParkingLot("on PostgreSQL", postgresSettledWorlds);
