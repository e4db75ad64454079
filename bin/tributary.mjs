#!/usr/bin/env node
import { relative, resolve } from "node:path";

// Files are named from where the command is called; setting up works in the project's folder.
const from = process.cwd();
console.log = console.error; // what setting up says is no output of the command
const { setup } = await import("./lib/setup.mjs");
const to = process.cwd();
process.argv = process.argv.map((argument, index) =>
  index < 2 || !/\.ya?ml$/.test(argument) ? argument : relative(to, resolve(from, argument)),
);
await setup("bundles");
await import("../dist/cli.js");
