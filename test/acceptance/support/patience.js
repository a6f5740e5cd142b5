// A test starts terraform a dozen times, on machines that may be busy.
jest.setTimeout(120_000);
