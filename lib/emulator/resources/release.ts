import type { Platform, Resource } from '../platform';
import { item, nested } from '../routes';
import type { Stored } from '../store';
import type { Service } from './service';

export interface Release extends Stored {
  readonly docker_repo: string | null;
  readonly docker_ref: string | null;
  readonly service_id: number;
}

declare module '../store' {
  interface Records {
    release: Release;
  }
}

export const release: Resource<Release> = {
  collection: 'releases',
  newestFirst: true,
  hidden: ['service_id'],
  links: (release) => ({
    service: `/services/${release.service_id}`,
    containers: `/releases/${release.id}/containers`,
  }),
  routes: [item('/releases/{id}', 'release'), nested('/services/{service_id}/releases', 'release', 'service')],
};

/** Makes a new release of the service and makes it the current one. */
export function newRelease(
  { store }: Platform,
  service: Service,
  { docker_repo, docker_ref }: { readonly docker_repo: string | null; readonly docker_ref: string | null },
): void {
  const made = store.insert('release', { docker_repo, docker_ref, service_id: service.id });
  store.update('service', service.id, { docker_repo, docker_ref, current_release_id: made.id });
}
