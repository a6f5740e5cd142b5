import { FunctionError } from '../../plugin/diagnostics';
import { functions } from '../../schema';
import { connectionUrlProblems, parseConnectionUrl as partsOf } from '../connection-url';
import { providerFunction } from '../function';

export const parseConnectionUrl = providerFunction(functions.parse_connection_url, (url) => {
  const parts = partsOf(url);
  const problems = connectionUrlProblems(url);
  if (parts === undefined || problems.length > 0) {
    throw new FunctionError(`This is not the connection URL of a database: ${problems.join('; ')}`, 0);
  }
  return { ...parts };
});
