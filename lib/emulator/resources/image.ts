import { item, nested } from '../routes';
import type { Resource } from '../platform';
import type { Stored } from '../store';

export interface Image extends Stored {
  readonly git_repo: string | null;
  readonly git_ref: string | null;
  readonly docker_repo: string | null;
  readonly docker_ref: string | null;
  readonly app_id: number;
}

declare module '../store' {
  interface Records {
    image: Image;
  }
}

export const image: Resource<Image> = {
  collection: 'images',
  newestFirst: true,
  hidden: ['app_id'],
  computed: () => ({ dualstack_hint: null, platform: null, release: null, scan: null, exposed_ports: [80, 443] }),
  links: (image) => ({ app: `/apps/${image.app_id}`, operations: `/images/${image.id}/operations` }),
  routes: [item('/images/{id}', 'image'), nested('/apps/{app_id}/images', 'image', 'app')],
  operations: { scan: {} },
};
