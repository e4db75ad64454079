import { nothingHere } from "@/lib/web/methods";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = nothingHere;
