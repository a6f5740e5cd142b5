import { TerraformVariable, type TerraformStack } from 'cdktf';
import { Certificate, Environment } from '../../lib';
import { messageOf, provider, synthesize } from './support';

const environment = (stack: TerraformStack) => Environment.fromId(stack, 'env', 42);
const secret = (stack: TerraformStack) =>
  new TerraformVariable(stack, 'key', { type: 'string', sensitive: true }).stringValue;

function certificateOf(build: (stack: TerraformStack) => void): unknown {
  const resources = synthesize(build)['resource'] as Record<string, Record<string, unknown>>;
  return Object.values(resources['aptible_certificate']!)[0];
}

describe('Certificate', () => {
  test('minimal: a certificate and its key', () => {
    const json = synthesize((stack) => {
      new Certificate(environment(stack), 'www', { body: 'PEM', privateKeyWriteOnly: secret(stack) });
    });
    const [name] = Object.keys((json['resource'] as Record<string, object>)['aptible_certificate']!);
    expect(json).toEqual({
      ...provider,
      resource: {
        aptible_certificate: { [name!]: { env_id: 42, certificate_body: 'PEM', private_key_wo: '${var.key}' } },
      },
      variable: { key: { type: 'string', sensitive: true } },
    });
  });

  test('everything set', () => {
    const made = certificateOf((stack) => {
      new Certificate(stack, 'www', {
        environment: environment(stack),
        body: 'PEM',
        privateKeyWriteOnly: secret(stack),
        privateKeyWriteOnlyVersion: 2,
        timeouts: { update: '2h' },
        lifecycle: { preventDestroy: true },
      });
    });
    expect(made).toEqual({
      env_id: 42,
      certificate_body: 'PEM',
      private_key_wo: '${var.key}',
      private_key_wo_version: 2,
      timeouts: { update: '2h' },
      lifecycle: { prevent_destroy: true },
    });
  });

  test('a token in every field: each passes untouched', () => {
    const made = certificateOf((stack) => {
      const text = new TerraformVariable(stack, 'text', { type: 'string' }).stringValue;
      new Certificate(environment(stack), 'www', { body: text, privateKey: text });
    });
    expect(made).toEqual({ env_id: 42, certificate_body: '${var.text}', private_key: '${var.text}' });
  });

  test('bad props: all problems at once, without the key', () => {
    const message = messageOf(() =>
      synthesize((stack) => {
        new Certificate(environment(stack), 'www', {
          body: '',
          privateKey: 'the key itself',
          privateKeyWriteOnlyVersion: 1,
        });
      }),
    );
    expect(message.split('\n').map((line) => line.trim().split(':')[0])).toEqual([
      'the props of stack/env/www (Certificate) are not valid',
      'body',
      'privateKeyWriteOnly',
      'privateKey',
    ]);
    expect(message).not.toContain('the key itself');
  });
});
