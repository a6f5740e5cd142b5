import { all, item, nested } from '../routes';
import type { Resource } from '../platform';
import type { Stored } from '../store';

export interface Deployment extends Stored {
  readonly status: string;
  readonly operation_id: number;
  readonly app_id: number;
  readonly configuration_id: number | null;
  readonly image_id: number | null;
  readonly source_id: number | null;
  readonly setting_id: number | null;
  readonly docker_image: string | null;
  readonly git_ref: string | null;
}

declare module '../store' {
  interface Records {
    deployment: Deployment;
  }
}

export const deployment: Resource<Deployment> = {
  collection: 'deployments',
  newestFirst: true,
  computed: (deployment) => ({
    docker_repository_url: null,
    git_repository_url: null,
    git_commit_sha: null,
    git_commit_timestamp: null,
    git_commit_url: null,
    git_commit_message: null,
    deleted_at: deployment.deleted_at,
  }),
  links: (deployment) => ({
    app: `/apps/${deployment.app_id}`,
    operation: `/operations/${deployment.operation_id}`,
    configuration: deployment.configuration_id === null ? undefined : `/configurations/${deployment.configuration_id}`,
    image: deployment.image_id === null ? undefined : `/images/${deployment.image_id}`,
    setting: deployment.setting_id === null ? undefined : `/settings/${deployment.setting_id}`,
  }),
  routes: [
    all('/deployments', 'deployment'),
    item('/deployments/{id}', 'deployment'),
    nested('/apps/{app_id}/deployments', 'deployment', 'app'),
  ],
};
