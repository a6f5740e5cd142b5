import type { Resource } from '../platform';
import { all, item } from '../routes';
import type { Fields, Stored } from '../store';
import { engines } from './database-engines';

export interface DatabaseImage extends Stored {
  readonly type: string;
  readonly version: string;
  readonly default: boolean;
  readonly discoverable: boolean;
  readonly visible: boolean;
  readonly description: string;
  readonly docker_repo: string;
  readonly pitr_supported: boolean;
}

declare module '../store' {
  interface Records {
    database_image: DatabaseImage;
  }
}

export const databaseImage: Resource<DatabaseImage> = {
  collection: 'database_images',
  computed: () => ({ eol_at: null }),
  routes: [
    { ...all('/database_images', 'database_image'), open: true },
    { ...item('/database_images/{id}', 'database_image'), open: true },
  ],
};

/** The images of all versions of all types; each type has one default. */
export function databaseImages(): Fields<DatabaseImage>[] {
  return Object.entries(engines).flatMap(([type, engine]) =>
    engine.versions.map((version) => ({ ...newDatabaseImage(type, version), default: version === engine.default })),
  );
}

export function newDatabaseImage(type: string, version: string): Fields<DatabaseImage> {
  return {
    type,
    version,
    default: false,
    discoverable: true,
    visible: true,
    description: `${type} ${version}`,
    docker_repo: `aptible/${type}:${version}`,
    pitr_supported: type === 'postgresql' && Number(version) >= 13,
  };
}
