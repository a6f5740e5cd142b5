/**
 * What the scripts ask of GitHub or GitLab, on whichever of them they run.
 *
 * `changes.mjs open` prints the numbers of the open changes, one a line. `changes.mjs comment FILE` writes the file as a comment on the change of
 * this pipeline: over the one that begins with the same line, so that there is one comment, which is up to date.
 */
import { readFileSync } from 'node:fs';

const { env } = process;
const wanted = (name) => env[name] || fail(`The environment variable ${name} is not set.`);

/** Pull requests of GitHub. CHANGE is the number of one. */
const gitHub = () => {
  const { request, list } = api(env.GITHUB_API_URL || 'https://api.github.com', {
    authorization: `Bearer ${wanted('GITHUB_TOKEN')}`,
    accept: 'application/vnd.github+json',
  });
  const repository = `/repos/${wanted('GITHUB_REPOSITORY')}`;
  return {
    open: async () => (await list(`${repository}/pulls?state=open`)).map(({ number }) => number),
    comments: async () =>
      (await list(`${repository}/issues/${wanted('CHANGE')}/comments`)).filter(({ user }) => user?.type === 'Bot'),
    create: (body) => request('POST', `${repository}/issues/${wanted('CHANGE')}/comments`, { body }),
    update: (id, body) => request('PATCH', `${repository}/issues/comments/${id}`, { body }),
  };
};

/** Merge requests of GitLab. CHANGE is the number of one. GITLAB_TOKEN: an access token of the project that may use the API. */
const gitLab = () => {
  const { request, list } = api(env.CI_API_V4_URL, { 'private-token': wanted('GITLAB_TOKEN') });
  const project = `/projects/${wanted('CI_PROJECT_ID')}/merge_requests`;
  return {
    open: async () => (await list(`${project}?state=opened`)).map(({ iid }) => iid),
    comments: async () => {
      const { id } = await (await request('GET', '/user')).json();
      return (await list(`${project}/${wanted('CHANGE')}/notes`)).filter(({ author }) => author?.id === id);
    },
    create: (body) => request('POST', `${project}/${wanted('CHANGE')}/notes`, { body }),
    update: (id, body) => request('PUT', `${project}/${wanted('CHANGE')}/notes/${id}`, { body }),
  };
};

function api(root, headers) {
  const request = async (method, path, body) => {
    const response = await fetch(`${root}${path}`, {
      method,
      headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'cdktf-aptible' },
      body: body && JSON.stringify(body),
    });
    if (response.ok) return response;
    return fail(`${method} ${root}${path} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
  };
  const list = async (path) => {
    const all = [];
    for (let page = 1; ; page++) {
      const answer = await request('GET', `${path}${path.includes('?') ? '&' : '?'}per_page=100&page=${page}`);
      const some = await answer.json();
      all.push(...some);
      if (some.length < 100) return all;
    }
  };
  return { request, list };
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

const [action, file] = process.argv.slice(2);
const host = env.CI_API_V4_URL ? gitLab() : gitHub();
if (action === 'open') {
  for (const number of await host.open()) console.log(number);
} else if (action === 'comment' && file !== undefined) {
  const text = readFileSync(file, 'utf8');
  const [marker] = text.split('\n');
  const mine = (await host.comments()).find(({ body }) => body.startsWith(marker));
  await (mine === undefined ? host.create(text) : host.update(mine.id, text));
} else {
  fail('changes.mjs open, or changes.mjs comment FILE');
}
