import { FunctionError } from '../../plugin/diagnostics';
import { connectionParts, functions } from '../../schema';
import { formatConnectionUrl } from '../connection-url';
import { providerFunction } from '../function';

/** What a value of the attribute `credentials` has beside its parts. */
const besideParts = ['connection_url', 'default'];

export const connectionUrl = providerFunction(functions.connection_url, (parts) => {
  const names = Object.keys(connectionParts);
  // A key may be a part of the argument that nobody should read, too.
  const isForeign = Object.keys(parts).some((key) => ![...names, ...besideParts].includes(key));
  const made = formatConnectionUrl(parts);
  if ('url' in made && !isForeign) return made.url;
  const problems = [
    ...(isForeign ? [`a key is none of ${names.join(', ')}`] : []),
    ...('problems' in made ? made.problems : []),
  ];
  throw new FunctionError(`These parts make no connection URL: ${problems.join('; ')}`, 0);
});
