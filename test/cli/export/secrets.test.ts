import { isSecret, Secrets } from '../../../lib/cli/export/secrets';

test.each([
  ['STRIPE_KEY', 'x'],
  ['apiToken', 'abc def'],
  ['ADMIN_PASSWORD', '123456'],
  ['SECRET_KEY_BASE', 'hunter'],
  ['SMTP', 'smtps://user:hunter2@mail.example.com'],
  ['HOOK', 'https://hooks.example.com/services/T00000000/B00000000/x8Kd93jfLq02mZpRt5vBn7Wc'],
  ['PAYMENTS', 'sk_live_4eC39HqLyjWDarjtT1zdp7dc'],
  ['RANDOM', 'b7e1f3a9c2d84e6f9a0b1c2d3e4f5a6b'],
  ['JSON', '{"token": "ghp_16C7e42F292c6912E7710c838347Ae178B4a"}'],
  ['PEM', '-----BEGIN PRIVATE KEY-----\nMIG\n-----END PRIVATE KEY-----'],
])('%s = %s is a secret', (name, value) => {
  expect(isSecret(name, value)).toBe(true);
});

test.each([
  ['MODE', 'production'],
  ['PASSWORD_MIN_LENGTH', '12'],
  ['TOKEN_REQUIRED', 'true'],
  ['KEYBOARD_LAYOUT', 'us-international-with-dead'],
  ['URL', 'https://www.acme.example/a/rather/long/path/without/anything/random'],
  ['IMAGE', 'registry.example.com/acme/a-rather-long-name-of-an-image:2026.11.27'],
  ['FEATURES', 'one,two,three,four,five,six,seven,eight,nine,ten'],
])('%s = %s is none', (name, value) => {
  expect(isSecret(name, value)).toBe(false);
});

test('one value under one name is one variable; another value gets the name of its app, then a number', () => {
  const secrets = new Secrets();
  const refer = (app: string, value: string) => secrets.refer(['apps', app, 'secretConfig', 'STRIPE_KEY'], value);
  expect([refer('web', 'a'), refer('admin', 'a'), refer('shop', 'b'), refer('shop', 'c')]).toEqual([
    '${secret.STRIPE_KEY}',
    '${secret.STRIPE_KEY}',
    '${secret.SHOP_STRIPE_KEY}',
    '${secret.SHOP_STRIPE_KEY_2}',
  ]);
  expect(secrets.refer(['certificates', 'www', 'privateKeyWriteOnly'], undefined)).toBe('${secret.WWW_PRIVATE_KEY}');
  expect(secrets.all[0]).toEqual({
    name: 'STRIPE_KEY',
    value: 'a',
    places: ['apps.web.secretConfig.STRIPE_KEY', 'apps.admin.secretConfig.STRIPE_KEY'],
  });
});
