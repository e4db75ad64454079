import { describeParkingLot } from "@/tests/contracts/parking-lot";
import { memorySettledWorlds } from "@/tests/support/memory-settled-worlds";

describeParkingLot("in memory", memorySettledWorlds);
