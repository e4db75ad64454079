import { describeSettlementStore } from "@/tests/contracts/settlement-store";
import { memorySettledWorlds } from "@/tests/support/memory-settled-worlds";

describeSettlementStore("in memory", memorySettledWorlds);
