// Many tests start processes, an acceptance test a dozen terraforms, on machines that may be busy. What `npm run test:long` multiplies
// takes longer, too.
jest.setTimeout(120_000 * Number(process.env.RUNS_FACTOR ?? 1));
