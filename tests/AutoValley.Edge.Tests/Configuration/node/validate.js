// Validates configurations: node validate.js SCHEMA FILE ... Prints a line each: "valid", or the first errors.
"use strict";
const fs = require("fs");
const Ajv = require("ajv/dist/2020");

const [schema, ...files] = process.argv.slice(2).map(file => JSON.parse(fs.readFileSync(file, "utf8")));
const validate = new Ajv({ strict: true, strictRequired: false, allErrors: true }).compile(schema);
for (const file of files)
    console.log(validate(file) ? "valid" : validate.errors.map(error => `${error.instancePath} ${error.message}`).join("; "));
