import { z } from "zod";

const statsSchema = z.object({
  operations: z.number(),
  requests: z.number(),
  distinct: z.number(),
});

const get = async (url: string): Promise<unknown> => (await fetch(url)).json();

/** What floor-sink.ts has counted since its last reset. */
export const sinkStats = async (sinkUrl: string) =>
  statsSchema.parse(await get(`${sinkUrl}/stats`));

/** When (epoch ms) each event arrived, by its `seq`. */
export const sinkArrivals = async (sinkUrl: string): Promise<ReadonlyMap<number, number>> =>
  new Map(z.array(z.tuple([z.number(), z.number()])).parse(await get(`${sinkUrl}/arrivals`)));

export const resetSink = async (sinkUrl: string): Promise<void> => {
  await get(`${sinkUrl}/reset`);
};
