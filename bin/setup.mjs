import { setup } from "./lib/setup.mjs";

await setup("app");
console.log("Everything is built: npm start");
