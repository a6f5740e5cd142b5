import { lint } from '../support/plugin/lint';
import { provider } from '../../lib/provider/provider';

test('it has nothing that Terraform would refuse', () => {
  expect(lint(provider)).toEqual([]);
});
