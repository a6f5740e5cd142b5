// Many tests start processes, an acceptance test a dozen terraforms, on machines that may be busy.
jest.setTimeout(120_000);
