"use client";

import { LoadFailed } from "@/components/shell/load-failed";

export default LoadFailed;
