import { expectationOf } from '../../lib/release-check/expectation';

test('each value has its variable, and each header one of its own', () => {
  expect(
    expectationOf({
      PATH: '/bin',
      APTIBLE_RELEASE_CHECK_URL: 'https://a.example/',
      APTIBLE_RELEASE_CHECK_STATUS: '204',
      APTIBLE_RELEASE_CHECK_BODY_CONTAINS: '"ok"',
      APTIBLE_RELEASE_CHECK_HEADER_Accept: 'text/plain',
      APTIBLE_RELEASE_CHECK_SECRET_HEADER_Authorization: 'Bearer a=b',
      APTIBLE_RELEASE_CHECK_DEADLINE_SECONDS: '180',
      APTIBLE_RELEASE_CHECK_INTERVAL_SECONDS: '1.5',
      APTIBLE_RELEASE_CHECK_REQUEST_TIMEOUT_SECONDS: '10',
    }),
  ).toEqual({
    url: 'https://a.example/',
    status: 204,
    bodyContains: '"ok"',
    bodyPattern: undefined,
    headers: { Accept: 'text/plain' },
    secretHeaders: { Authorization: 'Bearer a=b' },
    deadlineSeconds: 180,
    intervalSeconds: 1.5,
    requestTimeoutSeconds: 10,
  });
});

test('without a URL it says what it is', () => {
  expect(() => expectationOf({})).toThrow(
    'This is run by Terraform for a ReleaseCheck. Nothing is checked: APTIBLE_RELEASE_CHECK_URL is not set.',
  );
});
